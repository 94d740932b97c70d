"""Check release packages against the schemas of OCDS, as strictly as can be.

``check_ocds.py SCHEMAS PACKAGE…``: the folder SCHEMAS has the release-package-schema.json
and release-schema.json of OCDS 1.1.5, and the release-schema.json of each extension under
another name; our own extension is added. A member that no schema knows is a fault.
``docs/how-to/publish-ocds.rst`` says where the schemas are.
"""

from imio import centrale
from jsonschema import Draft4Validator
from pathlib import Path

import json
import sys


OWN = Path(centrale.__file__).parent / "browser/static/ocds/release-schema.json"
PACKAGE, RELEASE = "release-package-schema.json", "release-schema.json"
#: of the extension "pagination", which patches the package
LINKS = {"properties": {"links": {"type": "object"}}}
SHOWN = 20


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


def read(path):
    return json.loads(Path(path).read_text(encoding="utf-8"))


def schema_in(folder):
    """The schema of a package with all extensions; it knows every member there is."""
    release = read(folder / RELEASE)
    patches = [*sorted(folder.glob("*.json")), OWN]
    for path in patches:
        if path.name not in (PACKAGE, RELEASE) or path == OWN:
            release = merged(release, read(path))
    package = merged(read(folder / PACKAGE), LINKS)
    definitions = release.pop("definitions")
    for each in (package, release, *definitions.values()):
        if "properties" in each:
            each["additionalProperties"] = False
    package["properties"]["releases"]["items"] = {"$ref": "#/definitions/Release"}
    package["definitions"] = {**definitions, "Release": without_id(release)}
    return without_id(package)


def without_id(schema):
    """References are to this file, not to the address of the standard."""
    return {name: value for name, value in schema.items() if name != "id"}


def main(folder, *packages):
    validator = Draft4Validator(schema_in(Path(folder)))
    found = 0
    for path in packages:
        package = read(path)
        errors = list(validator.iter_errors(package))
        found += len(errors)
        print(f"{path}: {len(package['releases'])} releases, {len(errors)} faults")
        for error in errors[:SHOWN]:
            place = "/".join(map(str, error.absolute_path))
            print(f"  {place}: {error.message[:200]}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
