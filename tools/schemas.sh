#!/bin/sh
# Put the schemas of OCDS and UBL, which the tests hold our files against, into
# .build/schemas/, once. They come out of the distributions of
# tools/schemas/requirements.txt, which nobody installs.
set -eu
cd "$(dirname "$0")/.."

FOLDER=.build/schemas
OCDS=tests/fixtures
UBL=odoo/addons/base_ubl/data/xsd-2.1
wanted=$(cat tools/schemas/requirements.txt tools/schemas.sh | cksum)

if [ -d "$FOLDER" ] && [ "$(cat .build/schemas.stamp 2>/dev/null)" = "$wanted" ]; then
    exit 0
fi

work=.build/schemas.part
rm -rf "$FOLDER" "$work" .build/schemas.stamp
mkdir -p "$work/found" "$work/kept/ocds" "$work/kept/ubl/maindoc"

download() {
    .venv/bin/python -m pip download --disable-pip-version-check --no-deps --no-build-isolation \
        --require-hashes --no-binary ocdsextensionregistry,ocdskit \
        --requirement tools/schemas/requirements.txt --dest "$work"
}

unpack() {
    for archive in "$work"/*.tar.gz; do
        .venv/bin/python -m tarfile --extract "$archive" "$work/found" || return 1
    done
    .venv/bin/python -m zipfile --extract "$work"/odoo14*.whl "$work/found"
}

# The standard; the standard with its registered extensions in it; an order and what it includes.
take() {
    cp "$work/found/ocdskit-1.7.0/$OCDS/release-package-schema.json" "$work/kept/ocds/" &&
        cp "$work/found/ocdsextensionregistry-0.7.0/$OCDS/release-schema.json" "$work/kept/ocds/" &&
        cp "$work/found/ocdskit-1.7.0/$OCDS/a/release-schema.json" "$work/kept/ocds/extended-release-schema.json" &&
        cp -R "$work/found/$UBL/common" "$work/kept/ubl/" &&
        cp "$work/found/$UBL/maindoc/UBL-Order-2.1.xsd" "$work/kept/ubl/maindoc/"
}

{ download && unpack && take; } >.build/schemas.log 2>&1 || {
    tail -n 15 .build/schemas.log >&2
    echo "The schemas of OCDS and UBL were not fetched; .build/schemas.log has the whole output." >&2
    exit 1
}
mv "$work/kept" "$FOLDER"
rm -rf "$work"
echo "$wanted" >.build/schemas.stamp
