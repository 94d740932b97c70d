"""What the standards themselves say of a package of OCDS and of an order in UBL.

``tools/schemas.sh`` puts their schemas into the folder that ``SCHEMAS`` names.
"""

from datetime import datetime
from decimal import Decimal
from functools import cache
from imio import centrale
from jsonschema import Draft4Validator
from jsonschema import FormatChecker
from jsonschema import validators
from lxml import etree
from pathlib import Path
from urllib.parse import urlsplit

import json
import os
import re


OWN = Path(centrale.__file__).parent / "browser/static/ocds/release-schema.json"
#: of the extension "pagination", which patches the package
LINKS = {"properties": {"links": {"type": "object"}}}
#: "date-time" of RFC 3339: a date, a time and an offset
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
#: A checker has none of the two formats in the schemas without a library for each.
FORMATS = FormatChecker(formats=())


@FORMATS.checks("date-time", raises=ValueError)
def is_instant(found):
    """Draft 4 asks for a format where there is a text; the type is another rule."""
    if not isinstance(found, str):
        return True
    return bool(INSTANT.fullmatch(found) and datetime.fromisoformat(found))


@FORMATS.checks("uri", raises=ValueError)
def is_uri(found):
    if not isinstance(found, str):
        return True
    return bool(urlsplit(found).scheme) and not re.search(r"\s", found)


def folder():
    return Path(os.environ["SCHEMAS"])


def read(path):
    return json.loads(Path(path).read_text(encoding="utf-8"))


def merged(target, patch):
    """A JSON Merge Patch applied (RFC 7396)."""
    if not isinstance(patch, dict):
        return patch
    result = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        else:
            result[name] = merged(result.get(name), value)
    return result


def without_names(schema):
    """References are to this schema, not to an address; and it is read as we say."""
    return {name: schema[name] for name in schema if name not in ("id", "$schema")}


def packaged(package, release):
    """The schema of a package with that of its releases in it."""
    package = merged(package, {})
    definitions = release.pop("definitions")
    package["properties"]["releases"]["items"] = {"$ref": "#/definitions/Release"}
    package["definitions"] = {**definitions, "Release": without_names(release)}
    return without_names(package)


def standard():
    """OCDS 1.1.5 as it is."""
    ocds = folder() / "ocds"
    return packaged(
        read(ocds / "release-package-schema.json"), read(ocds / "release-schema.json")
    )


def closed():
    """With the registered extensions and our own; it knows every member there is.

    What an extension changes of the standard is undone: nobody uses them all.
    """
    ocds = folder() / "ocds"
    release = read(ocds / "extended-release-schema.json")
    for patch in (ocds / "release-schema.json", OWN):
        release = merged(release, read(patch))
    package = merged(read(ocds / "release-package-schema.json"), LINKS)
    for each in (package, release, *release["definitions"].values()):
        if "properties" in each:
            each["additionalProperties"] = False
    return packaged(package, release)


def is_integer(_checker, found):
    """Numbers are read as ``Decimal``, which keeps what was written."""
    return isinstance(found, Decimal) and found.as_tuple().exponent == 0


@cache
def ocds_validators():
    exact = Draft4Validator.TYPE_CHECKER.redefine("integer", is_integer)
    validator = validators.extend(Draft4Validator, type_checker=exact)
    return [
        validator(schema(), format_checker=FORMATS) for schema in (standard, closed)
    ]


def ocds_faults(package):
    """What OCDS 1.1.5 refuses, then what neither it nor an extension knows.

    The package is one of ``tests/ocds.py``, its numbers exact.
    """
    return [
        f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}"
        for validator in ocds_validators()
        for error in validator.iter_errors(package)
    ]


@cache
def order_schema():
    path = folder() / "ubl/maindoc/UBL-Order-2.1.xsd"
    return etree.XMLSchema(etree.parse(path, etree.XMLParser(no_network=True)))


def order_faults(content):
    """What the schema of an order of UBL 2.1 refuses in a file."""
    schema = order_schema()
    schema.validate(etree.fromstring(content))
    return [f"{error.line}: {error.message}" for error in schema.error_log]
