"""An enquiry: a question, complaint, remark, precision or proposal, and its thread."""

from AccessControl import ClassSecurityInfo
from AccessControl.class_init import InitializeClass
from imio.centrale import _
from imio.centrale.content.base import CentraleItem
from imio.centrale.domain.enquiry import LONGEST
from imio.centrale.domain.enquiry import Message
from imio.centrale.fields import MailAddress
from imio.centrale.fields import Rows
from imio.centrale.interfaces import ICentraleContent
from plone.supermodel import model
from zope import schema
from zope.interface import implementer


class IMessageRow(model.Schema):
    """Who wrote, when, and what."""

    at = schema.Datetime(title=_("Written on"))
    side = schema.Choice(
        title=_("Written by"), vocabulary="imio.centrale.enquiry_sides"
    )
    author = schema.TextLine(title=_("Author"), required=False, default="")
    text = schema.Text(title=_("Message"))


class IEnquiry(ICentraleContent, model.Schema):
    """Made by the contact form; agents, auditors and the party that asked see it."""

    kind = schema.Choice(title=_("Kind"), vocabulary="imio.centrale.enquiry_kinds")
    title = schema.TextLine(title=_("Subject"), max_length=LONGEST["title"])
    sender_name = schema.TextLine(
        title=_("Name"), max_length=LONGEST["sender_name"], required=False
    )
    sender_email = MailAddress(title=_("E-mail"), required=False)
    organisation = schema.TextLine(
        title=_("Organisation"),
        max_length=LONGEST["organisation"],
        required=False,
        default="",
    )
    tracking_code = schema.TextLine(
        title=_("Tracking code"), required=False, readonly=True
    )
    messages = Rows(IMessageRow, title=_("Messages"), readonly=True)
    erased = schema.Datetime(title=_("Sender erased on"), required=False, readonly=True)


@implementer(IEnquiry)
class Enquiry(CentraleItem):
    """Its messages are only added to."""

    security = ClassSecurityInfo()
    # what opens the thread to whoever has one of the mails
    security.declarePrivate("keys")

    #: digests of the keys that its mails carry (``domain.enquiry.with_key``)
    keys = ()

    @security.private
    def thread(self):
        """The messages as the domain reads them."""
        return [Message(row["side"], row["text"]) for row in self.messages or ()]


InitializeClass(Enquiry)
