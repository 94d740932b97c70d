"""``@@centrale-checklist``: every line of a closure file, and who answers for it."""

from dataclasses import dataclass
from functools import cached_property
from imio.centrale import _
from imio.centrale import closures
from imio.centrale.browser import showing
from imio.centrale.browser.closure import badge
from imio.centrale.browser.closure import CHECKLIST
from imio.centrale.browser.showing import Cell
from imio.centrale.browser.transition import ActingPage
from imio.centrale.domain.closure_checklist import CODE_LINES
from imio.centrale.domain.reasons import reason
from imio.centrale.domain.reasons import Refused
from imio.centrale.messages import sentence
from imio.centrale.missions import mission_of
from imio.centrale.parties import acts_for_centrale
from imio.centrale.timeline import name_of
from imio.centrale.workflows.state import state_of


@dataclass(frozen=True)
class LineShown:
    """A line as it stands on the page; ``note`` is what was typed for it just now."""

    code: str
    title: str
    state: Cell
    reasons: tuple
    notes: tuple
    tick: str
    tick_note: str
    may_be_ticked: bool
    needs_note: bool
    note: str


class ChecklistPage(ActingPage):
    """GET shows, to everybody who may view the file; POST is an agent who answers."""

    def __call__(self):
        if self.request.method != "POST":
            return self.index()
        return self.run(self.tick, _("You answer for this line."))

    def tick(self):
        if not acts_for_centrale(self.context):
            raise Refused([reason("not_permitted")])
        closures.tick(self.context, self.text("line"), self.text("note"))

    @property
    def target(self):
        return f"{self.context.absolute_url()}/{CHECKLIST}"

    @property
    def title(self):
        return self.translate(_("Checklist of the closure file"))

    @property
    def mission(self):
        return mission_of(self.context)

    @cached_property
    def judgement(self):
        return closures.told(self.context, closures.judgement_of(self.context))

    @property
    def accepted(self):
        """When it was accepted, and by whom."""
        if self.context.judgement is None:
            return ""
        values = {
            "agent": name_of(self.judgement.agent),
            "instant": showing.instant(self.judgement.at),
        }
        return self.translate(
            _("As accepted by ${agent} on ${instant}.", mapping=values)
        )

    @property
    def may_tick(self):
        return state_of(self.context) == "deposited" and acts_for_centrale(self.context)

    @property
    def verdicts(self):
        return [
            {
                "title": showing.term(
                    "imio.centrale.verdict_subjects", each.subject, self.request
                ),
                "state": badge(
                    "imio.centrale.verdict_states", each.state, self.request
                ),
                "reasons": self.said(each.reasons),
                "rules": self.rules_of(each),
            }
            for each in self.judgement.verdicts
        ]

    def rules_of(self, verdict):
        """The versions of the rules it rests on."""
        number = self.judgement.subsidy_rules
        values = {"checks": verdict.rules_version, "subsidy": number}
        if number is None:
            return self.translate(_("Rules: checklist ${checks}.", mapping=values))
        return self.translate(
            _("Rules: checklist ${checks}, subsidy ${subsidy}.", mapping=values)
        )

    @property
    def lines(self):
        return [self.shown(line) for line in self.judgement.lines]

    def shown(self, line):
        code = line.definition.code
        return LineShown(
            code=code,
            title=showing.term("imio.centrale.checklist_lines", code, self.request),
            state=badge("imio.centrale.checklist_states", line.state, self.request),
            reasons=self.said(line.outcome.reasons),
            notes=self.said(line.outcome.notes),
            tick=self.ticked(line.tick) if line.tick is not None else "",
            tick_note=line.tick.note if line.tick is not None else "",
            may_be_ticked=self.may_tick and line.may_be_ticked,
            needs_note=line.blocks or code in CODE_LINES,
            note=self.text("note") if self.text("line") == code else "",
        )

    def ticked(self, tick):
        values = {
            "agent": name_of(tick.agent),
            "instant": showing.instant(tick.instant),
        }
        return self.translate(_("${agent} answers for it, ${instant}", mapping=values))

    def said(self, reasons):
        """Their sentences, each once."""
        found = (sentence(each, self.request) for each in reasons)
        return tuple(dict.fromkeys(found))
