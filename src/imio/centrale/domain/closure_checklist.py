"""The checklist of a closure file, and the two verdicts that rest on it.

Every line is checked by the machine, or ticked by an agent with his name. Admissible:
the file is complete and came in time. Eligible: the expense is the one that was ordered,
it is paid, and the authority may have the subsidy ([iMio-cyber] text 000 points 7 and 8).
A file may be the one without the other.
"""

from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from datetime import datetime
from decimal import Decimal
from imio.centrale.domain import code_proof
from imio.centrale.domain.calendar import is_late
from imio.centrale.domain.closure import invoice_reasons
from imio.centrale.domain.findings import blocks
from imio.centrale.domain.reasons import Reason
from imio.centrale.domain.reasons import reason


#: Raised with every change of what a line checks, or of the verdict it serves.
RULES_VERSION = 1

ADMISSIBLE = "admissible"
ELIGIBLE = "eligible"

OK = "ok"
FAILED = "failed"
CANNOT_TELL = "cannot_tell"

YES = "yes"
NO = "no"
#: An agent has still to look at what the machine cannot tell.
OPEN = "open"
#: No subsidy is asked for: nothing to judge.
NOT_ASKED = "not_asked"

#: Findings of the match that have a line of their own.
_OTHER_LINES = ("code_absent",)
#: Why a document does not prove that it belongs here, by what was read of its codes.
_CODE_REASONS = {
    code_proof.ABSENT: "code_absent",
    code_proof.FOREIGN: "code_foreign",
    code_proof.UNREADABLE: "code_unreadable",
    code_proof.FOUND_WITH_FOREIGN: "code_not_alone",
}
_FOR_AN_AGENT = (code_proof.UNREADABLE, code_proof.FOUND_WITH_FOREIGN)


@dataclass(frozen=True)
class ClosureFacts:
    """What a closure file holds, and what was found in it.

    ``report_code`` and its like are outcomes of ``domain.code_proof``;
    ``findings`` are those of the three-way match and of the invoice taken alone, ``None``
    while there is no order to compare with; ``indicator_reasons`` those of
    ``domain.indicators``; ``subsidy_reasons`` why the order has no subsidy, ``None``
    where none is asked. A deadline is a day, to its end in Brussels, or an instant.

    ``invoice_read`` says whether the machine read the invoice itself; otherwise its
    number, date and totals are what somebody typed beside a document.
    """

    received: datetime
    report_present: bool
    report_signed_on: date | None
    report_code: str
    invoice_present: bool
    invoice_number: str
    invoice_date: date | None
    invoice_excl_vat: Decimal | None
    invoice_incl_vat: Decimal | None
    invoice_code: str
    payment_proof_present: bool
    payment_date: date | None
    findings: tuple[Reason, ...] | None = ()
    indicator_reasons: tuple[Reason, ...] = ()
    subsidy_reasons: tuple[Reason, ...] | None = ()
    invoice_issue_deadline: date | datetime | None = None
    dossier_deadline: date | datetime | None = None
    invoice_copy_deadline: date | datetime | None = None
    invoice_read: bool = True
    payment_proof_code: str = code_proof.FOUND


@dataclass(frozen=True)
class Tick:
    """An agent answers for a line: who, when, and why where the machine says no.

    ``for_these_bytes``: it is about a document that is known to be the same still, and
    outlives a new deposit.
    """

    agent: str
    instant: datetime
    note: str = ""
    for_these_bytes: bool = False


@dataclass(frozen=True)
class Outcome:
    """What the machine says of a line: why it failed, or cannot be told by it; and what
    is worth a look without failing it.
    """

    state: str
    reasons: tuple[Reason, ...] = ()
    notes: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Definition:
    """A line of the checklist.

    ``may_override`` says whether an agent may answer for it though it failed: not for a
    piece that is missing, nor for a date. ``of_the_subsidy``: what it says is for those who may know of the subsidy.
    """

    code: str
    verdict: str
    may_override: bool = False
    of_the_subsidy: bool = False


DEFINITIONS = (
    Definition("report_present", ADMISSIBLE),
    Definition("report_signed", ADMISSIBLE),
    Definition("report_carries_code", ADMISSIBLE, may_override=True),
    Definition("indicators_complete", ADMISSIBLE, may_override=True),
    Definition("invoice_present", ADMISSIBLE),
    Definition("invoice_number", ADMISSIBLE),
    Definition("invoice_date", ADMISSIBLE),
    Definition("invoice_carries_code", ADMISSIBLE, may_override=True),
    Definition("payment_proof_present", ADMISSIBLE),
    Definition("payment_proof_carries_code", ADMISSIBLE, may_override=True),
    Definition("issued_in_time", ADMISSIBLE, of_the_subsidy=True),
    Definition("received_in_time", ADMISSIBLE, of_the_subsidy=True),
    Definition("invoice_totals", ELIGIBLE),
    Definition("three_way_match", ELIGIBLE, may_override=True),
    Definition("paid", ELIGIBLE),
    Definition("subsidy_conditions", ELIGIBLE, of_the_subsidy=True),
)
#: The lines on the code in a document -> the field of the document.
CODE_LINES = {
    "report_carries_code": "report",
    "invoice_carries_code": "invoice",
    "payment_proof_carries_code": "payment_proof",
}


