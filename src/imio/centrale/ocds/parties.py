"""Who takes part: organisations once each, with all their roles."""

from imio.centrale.ocds.records import Party
from imio.centrale.ocds.values import compact
from imio.centrale.ocds.values import digest
from imio.centrale.ocds.values import ENTERPRISE_SCHEME


PROVINCES = {
    "hainaut": "Hainaut",
    "liege": "Liège",
    "luxembourg": "Luxembourg",
    "namur": "Namur",
    "brabant_wallon": "Brabant wallon",
}


def id_of(party: Party) -> str:
    """Scheme and enterprise number, or a number of our own that says nothing."""
    if party.number:
        return f"{ENTERPRISE_SCHEME}-{party.number}"
    return f"org-{digest(f'party {party.key}', 16)}"


def reference(party: Party | None) -> dict | None:
    """An organisation where another object speaks of it."""
    return None if party is None else {"id": id_of(party), "name": party.name}


class Parties:
    """The ``parties`` of one release, in the order in which they are first named."""

    def __init__(self):
        self.found: dict[str, tuple[Party, list[str]]] = {}

    def add(self, party: Party | None, *roles: str) -> dict | None:
        """Note what it does here; gives the reference to it."""
        if party is None:
            return None
        _party, known = self.found.setdefault(id_of(party), (party, []))
        known += [role for role in roles if role not in known]
        return reference(party)

    def as_json(self) -> list[dict]:
        return [_organization(party, roles) for party, roles in self.found.values()]


def _organization(party: Party, roles: list[str]) -> dict:
    return compact(
        {
            "id": id_of(party),
            "name": party.name,
            "identifier": _identifier(party),
            "address": _address(party),
            "roles": list(roles),
        }
    )


def _identifier(party: Party) -> dict | None:
    if not party.number:
        return None
    return {
        "scheme": ENTERPRISE_SCHEME,
        "id": party.number,
        "legalName": party.name,
    }


def _address(party: Party) -> dict | None:
    """The province alone: an address may be somebody's home."""
    if party.province not in PROVINCES:
        return None
    return {"region": PROVINCES[party.province], "countryName": "Belgique"}
