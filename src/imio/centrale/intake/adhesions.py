"""The interest of an authority, and its adhesion once the deliberation is there."""

from imio.centrale import adhesions
from imio.centrale.domain.adhesion import activation_reasons
from imio.centrale.domain.reasons import Refused
from imio.centrale.intake.making import fill
from imio.centrale.intake.making import make as make_object
from imio.centrale.intake.reading import AUTHORITY
from imio.centrale.intake.reading import check_names
from imio.centrale.intake.reading import document
from imio.centrale.intake.reading import given
from imio.centrale.intake.reading import list_in
from imio.centrale.intake.reading import lot_in
from imio.centrale.intake.reading import party_in
from imio.centrale.services.base import wrong
from imio.centrale.workflows.state import move
from imio.centrale.workflows.state import state_of


NAME = "adhesions"
FIELDS = ("users_count", "interest_date", "organ", "deliberation_date", "deliberation")
MEMBERS = ("authority", "interests", *FIELDS)
MOST_LOTS = 200


def make(centrale, data, reference, uploads):
    """The interest is declared; with the deliberation, the adhesion is submitted.

    A deliberation that comes later completes the interest that was declared before.
    """
    found = []
    authority = party_in(data, "authority", AUTHORITY, found)
    values = values_in(centrale, data, uploads, found)
    declared = adhesions.adhesion_in(centrale, authority) if authority else None
    if declared is not None and state_of(declared) == "interest" and decided(data):
        fill(declared, values, found)
    else:
        values["authority"] = authority
        room = centrale["adhesions"]
        declared = make_object(room, "imio.centrale.Adhesion", values, found)
    if decided(data):
        submit(declared)
    return declared


def values_in(centrale, data, uploads, found):
    """The fields that the form gives."""
    values = given({name: data.get(name) for name in FIELDS})
    if decided(data):
        values["deliberation"] = document(data["deliberation"], "deliberation", uploads)
    if data.get("interests") is not None:
        values["interests"] = interests_in(centrale, data, found)
    return values


def decided(data):
    """Whether the deliberation comes with the form."""
    return bool(data.get("deliberation"))


def interests_in(centrale, data, found):
    """Each lot by its number, with the most that may be spent on it."""
    rows = []
    for index, row in enumerate(list_in(data, "interests", MOST_LOTS)):
        path = f"interests.{index}"
        if not isinstance(row, dict):
            raise wrong(path)
        check_names(row, ("lot", "max_amount"), f"{path}.")
        lot = lot_in(centrale, row, "lot", f"{path}.lot", found)
        rows.append({"lot": lot, "max_amount": row.get("max_amount")})
    return rows


def submit(adhesion):
    """Submit it; what its activation would ask for is asked for now."""
    reasons = activation_reasons(
        adhesion.deliberation is not None, adhesion.deliberation_date, adhesion.organ
    )
    if reasons:
        raise Refused(reasons)
    move(adhesion, "submit")
