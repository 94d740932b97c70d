"""Annexe B: the price inventory of one supplier for one lot, in one version."""

from AccessControl import ClassSecurityInfo
from AccessControl.class_init import InitializeClass
from collective.z3cform.datagridfield.datagridfield import DataGridFieldWidgetFactory
from imio.centrale import _
from imio.centrale.content.base import CentraleItem
from imio.centrale.domain.money import ZERO
from imio.centrale.domain.pricing import InventoryLine
from imio.centrale.domain.pricing import InventoryVersion
from imio.centrale.fields import Identifier
from imio.centrale.fields import Reference
from imio.centrale.fields import Rows
from imio.centrale.fields import UnitPrice
from imio.centrale.interfaces import ICentraleContent
from plone.autoform import directives
from plone.namedfile.field import NamedBlobFile
from plone.supermodel import model
from zope import schema
from zope.interface import implementer
from zope.interface import Invalid
from zope.interface import invariant


class IInventoryRow(model.Schema):
    """One line of annexe B."""

    code = schema.TextLine(title=_("Code"), max_length=50)
    label = schema.TextLine(title=_("Label"), max_length=500)
    unit = schema.TextLine(title=_("Unit"), max_length=50, required=False, default="")
    unit_price = UnitPrice(title=_("Unit price excluding VAT (€)"), min=ZERO)
    vat_rate = schema.Choice(
        title=_("VAT"), vocabulary="imio.centrale.vat_rates", default="21"
    )
    option = schema.TextLine(
        title=_("Option"), max_length=50, required=False, default=""
    )


class IPriceInventory(ICentraleContent, model.Schema):
    """Published, it does not change any more; a new version supersedes it from its date."""

    supplier = Reference(
        title=_("Supplier"),
        target="imio.centrale.Supplier",
        vocabulary="imio.centrale.suppliers",
    )
    version = Identifier(title=_("Version"), max_length=20)
    valid_from = schema.Date(title=_("Valid from"))
    valid_to = schema.Date(title=_("Valid to"), required=False)
    directives.widget("lines", DataGridFieldWidgetFactory, allow_reorder=True)
    lines = Rows(IInventoryRow, title=_("Lines"))
    source_file = NamedBlobFile(
        title=_("Annexe B as the supplier filled it in"), required=False
    )

    @invariant
    def ends_after_it_starts(data):
        if data.valid_from and data.valid_to and data.valid_to < data.valid_from:
            raise Invalid(_("The inventory ends before it starts."))


def line_of(row):
    """A row as the domain reads it."""
    return InventoryLine(
        code=row["code"],
        label=row["label"],
        unit=row.get("unit") or "",
        unit_price=row["unit_price"],
        vat_rate=row["vat_rate"],
        option=row.get("option") or "",
    )


def row_of(line):
    """A line of the domain as it is stored."""
    return {
        "code": line.code,
        "label": line.label,
        "unit": line.unit,
        "unit_price": line.unit_price,
        "vat_rate": line.vat_rate,
        "option": line.option,
    }


@implementer(IPriceInventory)
class PriceInventory(CentraleItem):
    """Prices are ceilings for the offers that rest on them."""

    security = ClassSecurityInfo()

    @security.private
    def inventory_lines(self):
        """The lines as the domain reads them: made once, until ``lines`` is replaced.

        Thousands of them are read for each offer. Rows are replaced, never changed.
        """
        rows = self.lines
        kept = getattr(self, "_v_inventory_lines", None)
        if kept is None or kept[0] is not rows:
            kept = (rows, tuple(line_of(row) for row in rows or ()))
            self._v_inventory_lines = kept
        return kept[1]

    @security.private
    def as_version(self):
        return InventoryVersion(
            uid=self.UID(),
            version=self.version,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
        )


InitializeClass(PriceInventory)
