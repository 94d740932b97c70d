"""The page of a closure file: what it holds, and what does not fit."""

from functools import cached_property
from imio.centrale import _
from imio.centrale import closures
from imio.centrale import reported
from imio.centrale.browser import showing
from imio.centrale.browser.pieces import PiecePage
from imio.centrale.browser.showing import Cell
from imio.centrale.browser.showing import Fact
from imio.centrale.browser.showing import Table
from imio.centrale.closure_facts import findings_of
from imio.centrale.domain.findings import blocks
from imio.centrale.domain.indicators import reached
from imio.centrale.messages import sentence
from imio.centrale.subsidy.claims import claim_sentences
from imio.centrale.workflows.state import history_of
from imio.centrale.workflows.state import state_of


CHECKLIST = "@@centrale-checklist"
#: Bootstrap colours of the states of lines and verdicts
COLOURS = {
    "ok": "success",
    "yes": "success",
    "failed": "danger",
    "no": "danger",
    "cannot_tell": "warning",
    "open": "warning",
}


def badge(vocabulary, state, request):
    """The state of a line or of a verdict, in words."""
    text = showing.term(vocabulary, state, request)
    return Cell(text, kind=f"state {COLOURS.get(state, 'secondary')}")


def correction_notices(closure, translate, request):
    """What is to correct, and the agent's words; nothing when all may change."""
    if not closure.to_correct or state_of(closure) not in ("returned", "draft"):
        return []
    schema = closure.getTypeInfo().lookupSchema()
    names = ", ".join(translate(schema[name].title) for name in closure.to_correct)
    told = [
        translate(
            _(
                "To be corrected, and nothing else: ${fields}.",
                mapping={"fields": names},
            )
        )
    ]
    back = [each for each in history_of(closure) if each.get("action") == "return"]
    note = back[-1].get("comments") or back[-1].get("reason_note") if back else ""
    if note:
        told.append(
            translate(_("The centrale writes: “${note}”", mapping={"note": note}))
        )
    return told


class ClosurePage(PiecePage):
    """``view`` of a closure file; before its acceptance, what that does."""

    fields = (
        "report",
        "report_signed_on",
        "invoice",
        "invoice_number",
        "invoice_date",
        "invoice_excl_vat",
        "invoice_incl_vat",
        "payment_proof",
        "payment_date",
        "payment_amount",
        "received",
    )

    @property
    def notices(self):
        """What is to correct; what the acceptance does to the subsidy, for those who
        may know.
        """
        return [
            *correction_notices(self.context, self.translate, self.request),
            *claim_sentences(self.context, self.request),
        ]

    @cached_property
    def judgement(self):
        return closures.told(self.context, closures.judgement_of(self.context))

    @property
    def links(self):
        url = f"{self.context.absolute_url()}/{CHECKLIST}"
        return [Cell(self.translate(_("Checklist")), url), *super().links]

    def facts(self):
        """The verdicts last, for those who may read them."""
        return [*super().facts(), *map(self.verdict_fact, self.judgement.verdicts)]

    def verdict_fact(self, verdict):
        label = showing.term(
            "imio.centrale.verdict_subjects", verdict.subject, self.request
        )
        state = badge("imio.centrale.verdict_states", verdict.state, self.request)
        return Fact(label, (state,))

    def tables(self):
        found = (self.findings(), self.indicators())
        return [table for table in found if table.rows]

    def findings(self):
        """What does not fit; the same for the supplier, the authority and the agents."""
        return Table(
            title=self.translate(_("What does not fit")),
            columns=(
                Cell(self.translate(_("Finding"))),
                Cell(self.translate(_("Weight"))),
            ),
            rows=tuple(
                (Cell(sentence(each, self.request)), self.weight(each))
                for each in findings_of(self.context) or ()
            ),
        )

    def weight(self, finding):
        """What was typed beside a PDF is looked at; what was read stops the file."""
        if not blocks(finding):
            return Cell(self.translate(_("For information")), kind="state secondary")
        if self.context.invoice_read is None:
            return badge("imio.centrale.checklist_states", "cannot_tell", self.request)
        return Cell(self.translate(_("Stops the acceptance")), kind="state danger")

    def indicators(self):
        """The rows, each with its target reached or not where the lot defines it."""
        table = self.grid("indicators")
        results = {
            found.indicator.code: reached(found.indicator, found.value)
            for found in reported.results_of(self.context)
        }
        if all(each is None for each in results.values()):
            return table
        codes = [row["code"] for row in self.context.indicators]
        heading = Cell(self.translate(_("Target reached")))
        return Table(
            title=table.title,
            columns=(*table.columns, heading),
            rows=tuple(
                (*row, self.reached_cell(results.get(code)))
                for code, row in zip(codes, table.rows)
            ),
        )

    def reached_cell(self, is_reached):
        if is_reached is None:
            return Cell()
        text = self.translate(_("Yes") if is_reached else _("No"))
        return Cell(text, kind=f"state {'success' if is_reached else 'warning'}")
