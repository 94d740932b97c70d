"""A lot of a market: what can be asked for, and who answers."""

from AccessControl import ClassSecurityInfo
from AccessControl.class_init import InitializeClass
from collective.z3cform.datagridfield.datagridfield import DataGridFieldWidgetFactory
from imio.centrale import _
from imio.centrale.content.base import CentraleContainer
from imio.centrale.domain.cascade import Rank
from imio.centrale.domain.money import ZERO
from imio.centrale.fields import Identifier
from imio.centrale.fields import Money
from imio.centrale.fields import Reference
from imio.centrale.fields import Rows
from imio.centrale.interfaces import ICentraleContent
from plone.autoform import directives
from plone.supermodel import model
from zope import schema
from zope.interface import implementer
from zope.interface import Invalid
from zope.interface import invariant


class IRankRow(model.Schema):
    """One place in the ranking of a lot."""

    rank = schema.Int(title=_("Rank"), min=1)
    supplier = Reference(
        title=_("Supplier"),
        target="imio.centrale.Supplier",
        vocabulary="imio.centrale.suppliers",
    )
    valid_from = schema.Date(title=_("Valid from"), required=False)
    valid_to = schema.Date(title=_("Valid to"), required=False)
    status = schema.Choice(
        title=_("Status"),
        vocabulary="imio.centrale.rank_statuses",
        default="active",
        required=False,
    )


class IOptionRow(model.Schema):
    """Something a member may activate within the lot [Hainaut] 002, point 20."""

    code = schema.TextLine(title=_("Code"), max_length=50)
    label = schema.TextLine(title=_("Label"), max_length=255)
    kind = schema.Choice(
        title=_("Kind"), vocabulary="imio.centrale.option_kinds", required=False
    )


class IIndicatorDefinition(model.Schema):
    """What the report at the end of a mission has to tell."""

    code = schema.TextLine(title=_("Code"), max_length=50)
    label = schema.TextLine(title=_("Label"), max_length=255)
    unit = schema.TextLine(title=_("Unit"), max_length=50, required=False, default="")
    kind = schema.Choice(title=_("Kind"), vocabulary="imio.centrale.indicator_kinds")
    target = schema.TextLine(
        title=_("Target"),
        description=_("To be reached or passed, unless it says otherwise: ≤ 5."),
        max_length=100,
        required=False,
        default="",
    )
    required = schema.Bool(title=_("Asked for"), required=False, default=True)


class ILot(ICentraleContent, model.Schema):
    """The ranking is known to the agents and auditors only."""

    title = schema.TextLine(title=_("Name of the lot"), max_length=255)
    number = Identifier(
        title=_("Number"),
        description=_("Unique in the centrale."),
        max_length=20,
    )
    description = schema.Text(
        title=_("Functional content"), max_length=20000, required=False, default=""
    )
    award_mode = schema.Choice(
        title=_("Award mode"), vocabulary="imio.centrale.award_modes"
    )
    directives.read_permission(ranking="imio.centrale.ViewRanking")
    directives.write_permission(ranking="imio.centrale.ViewRanking")
    directives.widget("ranking", DataGridFieldWidgetFactory, allow_reorder=True)
    ranking = Rows(IRankRow, title=_("Ranking of the suppliers"))
    answer_delay_days = schema.Int(
        title=_("Time to answer (business days)"), min=1, max=250, default=5
    )
    lead_time_days = schema.Int(
        title=_("Lead time promised (days)"),
        description=_("Calendar days from the order to the delivery, for the public."),
        min=1,
        max=3650,
        required=False,
    )
    ceiling_excl_vat = Money(
        title=_("Ceiling excluding VAT (€)"), min=ZERO, required=False
    )
    directives.widget("options", DataGridFieldWidgetFactory, allow_reorder=True)
    options = Rows(IOptionRow, title=_("Options"))
    directives.widget("indicators", DataGridFieldWidgetFactory, allow_reorder=True)
    indicators = Rows(
        IIndicatorDefinition,
        title=_("Result indicators"),
        description=_(
            "The supplier reports on each of them in the closure file. Without any, it writes its own."
        ),
    )
    directives.read_permission(
        withheld="imio.centrale.ViewRanking",
        withheld_reason="imio.centrale.ViewRanking",
    )
    withheld = schema.Bool(
        title=_("Left out of the open data"),
        description=_(
            "For a sensitive lot: the public sees nothing of it, nor of its orders, in "
            "the catalogue, the figures and the open data (OCDS), where the market says "
            "how many of its lots are withheld. Members still find it in the catalogue."
        ),
        required=False,
        default=False,
    )
    withheld_reason = schema.Text(
        title=_("Why it is left out"),
        description=_("For agents and auditors; it is not published."),
        max_length=5000,
        required=False,
        default="",
    )

    @invariant
    def says_why_it_is_withheld(data):
        if data.withheld and not (data.withheld_reason or "").strip():
            raise Invalid(_("Say why the lot is left out of the open data."))


@implementer(ILot)
class Lot(CentraleContainer):
    """Holds the price inventories (annexe B) of its suppliers."""

    security = ClassSecurityInfo()

    #: what missions hold of its ceiling (``ceiling_book.CeilingBook``)
    ceiling_book = None
    #: the award mode as it was last saved
    kept_award_mode = None

    @property
    def is_direct(self):
        return self.award_mode == "direct"

    @security.private
    def ranks(self):
        """The ranking as the domain reads it."""
        return [
            Rank(
                rank=row["rank"],
                supplier=row["supplier"],
                valid_from=row.get("valid_from"),
                valid_to=row.get("valid_to"),
                status=row.get("status") or "active",
            )
            for row in self.ranking or ()
        ]


InitializeClass(Lot)
