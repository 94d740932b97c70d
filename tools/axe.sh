#!/bin/sh
# Put axe-core, which the browser tests run in each page, into .build/axe/, once.
# Its version is the one of tools/axe/package.json.
set -eu
cd "$(dirname "$0")/.."

PAGE_SCRIPT=.build/axe/node_modules/axe-core/axe.min.js
wanted=$(cksum <tools/axe/package.json)

if [ -f "$PAGE_SCRIPT" ] && [ "$(cat .build/axe.stamp 2>/dev/null)" = "$wanted" ]; then
    exit 0
fi
command -v npm >/dev/null 2>&1 || {
    echo "npm is needed to fetch axe-core for the browser tests (on Debian: apt install npm)." >&2
    exit 1
}
mkdir -p .build/axe
cp tools/axe/package.json .build/axe/
npm install --prefix .build/axe --no-audit --no-fund --no-package-lock --ignore-scripts >.build/axe.log 2>&1 || {
    tail -n 15 .build/axe.log >&2
    echo "axe-core was not installed; .build/axe.log has the whole output." >&2
    exit 1
}
echo "$wanted" >.build/axe.stamp
