"""The members of a form: names of parties and lots into UIDs, files into what is kept.

What is wrong is added to ``found``, so that one answer tells everything.
"""

from imio.centrale import codes
from imio.centrale import registers
from imio.centrale.content.centrale import ICentrale
from imio.centrale.content.mission import IMissionRequest
from imio.centrale.domain.numbers import enterprise_number
from imio.centrale.domain.reasons import reason
from imio.centrale.intake.uploads import stored
from imio.centrale.lookup import ancestor
from imio.centrale.services.base import wrong
from imio.centrale.services.errors import BadInput


AUTHORITY = "imio.centrale.LocalAuthority"
SUPPLIER = "imio.centrale.Supplier"
UNKNOWN = {AUTHORITY: "unknown_authority", SUPPLIER: "unknown_supplier"}


def check_names(data, names, path=""):
    """``BadInput`` for members that the form does not have: they would be lost."""
    unknown = sorted(data.keys() - set(names))
    if unknown:
        raise BadInput(
            [reason("unknown_member", f"{path}{name}", name=name) for name in unknown]
        )


def given(values):
    """The values that the form gives; null is as if it were left out."""
    return {name: value for name, value in values.items() if value is not None}


def number_in(data, name):
    """A number that people give to a thing, as text; programs may send a whole number."""
    value = data.get(name)
    if type(value) is int:
        return str(value)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise wrong(name)
    return value.strip()


def object_in(data, name, names):
    """An object of the form with no other members than these; empty when left out."""
    value = data.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise wrong(name)
    check_names(value, names, f"{name}.")
    return value


def list_in(data, name, longest):
    """A list of the form, empty when left out, of so many values at most."""
    value = data.get(name)
    if value is None:
        return []
    if not isinstance(value, list):
        raise wrong(name)
    if len(value) > longest:
        raise BadInput([reason("too_many_values", name, limit=longest)])
    return value


def party_in(data, name, portal_type, found):
    """The UID of the party with that enterprise number; dots and BE do not matter."""
    value = data.get(name)
    if value is not None and not isinstance(value, str):
        found += wrong(name).reasons
        return None
    try:
        uid = registers.party_with(portal_type, enterprise_number(value or ""))
    except ValueError:
        found.append(reason("enterprise_number_wrong", name))
        return None
    if uid is None:
        found.append(reason(UNKNOWN[portal_type], name))
    return uid


def lot_in(centrale, data, name, path, found):
    """The UID of the lot of the centrale with that number."""
    try:
        number = number_in(data, name)
    except BadInput:
        found += wrong(path).reasons
        return None
    uid = registers.lot_with(centrale, number) if number else None
    if uid is None:
        found.append(reason("unknown_lot", path))
    return uid


def mission_in(centrale, data):
    """The mission of the centrale with that tracking code, or ``BadInput``."""
    mission = codes.mission_with(number_in(data, "tracking_code"))
    if not IMissionRequest.providedBy(mission) or (
        ancestor(mission, ICentrale).UID() != centrale.UID()
    ):
        raise BadInput([reason("unknown_mission", "tracking_code")])
    return mission


def document(value, path, uploads):
    """A file of the form as the deserializer of its field reads it."""
    if isinstance(value, dict) and "tus" in value:
        return stored(uploads.open(upload_in(value, path), path))
    return value


def upload_in(value, path):
    """The upload that a file refers to, as text."""
    if not isinstance(value["tus"], str) or len(value) > 1:
        raise wrong(path)
    return value["tus"]


def marked(value, path, uploads):
    """The same value with the mark of each upload in the place of its address."""
    if isinstance(value, dict) and "tus" in value:
        return {"tus": uploads.mark(upload_in(value, path), path)}
    if isinstance(value, list):
        return [marked(each, f"{path}.{i}", uploads) for i, each in enumerate(value)]
    return value
