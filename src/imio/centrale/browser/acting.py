"""What this user can do on an object: buttons, and the sentences of what is refused."""

from dataclasses import dataclass
from imio.centrale.acts import acts_on
from imio.centrale.messages import sentence


#: acts that deserve a second look or a word of explanation: asked on their own page
ASKED_FIRST = frozenset(
    """
    return cancel withdraw decline skip expire end declare_unsuccessful suspend exhaust
    close export pay reopen
    """.split()
)
#: those among them that lead the dossier on, and look like it
ONWARD = frozenset({"export", "pay"})
PAGE = "@@centrale-transition"


@dataclass(frozen=True)
class Button:
    """An act as it stands on a page; ``reasons`` are the sentences against it."""

    id: str
    title: str
    #: where it is posted at once, or asked first
    action: str
    at_once: bool
    css: str
    reasons: tuple = ()
    #: the codes of the reasons
    codes: frozenset = frozenset()

    @property
    def allowed(self):
        return not self.reasons


def buttons(obj, request):
    """Allowed acts, then those refused by a rule; nothing of what is not permitted."""
    shown = [_button(obj, act, request) for act in acts_on(obj, request) if _told(act)]
    return sorted(shown, key=lambda button: (not button.allowed, not button.at_once))


def _told(act):
    """People run it from this state, and this user has the right to."""
    permitted = all(reason.code != "not_permitted" for reason in act.reasons)
    return act.here and act.by_people and permitted


def _button(obj, act, request):
    url = f"{obj.absolute_url()}/{PAGE}"
    at_once = not act.needs_reason and act.id not in ASKED_FIRST
    reasons = (sentence(reason, request) for reason in act.reasons)
    return Button(
        id=act.id,
        title=act.title,
        action=url if at_once else f"{url}?transition={act.id}",
        at_once=at_once,
        css=_css(act, at_once),
        reasons=tuple(dict.fromkeys(reasons)),
        codes=frozenset(reason.code for reason in act.reasons),
    )


def _css(act, at_once):
    """At a glance: what is done at once, what leads on, what leads back or ends."""
    if at_once:
        return "btn-primary"
    return "btn-outline-primary" if act.id in ONWARD else "btn-outline-secondary"
