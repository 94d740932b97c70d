"""The adhesion in plain words: where it stands, what is missing, what to do."""

from imio.centrale import _
from imio.centrale.browser.base import state_badge
from imio.centrale.browser.showing import Cell
from imio.centrale.joining import INTEREST
from imio.centrale.joining import joining_of
from imio.centrale.messages import sentence
from zope.i18n import translate


TEXTS = {
    "": _(
        "Your authority has not joined this centrale. Declare your interest: it binds you to nothing."
    ),
    INTEREST: _(
        "Your interest is noted. The decision of your council or board is still needed "
        "before you can ask for a mission."
    ),
    "submitted": _(
        "Your adhesion was sent. The centrale checks it: there is nothing to do for you now."
    ),
    "active": _(
        "Your adhesion is active: you can ask for a mission on every open lot."
    ),
    "suspended": _(
        "Your adhesion is suspended: write to the centrale to know what is expected of you."
    ),
    "ended": _("Your adhesion has ended. You can join again: declare your interest."),
}
DECLARE = _("Declare our interest")
COMPLETE = _("Complete our adhesion")
SUBMIT = _("Send our adhesion")
WRITE = _("Write to the centrale")


class JoiningCard:
    """What the pages of an authority say of its adhesion to a centrale."""

    def __init__(self, centrale, authority_uid, request):
        self.centrale = centrale
        self.request = request
        self.found = joining_of(centrale, authority_uid)

    @property
    def is_active(self):
        return self.found.is_active

    @property
    def text(self):
        return self.translate(TEXTS[self.found.state])

    @property
    def badge(self):
        """The state in a word; nothing without adhesion."""
        if self.found.adhesion is None:
            return Cell()
        return state_badge(self.found.adhesion, self.request)

    @property
    def url(self):
        """The adhesion itself; empty without."""
        adhesion = self.found.adhesion
        return adhesion.absolute_url() if adhesion is not None else ""

    @property
    def lacks(self):
        """What is missing, in sentences."""
        return [sentence(each, self.request) for each in self.found.lacks]

    @property
    def act(self):
        """The one button to press now: its words and where it leads; or nothing."""
        room = f"{self.centrale.absolute_url()}/adhesions"
        text, url = {
            "": (DECLARE, f"{room}/++add++imio.centrale.Adhesion"),
            "ended": (DECLARE, f"{room}/++add++imio.centrale.Adhesion"),
            INTEREST: self.next_act,
            "suspended": (WRITE, f"mailto:{self.centrale.contact_email}"),
        }.get(self.found.state, ("", ""))
        return Cell(self.translate(text), url) if text else Cell()

    @property
    def next_act(self):
        """Complete what is missing, then send."""
        if self.found.lacks:
            return COMPLETE, f"{self.url}/edit"
        return SUBMIT, f"{self.url}/@@centrale-transition?transition=submit"

    def translate(self, text):
        return translate(text, context=self.request)
