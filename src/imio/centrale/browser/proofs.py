"""The code proof on the pages: beside each file, and ``@@centrale-proof`` for agents."""

from functools import cached_property
from imio.centrale import _
from imio.centrale import codes
from imio.centrale.browser import showing
from imio.centrale.browser.showing import Cell
from imio.centrale.browser.showing import Fact
from imio.centrale.browser.showing import Table
from imio.centrale.browser.transition import ActingPage
from imio.centrale.domain.code_proof import FOUND
from imio.centrale.missions import mission_of
from imio.centrale.parties import acts_for_centrale
from imio.centrale.proving import keeping
from imio.centrale.proving import overrides
from imio.centrale.proving.documents import FIELDS
from imio.centrale.proving.documents import TITLES
from imio.centrale.proving.keeping import NOT_READ
from imio.centrale.proving.statements import statements
from imio.centrale.timeline import name_of
from zope.i18n import translate


#: the parts of a document that have a name; the others are pages
PARTS = {
    "body": _("in the text"),
    "headers": _("in the headers"),
    "notes": _("in the notes"),
    "comments": _("in the comments"),
}


def badge_of(statement, request):
    """The verdict in a word."""
    text, colour = statement.badge(context=request)
    return Cell(text, kind=f"state {colour}")


def cells(piece, field, request):
    """What stands below a file on the page of its piece."""
    if field not in FIELDS.get(piece.portal_type, ()):
        return ()
    return tuple(
        cell
        for each in statements(piece)
        if each.field == field
        for cell in _cells(piece, each, request)
    )


def _cells(piece, statement, request):
    yield badge_of(statement, request)
    yield Cell(statement.sentence(context=request))
    if statement.kept is not None and statement.verdict.outcome != FOUND:
        url = f"{piece.absolute_url()}/@@centrale-proof"
        yield Cell(translate(_("What was read in it"), context=request), url)


def file_badge(file, request):
    """The verdict on a file beside the pieces, or nothing."""
    found = statements(file)
    return badge_of(found[0], request) if found else Cell()


class ProofPage(ActingPage):
    """What was read in the documents of a piece; an agent lets one pass, or has them
    read again.
    """

    def __call__(self):
        if self.request.method != "POST":
            return self.index()
        if self.text("again"):
            return self.run(self.read_again, _("The documents were read again."))
        return self.run(self.override, _("The document may pass."))

    def read_again(self):
        keeping.read_again(self.context)

    def override(self):
        overrides.override(
            self.context, self.text("field"), self.text("note"), self.text("digest")
        )

    @property
    def target(self):
        return f"{self.context.absolute_url()}/@@centrale-proof"

    @property
    def title(self):
        return self.translate(_("Tracking codes in the documents"))

    @property
    def kind(self):
        return f"{mission_of(self.context).tracking_code} – {self.context.title}"

    @property
    def back(self):
        return showing.link(self.context)

    @cached_property
    def documents(self):
        """Each document: its verdict, what was read, and whether it may be let pass."""
        return [self.document(each) for each in statements(self.context)]

    def document(self, statement):
        name = statement.field
        return {
            "field": name,
            "title": self.translate(TITLES[name]),
            "file": showing.file_cell(self.context, name, statement.file),
            "badge": badge_of(statement, self.request),
            "sentence": statement.sentence(context=self.request),
            "digest": statement.evidence.digest,
            "facts": list(self.document_facts(statement)),
            "codes": self.codes(statement),
            "may_pass": self.may_pass(statement),
            "note": self.text("note") if name == self.text("field") else "",
        }

    def document_facts(self, statement):
        """When it was read; the dossiers of the others; why it was let pass."""
        if statement.read is not None:
            yield self.fact_of(_("Read on"), Cell(showing.instant(statement.read)))
        if statement.verdict.foreign:
            others = (dossier(code) for code in statement.verdict.foreign)
            yield self.fact_of(_("Other dossiers"), *others)
        if statement.override is not None:
            row = statement.override
            text = f"{name_of(row['agent'])}, {showing.instant(row['at'])}"
            note = Cell(row["note"], kind="lines")
            yield self.fact_of(_("Let pass by"), Cell(text), note)

    def fact_of(self, label, *cells):
        return Fact(self.translate(label), cells)

    def codes(self, statement):
        """The codes in it as they are written, and what looks like the right one."""
        proof = statement.kept.proof if statement.kept is not None else None
        if proof is None or not (proof.found or proof.misread):
            return None
        alike = self.translate(_("looks like the code, with a mistake"))
        rows = [(each, "") for each in proof.found]
        rows += [(each, alike) for each in proof.misread]
        headings = (_("As it is written"), _("Where"), _("Code"))
        return Table(
            title="",
            columns=tuple(Cell(self.translate(each)) for each in headings),
            rows=tuple(
                (
                    Cell(found.as_written),
                    Cell(self.where(found)),
                    Cell(remark) if remark else dossier(found.code),
                )
                for found, remark in rows
            ),
        )

    def where(self, found):
        if found.where in PARTS:
            return self.translate(PARTS[found.where])
        return self.translate(_("page ${number}", mapping={"number": found.where}))

    def may_pass(self, statement):
        """It stops, or is to be looked at, and nothing is decided yet."""
        if statement.override is not None or statement.verdict == NOT_READ:
            return False
        reasons = overrides.reasons_against(self.context, statement.field, "-")
        return not reasons


def dossier(code):
    """The dossier that has a code, for agents; the code alone where there is none."""
    mission = codes.mission_with(code)
    if mission is None:
        return Cell(code)
    return showing.link(mission, f"{mission.tracking_code} – {mission.title}")


def link_for(piece, request):
    """The way to the page, for agents, from a piece that holds documents."""
    if not acts_for_centrale(piece) or piece.portal_type not in FIELDS:
        return []
    text = translate(_("Codes in the documents"), context=request)
    return [Cell(text, f"{piece.absolute_url()}/@@centrale-proof")]
