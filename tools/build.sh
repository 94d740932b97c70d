#!/bin/sh
# Build what is needed to run, test and lint, and only what changed:
#   .venv/      a virtual environment with the pins of versions.cfg
#   bin/        the instance and the test runner, made by the buildout
# Each stage leaves a stamp in .build/ with a checksum of what it was made from.
# PYTHON names the interpreter; without it the first of 3.11-3.13 that is found.
set -eu
cd "$(dirname "$0")/.."

SUPPORTED="3.11, 3.12 or 3.13 (but not 3.13.0)"
VENV_HINT="has no venv module: install it (on Debian: apt install python3-venv)."

fail() {
    printf '%s\n' "$*" >&2
    exit 1
}

# "3.11" and so on; nothing when the interpreter does not run. Told apart is
# 3.13.0, whose pickle does not let CMFEditions save a version.
version_of() {
    "$1" -c 'import sys; v = sys.version_info; print("%d.%d" % v[:2] + ".0" * (v[:3] == (3, 13, 0)))' 2>/dev/null || true
}

is_supported() {
    case "$1" in 3.11 | 3.12 | 3.13) return 0 ;; *) return 1 ;; esac
}

has_venv() {
    "$1" -c 'import venv, ensurepip' >/dev/null 2>&1
}

check_named_python() {
    found=$(version_of "$PYTHON")
    [ -n "$found" ] || fail "PYTHON=$PYTHON is not a Python that runs: give the path of Python $SUPPORTED."
    is_supported "$found" || fail "PYTHON=$PYTHON is Python $found: Python $SUPPORTED is needed."
    has_venv "$PYTHON" || fail "PYTHON=$PYTHON $VENV_HINT"
}

find_python() {
    seen=""
    without_venv=""
    for candidate in python3 python3.11 python3.12 python3.13; do
        found=$(version_of "$candidate")
        [ -z "$found" ] || seen="$seen $found"
        is_supported "$found" || continue
        if has_venv "$candidate"; then
            PYTHON=$candidate
            return
        fi
        without_venv=$candidate
    done
    [ -z "$without_venv" ] || fail "$without_venv $VENV_HINT"
    [ -z "$seen" ] || fail "Python $SUPPORTED is needed, found only$seen: install one, or name it with PYTHON=."
    fail "Python $SUPPORTED is needed: install it (on Debian: apt install python3 python3-venv), or name it with PYTHON=."
}

check_compiler() {
    for compiler in "${CC:-cc}" gcc clang; do
        ! command -v "$compiler" >/dev/null 2>&1 || return 0
    done
    fail "A C compiler is needed to build parts of Zope: install one (on Debian: apt install gcc python3-dev)."
}

# The first line of a script, which names its interpreter, takes no spaces.
check_path() {
    case "$PWD" in *[[:space:]]*) fail "The path of this checkout, $PWD, has a space in it, which buildout cannot work with: move it." ;; esac
}

checksum() {
    cat "$@" | cksum
}

is_stamped() {
    [ -f ".build/$1.stamp" ] && [ "$(cat ".build/$1.stamp")" = "$2" ]
}

# Runs a command with its output in .build/<name>.log, the end of it shown when it fails.
logged() {
    name=$1
    shift
    "$@" >".build/$name.log" 2>&1 || {
        tail -n 15 ".build/$name.log" >&2
        fail "The build stopped at $name; .build/$name.log has the whole output."
    }
}

wait_for_other_builds() {
    mkdir -p .build
    if command -v flock >/dev/null 2>&1; then
        exec 9>.build/lock
        flock 9
    fi
}

# A virtual environment holds absolute paths, so a moved checkout needs another.
venv_is_usable() {
    is_stamped venv "$PWD $1" && [ -x .venv/bin/pip ] && [ "$(version_of .venv/bin/python)" = "$1" ]
}

make_venv() {
    if [ -n "${PYTHON:-}" ]; then
        check_named_python
        wanted=$(version_of "$PYTHON")
    else
        wanted=$(version_of .venv/bin/python)
    fi
    ! venv_is_usable "$wanted" || return 0
    [ -n "${PYTHON:-}" ] || find_python
    check_compiler
    rm -f .build/*.stamp
    echo "Making a virtual environment with $PYTHON (Python $(version_of "$PYTHON"))."
    logged venv "$PYTHON" -m venv --clear .venv
    echo "$PWD $(version_of .venv/bin/python)" >.build/venv.stamp
}

install_pins() {
    .venv/bin/python tools/pins.py versions.cfg >.build/requirements.txt
    pins=$(checksum .build/requirements.txt)
    ! is_stamped pip "$pins" || return 0
    check_compiler
    echo "Installing the $(wc -l <.build/requirements.txt) pinned distributions: one to three minutes the first time."
    logged pip .venv/bin/python -m pip install --disable-pip-version-check --requirement .build/requirements.txt
    echo "$pins" >.build/pip.stamp
    rm -f .build/buildout.stamp
}

run_buildout() {
    parts=$(checksum setup.py buildout.cfg base.cfg versions.cfg)
    ! { is_stamped buildout "$parts" && [ -x bin/instance ] && [ -x bin/test ]; } || return 0
    echo "Running the buildout."
    logged buildout .venv/bin/buildout -N
    echo "$parts" >.build/buildout.stamp
}

check_path
wait_for_other_builds
make_venv
install_pins
run_buildout
