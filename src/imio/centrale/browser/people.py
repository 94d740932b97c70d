"""Whom to call about a dossier: the authority, the supplier, the agents who acted."""

from imio.centrale import _
from imio.centrale import missions
from imio.centrale.browser import showing
from imio.centrale.browser.showing import Cell
from imio.centrale.browser.showing import Fact
from imio.centrale.parties import may_view
from plone import api
from zope.i18n import translate


AGENT_ROLE = "Centrale Manager"


def people_of(mission, events, request):
    """Those who have something to do with it, as facts; ``events`` are its history."""
    found = [
        (_("Contact of the authority"), _authority_cells(mission)),
        (_("Designated supplier"), _supplier_cells(missions.supplier_of(mission))),
        (_("Agents who acted"), _agent_cells(events)),
    ]
    return [
        Fact(translate(label, context=request), cells)
        for label, cells in found
        if cells
    ]


def _authority_cells(mission):
    phone = mission.contact_phone
    mail = mission.contact_email
    cells = (
        Cell(mission.contact_name),
        Cell(mail, f"mailto:{mail}"),
        Cell(phone or "", f"tel:{phone}"),
    )
    return tuple(cell for cell in cells if cell)


def _supplier_cells(supplier):
    """Whoever views the mission may write; its people are for those who may view it."""
    if supplier is None:
        return ()
    cells = [
        showing.link(supplier),
        Cell(supplier.email, f"mailto:{supplier.email}"),
    ]
    if may_view(supplier):
        cells += [
            Cell(" – ".join(filter(None, (row.get("name"), row.get("phone")))))
            for row in supplier.contacts or ()
        ]
    return tuple(cell for cell in cells if cell)


def _agent_cells(events):
    """The latest first, each once, with the last day of an act."""
    found = {}
    for event in reversed(events):
        found.setdefault(event.actor_id, event)
    return tuple(
        Cell(f"{event.actor} ({showing.day(event.date)})")
        for actor_id, event in found.items()
        if _is_agent(actor_id)
    )


def _is_agent(user_id):
    """Whether that user works for the centrale today."""
    member = api.user.get(userid=user_id) if user_id else None
    return member is not None and AGENT_ROLE in member.getRoles()
