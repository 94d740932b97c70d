"""A form that was sent and not taken: what was typed in it is given back.

It stands in the page sent back to the same browser, and nowhere else. Without the token
of the user nothing is carried out.
"""

from plone.protect.authenticator import check
from plone.protect.interfaces import IDisableCSRFProtection
from zExceptions import Forbidden
from zope.interface import alsoProvides
from zope.interface import implementer
from zope.interface import Interface


AUTHENTICATOR = "_authenticator"
#: names of the files that were sent earlier and could not be kept
LOST = "centrale.lost_files"
#: never given back: the token, and what a login sends
DROPPED = (AUTHENTICATOR, LOST, "__ac_name", "__ac_password")
PRESSED = "form.buttons."
CANCEL = "form.buttons.cancel"


def has_token(request):
    """Whether the form carries the token of this user."""
    try:
        check(request)
    except Forbidden:
        return False
    return True


def kept_values(request):
    """(name, value) of every text that was sent, to send it again as it was."""
    kept = [
        pair
        for name, value in request.form.items()
        if name not in DROPPED
        for pair in _pairs(name, value)
    ]
    return kept + [(f"{LOST}:list", each) for each in lost_files(request)]


def _pairs(name, value):
    """What a browser sends for a value, in the way Zope reads it."""
    if isinstance(value, (list, tuple)):
        return [(f"{name}:list", each) for each in value if isinstance(each, str)]
    if isinstance(value, int) and not isinstance(value, bool):
        return [(f"{name}:int", str(value))]
    return [(name, value)] if isinstance(value, str) else []


def lost_files(request):
    """The names of the files that were sent: no page gives those back."""
    earlier = request.form.get(LOST) or []
    sent = [getattr(each, "filename", "") for each in request.form.values()]
    names = (*(earlier if isinstance(earlier, list) else [earlier]), *sent)
    return list(dict.fromkeys(each for each in names if isinstance(each, str) and each))


class IOurForm(Interface):
    """A form of fields of this package."""


@implementer(IOurForm)
class AsksAgain:
    """Mixin of forms of fields: sent without its token, a form is shown again.

    What was typed stands in it, no button counts as pressed, and the files that were
    chosen are named.
    """

    again = False
    lost_files = ()

    def update(self):
        if self.request.method == "POST" and not has_token(self.request):
            self.ask_again()
        super().update()

    def ask_again(self):
        form = self.request.form
        if CANCEL in form:
            return
        self.again = True
        self.lost_files = lost_files(self.request)
        for name in [each for each in form if is_dropped(each, form[each])]:
            del form[name]
        self.request.response.setStatus(403)
        # a file that waits since an error moves to another name: nothing else is written
        alsoProvides(self.request, IDisableCSRFProtection)


def is_dropped(name, value):
    """A pressed button, or a file that was sent."""
    return name.startswith(PRESSED) or hasattr(value, "filename")
