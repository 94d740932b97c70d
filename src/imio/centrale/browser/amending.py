"""Editing a subsidy program: a change of its rules shows first which dossiers it touches."""

from functools import cached_property
from hashlib import sha256
from imio.centrale import _
from imio.centrale.browser import showing
from imio.centrale.browser.base import state_badge
from imio.centrale.browser.forms import CentraleEditForm
from imio.centrale.browser.showing import Cell
from imio.centrale.browser.showing import Table
from imio.centrale.browser.versions import changes
from imio.centrale.lookup import resolve
from imio.centrale.messages import sentence
from imio.centrale.saving import program_reasons
from imio.centrale.subsidy.amending import changes_of
from imio.centrale.subsidy.amending import Proposal
from imio.centrale.subsidy.amending import rehearsal_of
from plone.dexterity.interfaces import IDexterityEditForm
from plone.z3cform import layout
from z3c.form import button
from z3c.form import field
from z3c.form.interfaces import HIDDEN_MODE
from zope import schema
from zope.interface import classImplements
from zope.interface import Interface


class IPreviewed(Interface):
    """What was shown before the form is sent again."""

    previewed = schema.TextLine(required=False)


def fingerprint(proposal):
    """The same for the same rules and envelope on the same version; short."""
    program = proposal.program
    facts = (len(program.rules_versions), proposal.rules(), proposal.envelope)
    return sha256(repr(facts).encode()).hexdigest()[:16]


class ProgramEditForm(CentraleEditForm):
    """A draft is saved at once, and so is what changes no rule.

    A change of the rules of a program that was opened is shown with the dossiers it
    touches; sent again with the same rules, it is saved.
    """

    buttons = CentraleEditForm.buttons.copy()
    handlers = CentraleEditForm.handlers.copy()
    rehearsal = None

    def updateFields(self):
        super().updateFields()
        if not self.context.rules_versions:
            self.fields = self.fields.omit("change_reason")
        self.fields += field.Fields(IPreviewed, ignoreContext=True, mode=HIDDEN_MODE)

    @button.handler(buttons["save"])
    def handleApply(self, action):
        data, errors = self.extractData()
        if errors:
            self.status = self.formErrorsMessage
            return
        shown = data.pop("previewed")
        proposal = Proposal(self.context, data)
        if changes_of(proposal) and shown != fingerprint(proposal):
            self.preview(proposal)
            return
        self.save(data)

    def preview(self, proposal):
        """Show what it would do; what is wrong stands at its field already."""
        reasons = program_reasons(proposal)
        if all(each.code == "note_missing" for each in reasons):
            self.proposal, self.rehearsal = proposal, rehearsal_of(proposal)
            self.widgets["previewed"].value = fingerprint(proposal)
        if reasons:
            self.refuse(reasons)

    @property
    def notices(self):
        """That nothing is saved yet, and what is about to change."""
        if self.rehearsal is None:
            return []
        text = _(
            "Nothing is saved yet. What was reserved or granted stays. Save again to confirm these changes:"
        )
        last = self.context.rules_versions[-1]
        return [self.say(text), *changes(last, self.proposal.version(), self.request)]

    @property
    def help_tables(self):
        """The dossiers it touches, and what the waiting list would get."""
        if self.rehearsal is None:
            return []
        tables = [self.touched]
        if self.rehearsal.served:
            tables.append(self.served)
        return tables

    def columns(self, *titles):
        return tuple(Cell(self.say(title)) for title in titles)

    @cached_property
    def touched(self):
        return Table(
            title=self.say(_("Dossiers this change touches")),
            columns=self.columns(
                _("Dossier"),
                _("Authority"),
                _("State"),
                _("By the present rules"),
                _("By the new rules"),
                _("What it has, and keeps"),
            ),
            rows=tuple(self.dossier(each) for each in self.rehearsal.touched),
            empty=self.say(_("None: what is under way gets the same.")),
        )

    def dossier(self, touched):
        mission = resolve(touched.standing.mission)
        return (
            showing.link(mission, mission.tracking_code),
            showing.link(resolve(touched.standing.authority)),
            state_badge(mission, self.request),
            self.outcome(touched.before),
            self.outcome(touched.after),
            Cell(showing.euros(touched.kept), kind="number"),
        )

    def outcome(self, outcome):
        """The amount, or why there is none."""
        if outcome.eligible:
            return Cell(showing.euros(outcome.amount), kind="number")
        return Cell(" ".join(sentence(each, self.request) for each in outcome.reasons))

    @cached_property
    def served(self):
        return Table(
            title=self.say(_("What the waiting list would get at once")),
            columns=(
                *self.columns(_("Rank"), _("Dossier"), _("Authority")),
                Cell(self.say(_("Amount")), kind="number"),
            ),
            rows=tuple(self.serving(each) for each in self.rehearsal.served),
        )

    def serving(self, entry):
        mission = resolve(entry.mission)
        return (
            Cell(str(entry.rank)),
            showing.link(mission, mission.tracking_code),
            showing.link(resolve(entry.authority)),
            Cell(showing.euros(entry.amount), kind="number"),
        )


ProgramEditView = layout.wrap_form(ProgramEditForm)
classImplements(ProgramEditView, IDexterityEditForm)
