"""``@@centrale-derogation``: an agent extends one deadline of the subsidy for a dossier."""

from functools import cached_property
from imio.centrale import _
from imio.centrale.browser import showing
from imio.centrale.browser.transition import ActingPage
from imio.centrale.domain.program_rules import DEADLINES
from imio.centrale.domain.program_rules import until_from
from imio.centrale.domain.reasons import reason
from imio.centrale.domain.reasons import Refused
from imio.centrale.messages import sentence
from imio.centrale.messages import shown_deadline
from imio.centrale.subsidy import derogations


FIELDS = ("deadline", "until", "note")
ENTERS = _(
    "The order received on ${date} becomes eligible: it takes its rank now, and gets ${amount}."
)
STILL_OUT = _("The order received on ${date} still gets nothing:")
IN_TIME_AGAIN = _(
    "What was too late is in time: the order keeps its rank and ${amount}."
)
KEEPS = _("The order keeps its rank and ${amount}; it has more time.")
STILL_LATE = _("The order keeps its rank, but what it got still cannot be claimed:")
AHEAD = _("An order deposited now would get ${amount}.")
STILL_NOT_ELIGIBLE = _("An order deposited now would still get nothing:")


class DerogationPage(ActingPage):
    """GET asks; POST says what it would change, or extends the deadline."""

    asked = {name: name for name in FIELDS}
    effect = None

    def __call__(self):
        if self.request.method != "POST":
            return self.index()
        if self.text("preview"):
            return self.show_effect()
        return self.run(self.derogate, _("The deadline is extended."))

    def show_effect(self):
        """What it would change; nothing is written."""
        self.refused = tuple(self.reasons_against())
        if self.refused:
            self.request.response.setStatus(409)
        else:
            self.effect = derogations.effect_of(
                self.context, self.text("deadline"), self.until
            )
        return self.index()

    def reasons_against(self):
        """Everything that is wrong with the form, at once."""
        try:
            return self.reasons_with(self.until)
        except Refused as refused:
            others = self.reasons_with(None)
            return [*refused.reasons, *(x for x in others if x.field != "until")]

    def reasons_with(self, until):
        deadline = self.text("deadline")
        found = derogations.reasons_against(
            self.context, deadline, until, self.text("note")
        )
        if deadline:
            return found
        missing = reason("deadline_missing", "deadline")
        return [missing if x.field == "deadline" else x for x in found]

    def derogate(self):
        reasons = self.reasons_against()
        if reasons:
            raise Refused(reasons)
        derogations.derogate(
            self.context, self.text("deadline"), self.until, self.text("note")
        )

    @property
    def until(self):
        """The day, or the day and the hour; or ``Refused``."""
        day, hour = self.text("until"), self.text("hour")
        try:
            return until_from(f"{day}T{hour}" if hour else day)
        except ValueError:
            raise Refused([reason("not_a_day", "until")])

    # -- what is shown -----------------------------------------------------------------

    @property
    def title(self):
        return self.translate(_("Extend a deadline of the subsidy"))

    @property
    def kind(self):
        return f"{self.context.tracking_code} – {self.context.title}"

    @cached_property
    def deadlines(self):
        """Those that the program sets, as they hold for this dossier now."""
        rules = derogations.dossier_rules(self.context)
        if rules is None:
            return []
        return [
            {
                "name": name,
                "title": showing.term(
                    "imio.centrale.subsidy_deadlines", name, self.request
                ),
                "date": shown_deadline(getattr(rules, name).isoformat()),
                "chosen": name == self.text("deadline"),
            }
            for name in DEADLINES
            if getattr(rules, name) is not None
        ]

    @property
    def consequence(self):
        """What it would change, in a sentence."""
        values = {
            "amount": showing.euros(self.effect.amount),
            "date": self.received,
        }
        return self.translate(_(self.outcome, mapping=values))

    @property
    def received(self):
        order = self.effect.order
        return showing.instant(order.received) if order is not None else ""

    @property
    def outcome(self):
        effect = self.effect
        if effect.order is None:
            return STILL_NOT_ELIGIBLE if effect.after else AHEAD
        if not effect.holds:
            return STILL_OUT if effect.after else ENTERS
        if effect.after:
            return STILL_LATE
        return IN_TIME_AGAIN if effect.before else KEEPS

    @property
    def obstacles(self):
        """What would still speak against the dossier."""
        return [sentence(each, self.request) for each in self.effect.after]