@dataclass(frozen=True)
class Line:
    """A line as it stands: what the machine says, and who ticked it, if anybody."""

    definition: Definition
    outcome: Outcome
    tick: Tick | None = None

    @property
    def state(self) -> str:
        """A tick stands above the machine; ``tick_reasons`` says where it may."""
        return OK if self.tick else self.outcome.state

    @property
    def blocks(self) -> bool:
        """It failed, and waits for an agent who answers for it.

        What nobody can answer for blocks nothing: it decides a verdict.
        """
        return self.state == FAILED and self.definition.may_override

    @property
    def may_be_ticked(self) -> bool:
        """Whether an agent's word changes it."""
        return self.state == CANNOT_TELL or self.blocks


@dataclass(frozen=True)
class Verdict:
    """``YES``, ``NO``, ``OPEN`` or ``NOT_ASKED``, why, and by which rules."""

    subject: str
    state: str
    reasons: tuple[Reason, ...] = ()
    rules_version: int = RULES_VERSION


def checklist(
    facts: ClosureFacts, ticks: Mapping[str, Tick] | None = None
) -> list[Line]:
    """Every line of the checklist, with the ticks of the agents by its code.

    A tick of before the deposit counts for nothing, nor does one that ``tick_reasons``
    would refuse today: the file may have changed since.
    """
    outcomes = _outcomes(facts)
    current = {
        code: tick
        for code, tick in (ticks or {}).items()
        if tick.for_these_bytes or not is_late(facts.received, tick.instant)
    }
    lines = [Line(definition, outcomes[definition.code]) for definition in DEFINITIONS]
    return [_ticked(line, current.get(line.definition.code)) for line in lines]


def _ticked(line: Line, tick: Tick | None) -> Line:
    if tick is None or tick_reasons(line, tick):
        return line
    return replace(line, tick=tick)


def tick_reasons(line: Line, tick: Tick) -> list[Reason]:
    """Why an agent cannot tick a line: ``tick_not_needed`` (the machine says yes),
    ``tick_not_allowed`` (nobody can answer for it), ``note_required`` (it failed).
    """
    code, state = line.definition.code, line.outcome.state
    if state == OK:
        return [reason("tick_not_needed", line=code)]
    if state == FAILED and not line.definition.may_override:
        return [reason("tick_not_allowed", line=code)]
    if state == FAILED and not tick.note.strip():
        return [reason("note_required", "note", line=code)]
    return []


def verdicts(lines: Sequence[Line]) -> tuple[Verdict, Verdict]:
    """Admissible, and eligible; the two never depend on each other."""
    return _verdict(ADMISSIBLE, lines), _verdict(ELIGIBLE, lines)


def acceptance_reasons(lines: Iterable[Line]) -> list[Reason]:
    """Why a file is not accepted as long as no agent answers for the lines that failed."""
    found = (why for line in lines if line.blocks for why in line.outcome.reasons)
    return list(dict.fromkeys(found))


def for_the_parties(lines: Iterable[Line], with_subsidy: bool) -> list[Line]:
    """The lines as the authority and the supplier may read them.

    Without the notes of the agents; a document that carries its own code is right, for
    the codes of other dossiers are named to nobody else. ``with_subsidy`` is for those
    who may know of it.
    """
    return [
        _without_notes(_without_others(line))
        for line in lines
        if with_subsidy or not line.definition.of_the_subsidy
    ]


def _without_others(line: Line) -> Line:
    codes = [why.code for why in line.outcome.reasons]
    return replace(line, outcome=Outcome(OK)) if codes == ["code_not_alone"] else line


def _without_notes(line: Line) -> Line:
    return replace(line, tick=replace(line.tick, note="")) if line.tick else line


def _verdict(subject: str, lines: Iterable[Line]) -> Verdict:
    """No when a line failed, with the reasons of those; open when one cannot be told."""
    own = [line for line in lines if line.definition.verdict == subject]
    if any(line.outcome.state == NOT_ASKED for line in own):
        return Verdict(subject, NOT_ASKED)
    for wrong, state in ((FAILED, NO), (CANNOT_TELL, OPEN)):
        found = [line for line in own if line.state == wrong]
        if found:
            reasons = (why for line in found for why in line.outcome.reasons)
            return Verdict(subject, state, tuple(dict.fromkeys(reasons)))
    return Verdict(subject, YES)


# -- what the machine says ------------------------------------------------------------


