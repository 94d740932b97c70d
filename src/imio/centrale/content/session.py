"""An information session: when, where, about which markets; afterwards its recording."""

from imio.centrale import _
from imio.centrale.content.base import CentraleContainer
from imio.centrale.fields import MailAddress
from imio.centrale.fields import Reference
from imio.centrale.interfaces import ICentraleContent
from plone.autoform import directives
from plone.namedfile.field import NamedBlobFile
from plone.supermodel import model
from zope import schema
from zope.interface import implementer
from zope.interface import Invalid
from zope.interface import invariant

import re


WEB_ADDRESS = re.compile(r"https?://[^\s/?#]+\S*")
INSTANT = "imio.centrale.browser.converters.InstantFieldWidget"


class NotAWebAddress(schema.ValidationError):
    __doc__ = _("Give the whole address, which begins with https://.")


def is_web_address(value):
    """An address that a browser opens as a page; raises ``NotAWebAddress``."""
    if not WEB_ADDRESS.fullmatch(value):
        raise NotAWebAddress(value)
    return True


def web_address(title, description=""):
    """A field for the address of a page elsewhere."""
    return schema.TextLine(
        title=title,
        description=description,
        constraint=is_web_address,
        max_length=2000,
        required=False,
    )


class IInformationSession(ICentraleContent, model.Schema):
    """[iMio-cyber] 000, point 6: an information session with its recording and slides."""

    title = schema.TextLine(title=_("Subject of the session"), max_length=255)
    description = schema.Text(
        title=_("Programme"), max_length=20000, required=False, default=""
    )
    directives.widget(start=INSTANT, end=INSTANT)
    start = schema.Datetime(
        title=_("Begins"), description=_("Day and hour, time of Brussels.")
    )
    end = schema.Datetime(title=_("Ends"), required=False)
    place = schema.TextLine(title=_("Place"), max_length=255, required=False)
    online_url = web_address(_("Address of the meeting online"))
    registration_email = MailAddress(title=_("Registration by mail"), required=False)
    registration_url = web_address(_("Registration form"))
    markets = schema.List(
        title=_("Markets concerned"),
        value_type=Reference(
            target="imio.centrale.Market", vocabulary="imio.centrale.markets"
        ),
        required=False,
        missing_value=[],
        default=[],
    )
    recording_url = web_address(
        _("Recording"), _("Afterwards: where the recording can be watched.")
    )
    slides = NamedBlobFile(title=_("Slides"), required=False)

    @invariant
    def ends_after_it_starts(data):
        if data.start and data.end and data.end < data.start:
            raise Invalid(_("The session ends before it begins."))


@implementer(IInformationSession)
class InformationSession(CentraleContainer):
    """Holds the other documents that were shown."""
