"""Print the pins of a buildout's versions file as requirements for pip.

``python tools/pins.py versions.cfg > requirements.txt``; standard library only,
because it runs before anything is installed.
"""

from configparser import RawConfigParser

import sys


def read_pins(path):
    """The pins of the ``[versions]`` section as a list of (name, version)."""
    parser = RawConfigParser(delimiters=("=",))
    parser.optionxform = str
    with open(path, encoding="utf-8") as source:
        parser.read_file(source)
    return parser.items("versions")


def main(arguments):
    if len(arguments) != 1:
        raise SystemExit("usage: pins.py VERSIONS.CFG")
    for name, version in read_pins(arguments[0]):
        print(f"{name}=={version}")


if __name__ == "__main__":
    main(sys.argv[1:])