def _outcomes(facts: ClosureFacts) -> dict[str, Outcome]:
    return {
        "report_present": _present(facts.report_present, "report"),
        "report_signed": _dated(facts.report_signed_on, "report_signed_on", facts),
        "report_carries_code": _carries(
            facts.report_present, facts.report_code, "report"
        ),
        "indicators_complete": _without(facts.indicator_reasons),
        "invoice_present": _present(facts.invoice_present, "invoice"),
        "invoice_number": _without(_number_reasons(facts)),
        "invoice_date": _dated(facts.invoice_date, "invoice_date", facts),
        "invoice_carries_code": _carries(
            facts.invoice_present, facts.invoice_code, "invoice"
        ),
        "payment_proof_present": _present(facts.payment_proof_present, "payment_proof"),
        "payment_proof_carries_code": _carries(
            facts.payment_proof_present, facts.payment_proof_code, "payment_proof"
        ),
        "issued_in_time": _in_time(
            facts.invoice_date, facts.invoice_issue_deadline, "invoice_issued_late"
        ),
        "received_in_time": _received(facts),
        "invoice_totals": _without(
            invoice_reasons(facts.invoice_excl_vat, facts.invoice_incl_vat)
        ),
        "three_way_match": _matched(facts.findings, facts.invoice_read),
        "paid": _paid(facts),
        "subsidy_conditions": _subsidised(facts.subsidy_reasons),
    }


def _without(reasons: Iterable[Reason]) -> Outcome:
    found = tuple(reasons)
    return Outcome(FAILED, found) if found else Outcome(OK)


def _present(is_present: bool, field: str) -> Outcome:
    return _without([] if is_present else [reason(f"{field}_missing", field)])


def _dated(day: date | None, field: str, facts: ClosureFacts) -> Outcome:
    """The day is known and is not after the one the file came in."""
    if day is None:
        return _without([_day_missing(field)])
    if is_late(day, facts.received):
        return _without([reason("day_in_future", field, piece=field, day=day)])
    return Outcome(OK)


def _day_missing(field: str) -> Reason:
    return reason("day_missing", field, piece=field)


def _number_reasons(facts: ClosureFacts) -> list[Reason]:
    if facts.invoice_number.strip():
        return []
    return [reason("invoice_number_missing", "invoice_number")]


def _carries(is_present: bool, outcome: str, field: str) -> Outcome:
    """A document that could not be read, or holds other codes too, is for an agent.

    Some may lack the code, and are wrong only with that of another dossier.
    """
    if not is_present:
        return _present(is_present, field)
    may_lack_it = outcome == code_proof.ABSENT and field in code_proof.MAY_LACK_IT
    if outcome == code_proof.FOUND or may_lack_it:
        return Outcome(OK)
    state = CANNOT_TELL if outcome in _FOR_AN_AGENT else FAILED
    return Outcome(state, (reason(_CODE_REASONS[outcome], field, document=field),))


def _in_time(
    moment: date | datetime | None, deadline: date | datetime | None, code: str
) -> Outcome:
    """Without deadline nothing is late; a moment that is not known may be."""
    if moment is None and deadline:
        return Outcome(CANNOT_TELL, (_day_missing("invoice_date"),))
    if is_late(moment, deadline):
        return _without([reason(code, deadline=deadline.isoformat())])
    return Outcome(OK)


def _received(facts: ClosureFacts) -> Outcome:
    """The file, and the copy of the invoice that it holds."""
    outcomes = (
        _in_time(facts.received, facts.dossier_deadline, "dossier_too_late"),
        _in_time(facts.received, facts.invoice_copy_deadline, "invoice_copy_too_late"),
    )
    return _without(why for outcome in outcomes for why in outcome.reasons)


def _matched(findings: Sequence[Reason] | None, invoice_read: bool) -> Outcome:
    """A finding that only tells leaves the line right, and stays beside it.

    What was typed beside a document proves nothing against it: an agent opens it.
    """
    if findings is None:
        return Outcome(CANNOT_TELL, (reason("nothing_to_match", "invoice"),))
    own = [finding for finding in findings if finding.code not in _OTHER_LINES]
    outcome = _without(finding for finding in own if blocks(finding))
    notes = tuple(finding for finding in own if not blocks(finding))
    if outcome.state == FAILED and not invoice_read:
        outcome = replace(outcome, state=CANNOT_TELL)
    return replace(outcome, notes=notes)


def _paid(facts: ClosureFacts) -> Outcome:
    """The proof may show a day that nobody typed: then an agent looks."""
    if facts.payment_proof_present and facts.payment_date is None:
        return Outcome(CANNOT_TELL, (_day_missing("payment_date"),))
    return _dated(facts.payment_date, "payment_date", facts)


def _subsidised(reasons: Sequence[Reason] | None) -> Outcome:
    return Outcome(NOT_ASKED) if reasons is None else _without(reasons)
