#!/bin/sh
# Bring the translations up to date with the source: the template from the code,
# then every language from the template. A file in which only the date would
# change is left as it is.
set -eu
cd "$(dirname "$0")/../src/imio/centrale"

DOMAIN=imio.centrale
LANGUAGES="fr"
I18NDUDE=../../../.venv/bin/i18ndude
POT=locales/$DOMAIN.pot

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Puts the new file in place of the old one unless they differ by their dates only.
keep_if_changed() {
    grep -v -e '^"POT-Creation-Date:' -e '^"PO-Revision-Date:' "$1" >"$work/new" || true
    if [ -f "$2" ]; then
        grep -v -e '^"POT-Creation-Date:' -e '^"PO-Revision-Date:' "$2" >"$work/old" || true
        ! cmp -s "$work/new" "$work/old" || return 0
    fi
    mkdir -p "$(dirname "$2")"
    cp "$1" "$2"
    echo "$2 brought up to date."
}

# The header of a new file; afterwards the header of the file itself is kept.
new_header() {
    sed -e '/^#---\|^#SOME\|^#FIRST/d' \
        -e "s/PACKAGE VERSION/$DOMAIN/" \
        -e 's/FULL NAME <EMAIL@ADDRESS>\|LANGUAGE <LL@li.org>/iMio <support@imio.be>/' \
        -e 's/^"PO-Revision-Date: .*/"PO-Revision-Date: \\n"/' "$1"
}

if [ -f "$POT" ]; then
    cp "$POT" "$work/$DOMAIN.pot"
    create=
else
    create="--create $DOMAIN"
fi
# shellcheck disable=SC2086
"$I18NDUDE" rebuild-pot --no-wrap --no-line-numbers --pot "$work/$DOMAIN.pot" $create --exclude "tests" .
if [ -n "$create" ]; then
    new_header "$work/$DOMAIN.pot" >"$work/header"
    mv "$work/header" "$work/$DOMAIN.pot"
fi
keep_if_changed "$work/$DOMAIN.pot" "$POT"

for language in $LANGUAGES; do
    po=locales/$language/LC_MESSAGES/$DOMAIN.po
    if [ -f "$po" ]; then
        cp "$po" "$work/$language.po"
    else
        sed -e "s/Language-Code: en/Language-Code: $language/" \
            -e 's/Language-Name: English/Language-Name: Français/' \
            -e 's/nplurals=1; plural=0/nplurals=2; plural=(n > 1)/' "$POT" >"$work/$language.po"
    fi
    "$I18NDUDE" sync --no-wrap --pot "$POT" "$work/$language.po" >"$work/sync.log"
    sed "s|^.*/$language.po|$po|" "$work/sync.log"
    keep_if_changed "$work/$language.po" "$po"
done
