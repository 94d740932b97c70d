"""A mission request: one authority, one lot, one tracking code, five steps."""

from imio.centrale import _
from imio.centrale.content.base import CentraleContainer
from imio.centrale.fields import Identifier
from imio.centrale.fields import MailAddress
from imio.centrale.fields import Reference
from imio.centrale.fields import Rows
from imio.centrale.fields.rows import no_rows
from imio.centrale.interfaces import ICentraleContent
from plone.autoform import directives
from plone.supermodel import model
from zope import schema
from zope.interface import implementer


class IDerogationRow(model.Schema):
    """A deadline of the subsidy, later for this dossier; who decided it, and why."""

    deadline = schema.Choice(
        title=_("Deadline"), vocabulary="imio.centrale.subsidy_deadlines"
    )
    until = schema.Datetime(title=_("Extended until"))
    note = schema.TextLine(title=_("Reason"), max_length=5000)
    actor = schema.TextLine(title=_("Decided by"))
    at = schema.Datetime(title=_("Decided on"))


class IMissionRequest(ICentraleContent, model.Schema):
    """Once submitted, its authority and its lot stay."""

    directives.write_permission(
        authority="imio.centrale.EditDeclaredData",
        lot="imio.centrale.EditDeclaredData",
    )
    title = schema.TextLine(
        title=_("Subject of the request"),
        description=_("In a few words, what you need."),
        max_length=255,
    )
    authority = Reference(
        title=_("Authority"),
        target="imio.centrale.LocalAuthority",
        vocabulary="imio.centrale.authorities",
    )
    lot = Reference(
        title=_("Lot"), target="imio.centrale.Lot", vocabulary="imio.centrale.lots"
    )
    description = schema.Text(
        title=_("Description of the need"),
        max_length=20000,
        required=False,
        default="",
    )
    contact_name = schema.TextLine(title=_("Contact: name"), max_length=150)
    contact_email = MailAddress(
        title=_("Contact: e-mail"),
        description=_("Receives the confirmation with the tracking code."),
    )
    contact_phone = schema.TextLine(
        title=_("Contact: phone"), max_length=50, required=False
    )
    options = schema.List(
        title=_("Options"),
        description=_("Codes of the options of the lot that you need, one a line."),
        value_type=schema.TextLine(max_length=50),
        required=False,
        missing_value=[],
        defaultFactory=no_rows,
    )
    external_id = Identifier(
        title=_("External reference"), max_length=200, required=False
    )
    directives.mode(tracking_code="display", supplier="display")
    tracking_code = schema.TextLine(
        title=_("Tracking code"), required=False, readonly=True
    )
    directives.mode(derogations="display")
    directives.read_permission(derogations="imio.centrale.ViewSubsidy")
    derogations = Rows(
        IDerogationRow,
        title=_("Deadlines extended for this dossier"),
        required=False,
        readonly=True,
    )
    supplier = Reference(
        title=_("Designated supplier"),
        target="imio.centrale.Supplier",
        vocabulary="imio.centrale.suppliers",
        required=False,
        readonly=True,
    )


@implementer(IMissionRequest)
class MissionRequest(CentraleContainer):
    """Holds its consultations, offers, orders, closure files and documents."""

    #: UID of the inventory version in force when the supplier was designated
    inventory = None
    #: when the supplier was designated (aware datetime)
    assigned = None
    #: why it was cancelled or declared unsuccessful
    outcome_reason = None
    outcome_note = ""
