"""The closure files of before: their UBL invoices are read, their figures are kept."""

from imio.centrale import closures
from imio.centrale import invoices
from imio.centrale import missions
from imio.centrale.corrections import CLOSURE
from imio.centrale.domain.reasons import Refused
from imio.centrale.upgrades.reading import every
from imio.centrale.upgrades.reading import give_permission
from plone import api


COLUMN = "indicator_results"


def upgrade():
    """Nothing that was typed changes, and nothing that was accepted is judged again.

    An invoice that would be refused today stays, as a document beside what was typed.
    """
    give_permission(
        closures.VIEW_CHECKS, ["Manager", "Centrale Manager", "Centrale Auditor"]
    )
    catalog = api.portal.get_tool("portal_catalog")
    if COLUMN not in catalog.schema():
        catalog.addColumn(COLUMN)
    for closure in every(CLOSURE):
        closure.invoice_read = invoice_of(closure)


def invoice_of(closure):
    """What the machine reads of its invoice, ``None`` for any that it does not."""
    code = missions.mission_of(closure).tracking_code
    try:
        return invoices.read(closure.invoice, code)
    except Refused:
        return None
