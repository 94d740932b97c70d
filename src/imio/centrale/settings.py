"""What a site administrator decides, kept in the registry; no restart is needed."""

from imio.centrale import _
from plone import api
from plone.supermodel import model
from zope import schema

import re


PREFIX = "imio.centrale"
_LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
#: two labels or more, in small letters, without scheme, port or path (RFC 1123, 2.1)
_HOST = re.compile(rf"{_LABEL}(\.{_LABEL})+")
_OCDS_PREFIX = re.compile(r"ocds-[a-z0-9]{6}")


class NotAnOcdsPrefix(schema.ValidationError):
    __doc__ = _("A prefix is “ocds-” and six small letters or figures.")


def is_host(text):
    """Whether it is the name of a host, and nothing else."""
    return bool(_HOST.fullmatch(text))


def is_ocds_prefix(text):
    """As the register of OCDS gives them; raises ``NotAnOcdsPrefix``."""
    if not _OCDS_PREFIX.fullmatch(text):
        raise NotAnOcdsPrefix(text)
    return True


class ICentraleSettings(model.Schema):
    """Prefix of the records: ``imio.centrale``."""

    model.fieldset(
        "published",
        label=_("What the public sees"),
        fields=["public_figures", "publish_suppliers", "publish_ocds", "ocds_prefix"],
    )
    public_figures = schema.Bool(
        title=_("Publish the figures"),
        description=_(
            "Anybody may read totals: members, orders, amounts, lead times. What "
            "concerns fewer than three authorities or dossiers is left out."
        ),
        default=True,
        required=False,
    )
    publish_suppliers = schema.Bool(
        title=_("Publish the suppliers of the lots"),
        description=_(
            "The catalogue names who holds each lot, without ranks or prices."
        ),
        default=True,
        required=False,
    )
    publish_ocds = schema.Bool(
        title=_("Publish the open data"),
        description=_(
            "Anybody may read the OCDS releases of markets and orders; they hold no "
            "personal data."
        ),
        default=True,
        required=False,
    )
    ocds_prefix = schema.ASCIILine(
        title=_("OCDS prefix"),
        description=_(
            "Begins the number of each contracting process (ocid). Ask the Open "
            "Contracting Partnership for that of your organisation, before anything is "
            "published: later changes break the links of those who read it. "
            "“ocds-imio00” is an example."
        ),
        default="ocds-imio00",
        constraint=is_ocds_prefix,
    )

    model.fieldset(
        "time",
        label=_("Days and delays"),
        fields=[
            "warning_days",
            "centrale_days",
            "closing_days",
            "enquiry_retention_months",
        ],
    )
    warning_days = schema.Int(
        title=_("Days of warning before a due date"),
        description=_("From then on the workplaces show that it comes near."),
        min=0,
        max=60,
        default=2,
    )
    centrale_days = schema.Int(
        title=_("Business days the centrale gives itself to act"),
        description=_(
            "What waits longer for an agent is shown as overdue in “My work”. 0 sets no "
            "due date."
        ),
        min=0,
        max=60,
        default=5,
    )
    closing_days = schema.Tuple(
        title=_("Closing days"),
        description=_(
            "Days on which nobody is expected to answer, besides weekends and the "
            "Belgian public holidays; one a line: 02/11/2026. They count for the "
            "consultations that are sent from now on, not for the transfers of banks."
        ),
        value_type=schema.Date(title=_("Day")),
        default=(),
        missing_value=(),
        required=False,
    )
    enquiry_retention_months = schema.Int(
        title=_("Months an answered enquiry is kept"),
        description=_(
            "Questions and complaints of people hold personal data; those on a dossier "
            "are kept with it. 0 keeps them all."
        ),
        min=0,
        max=240,
        default=24,
    )

    model.fieldset(
        "files",
        label=_("Files"),
        fields=["inventory_megabytes", "document_megabytes"],
    )
    inventory_megabytes = schema.Int(
        title=_("Largest price inventory (MB)"),
        description=_("A spreadsheet (annexe B) that is larger is refused."),
        min=1,
        max=50,
        default=10,
    )
    document_megabytes = schema.Int(
        title=_("Largest document that is read (MB)"),
        description=_(
            "Deliberations, orders and reports are read to find their tracking code. "
            "One that is larger is accepted, and left to the agent to look at."
        ),
        min=1,
        max=50,
        default=20,
    )

    model.fieldset("programs", label=_("Other programs"), fields=["callback_hosts"])
    callback_hosts = schema.Tuple(
        title=_("Hosts that may be called back"),
        description=_(
            "Names of hosts, one a line: agenda.commune.example. Changes of dossiers are "
            "sent to addresses of these hosts only; an empty list sends nothing."
        ),
        value_type=schema.ASCIILine(title=_("Host"), constraint=is_host),
        default=(),
        missing_value=(),
        required=False,
    )

    model.fieldset(
        "registers",
        label=_("Registers"),
        description=_(
            "Where the installation made them. They cannot be changed here: every "
            "dossier leads there."
        ),
        fields=["authorities_id", "suppliers_id"],
    )
    authorities_id = schema.ASCIILine(
        title=_("Id of the register of authorities"), default="autorites"
    )
    suppliers_id = schema.ASCIILine(
        title=_("Id of the register of suppliers"), default="prestataires"
    )


def get(name):
    """What is decided; the default on a site that is still to be upgraded.

    Raises ``KeyError`` for a name that is no setting.
    """
    default = ICentraleSettings[name].default
    return api.portal.get_registry_record(f"{PREFIX}.{name}", default=default)
