"""What each figure is called, and what it counts: the same on pages, in files and REST."""

from imio.centrale import _
from imio.centrale.domain.figures_members import UNKNOWN
from imio.centrale.domain.figures_public import FEWEST
from imio.centrale.domain.figures_public import OTHERS
from zope.component import getUtility
from zope.i18n import translate
from zope.schema.interfaces import IVocabularyFactory


#: what a figure counts, and from what
DEFINITIONS = {
    "members": _(
        "Authorities whose adhesion was activated by the last day of the period and has "
        "not ended by then; a suspended one is a member still. The whole is what the "
        "register of authorities holds today."
    ),
    "communes": _(
        "By province and by number of inhabitants, municipalities are counted and no "
        "other authorities; both are those that the register holds today."
    ),
    "joined": _("Authorities whose adhesion was activated in the period."),
    "in_progress": _(
        "Adhesions begun by the last day of the period that were neither activated nor "
        "ended by then, of authorities that are no members."
    ),
    "inhabitants": _(
        "Inhabitants of the municipalities that are members, where the register says how "
        "many they are."
    ),
    "requests": _("Missions whose request was submitted in the period."),
    "orders": _(
        "Missions whose order was deposited in the period and stands today: what was "
        "returned, cancelled or declared unsuccessful counts nowhere. The amount is that "
        "of the offer accepted, excluding VAT."
    ),
    "before": _(
        "The same for the same days of the year before: part of a year is compared with "
        "as much."
    ),
    "mean": _("The amount of the orders of the period divided by their number."),
    "production": _(
        "Missions whose supplier has deposited the closure file by the last day of the "
        "period: the solution is delivered."
    ),
    "on_order": _(
        "Missions ordered by the last day of the period and not delivered by then."
    ),
    "new_clients": _(
        "Authorities for which a lot was delivered for the first time, in the year of "
        "that delivery."
    ),
    "funnel": _(
        "Missions whose request was submitted in the period, by how far they have come "
        "today. What was handed back stands where it was handed back to; what stopped "
        "stands where it had come. A step was reached by those that wait there, those "
        "that stopped there and those that went on."
    ),
    "times": _(
        "Calendar days between two steps, of the missions that reached the second one in "
        "the period. Half of them took the median or less; a quarter took the lower "
        "quartile or less, a quarter the upper one or more."
    ),
    "subsidy": _("The heads of the ledgers, as they stand today."),
    "enquiries": _("Enquiries of the contact form that came in the period."),
    "published": _(
        "What fewer than ${fewest} authorities or missions stand behind is put together "
        "with other parts, or left out.",
        mapping={"fewest": FEWEST},
    ),
}
#: first word of an address -> what it is called
FIGURES = {
    "members": _("Members"),
    "rest": _("Not members yet"),
    "joined": _("Joined in the period"),
    "in_progress": _("Adhesions in progress"),
    "requests": _("Requests"),
    "orders": _("Orders"),
    "before": _("Orders of the year before"),
    "production": _("In production"),
    "on_order": _("On order"),
    "new_clients": _("New clients"),
    "times": _("Lead times"),
    "reached": _("Reached"),
    "waiting": _("Wait there"),
    "stopped": _("Stopped there"),
    "enquiries": _("Enquiries"),
}
#: what else is defined
OTHER_TITLES = {
    "communes": _("Municipalities"),
    "mean": _("Mean order"),
    "funnel": _("Steps"),
    "subsidy": _("Subsidies"),
}
SPANS = {
    "designation": _("From the request to the designation"),
    "offer": _("From the designation to the offer"),
    "decision": _("From the offer to the order"),
    "confirmation": _("From the order to its confirmation"),
    "delivery": _("From the order to the delivery"),
    "closure": _("From the delivery to the closure"),
    "whole": _("From the request to the closure"),
}
STEPS = {
    "submitted": _("Request submitted"),
    "assigned": _("Supplier designated"),
    "offered": _("Offer submitted"),
    "ordered": _("Order deposited"),
    "confirmed": _("Order confirmed"),
    "closing": _("Delivery reported"),
    "closed": _("Mission closed"),
}
NOT_SAID = _("Not in the register")
OTHERS_TITLE = _("Others")
ALL_LOTS = _("All lots")
VOCABULARIES = {
    "kind": "imio.centrale.authority_types",
    "province": "imio.centrale.provinces",
    "enquiries": "imio.centrale.enquiry_kinds",
}


class Words:
    """Names in the language of a request, given the names of lots and markets."""

    def __init__(self, request, names):
        self.request = request
        self.names = names

    def text(self, message):
        return translate(message, context=self.request)

    def definition(self, name):
        """What a figure counts, and from what."""
        return self.text(DEFINITIONS[name])

    def defined(self, name):
        """The same with its name before it, where it has one."""
        title = {**FIGURES, **OTHER_TITLES}.get(name)
        return self.text(title) if title else "", self.definition(name)

    def published_lot(self, key, orders):
        """The name of a part of the ``orders`` that are published."""
        if key != OTHERS:
            return self.names.get(key, "")
        return self.text(ALL_LOTS if len(orders) == 1 else OTHERS_TITLE)

    def term(self, group, key):
        """A kind, a province, a band or a kind of enquiry."""
        if key == OTHERS:
            return self.text(OTHERS_TITLE)
        if key == UNKNOWN:
            return self.text(NOT_SAID)
        if group == "band":
            return self.band(key)
        term = getUtility(IVocabularyFactory, VOCABULARIES[group])(None).getTerm(key)
        return self.text(term.title)

    def band(self, key):
        """``5001-10000`` in words."""
        least, _dash, most = key.partition("-")
        values = {"least": thousands(least), "most": thousands(most)}
        if not most:
            return self.text(_("${least} inhabitants or more", mapping=values))
        return self.text(_("${least} to ${most} inhabitants", mapping=values))

    def figure(self, address):
        """What stands at an address: ``Orders – 2. Antivirus``."""
        first, *rest = address.split(".")
        if first == "funnel":
            first, rest = rest[0], rest[1:]
        found = (self.word(first, word, rest) for word in rest)
        return " – ".join([self.text(FIGURES[first]), *filter(None, found)])

    def word(self, first, word, rest):
        """One word of an address after the first one."""
        if first in ("members", "rest"):
            return self.member_word(word, rest)
        if first == "enquiries":
            return self.term("enquiries", word)
        if word in SPANS:
            return self.text(SPANS[word])
        if word in STEPS:
            return self.text(STEPS[word])
        return self.names.get(word, word)

    def member_word(self, word, rest):
        if word == rest[0]:
            return self.text(_("Municipalities")) if word == "communes" else ""
        return self.term(rest[0], word)


def thousands(digits):
    """``5 001``, with a no-break space."""
    return f"{int(digits):,}".replace(",", "\N{NO-BREAK SPACE}") if digits else ""
