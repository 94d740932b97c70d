"""What is left of the subsidy to an authority, in figures and in a sentence."""

from functools import cached_property
from imio.centrale import _
from imio.centrale.browser import showing
from imio.centrale.browser.showing import Cell
from imio.centrale.browser.showing import Fact
from imio.centrale.browser.why import PERMISSION
from imio.centrale.messages import sentence
from imio.centrale.parties import may
from imio.centrale.subsidy.entitlements import entitlement
from zope.i18n import translate


class SubsidyCard:
    """For those who may read the subsidy of the authority."""

    def __init__(self, centrale, authority, adhesion, request):
        self.centrale = centrale
        self.authority = authority
        self.adhesion = adhesion
        self.request = request

    @property
    def is_shown(self):
        return may(self.authority, PERMISSION) and self.found is not None

    @cached_property
    def found(self):
        return entitlement(self.centrale, self.authority, self.adhesion)

    @property
    def title(self):
        """The program."""
        return self.found.program.title

    @property
    def reasons(self):
        """Why an order deposited now would get nothing."""
        ahead = self.found.ahead
        return [
            sentence(each, self.request) for each in (*ahead.reasons, *ahead.shortage)
        ]

    @property
    def answer(self):
        """What could still be got, in a sentence."""
        if self.reasons:
            text = _("An order deposited now would get no subsidy.")
        else:
            text = _("An order deposited now could still get up to ${amount}.")
        amount = {"amount": showing.euros(self.found.ahead.amount)}
        return translate(_(text, mapping=amount), context=self.request)

    @property
    def facts(self):
        """The amount of the category, and what was taken from it."""
        held, ahead = self.found.held, self.found.ahead
        values = (
            (_("Amount of your category"), ahead.category_amount),
            (_("Reserved by your orders"), held.reserved),
            (_("Granted, not yet paid"), held.granted),
            (_("Paid"), held.liquidated),
            (_("Left of your category"), ahead.category_left),
        )
        return [
            Fact(translate(text, context=self.request), (Cell(showing.euros(value)),))
            for text, value in values
        ]
