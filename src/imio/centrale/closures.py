"""Closure files: what is judged, what an agent answers for, who is told."""

from dataclasses import dataclass
from dataclasses import replace
from datetime import datetime
from imio.centrale import clock
from imio.centrale import invoices
from imio.centrale import reported
from imio.centrale.closure_facts import facts_of
from imio.centrale.domain import closure_checklist as rules
from imio.centrale.domain.reasons import reason
from imio.centrale.domain.reasons import Refused
from imio.centrale.parties import may
from imio.centrale.proving.keeping import evidence_of
from imio.centrale.proving.overrides import override
from imio.centrale.proving.overrides import override_for
from imio.centrale.subsidy.programs import actor
from imio.centrale.subsidy.settling import order_of
from imio.centrale.texts import text_reasons
from imio.centrale.workflows.state import state_of
from imio.centrale.workflows.state import wrong_state


VIEW_CHECKS = "imio.centrale: View Checks"
VIEW_SUBSIDY = "imio.centrale: View Subsidy"


@dataclass(frozen=True)
class Ticked:
    """A line that an agent answered for; kept for ever, also when it no longer holds."""

    line: str
    tick: rules.Tick


@dataclass(frozen=True)
class Judgement:
    """The checklist of a file and its two verdicts, at an instant.

    ``agent`` accepted it then; ``subsidy_rules`` is the version of the rules of the
    program by which its order was judged, ``None`` without subsidy.
    """

    lines: tuple
    verdicts: tuple
    at: datetime
    agent: str = ""
    subsidy_rules: int | None = None


def judge(closure):
    """The checklist and the verdicts as they are now."""
    found = rules.checklist(facts_of(closure), current_ticks(closure))
    order = order_of(closure)
    return Judgement(
        lines=tuple(found),
        verdicts=rules.verdicts(found),
        at=clock.stored(clock.now()),
        subsidy_rules=order.subsidy_rules if order is not None else None,
    )


def judgement_of(closure):
    """The one of its acceptance; of now, before."""
    return closure.judgement or judge(closure)


def current_ticks(closure):
    """The last tick of each line; a document that was let pass is a ticked line."""
    found = {each.line: each.tick for each in closure.ticks}
    overrides = {
        each.field: override_for(closure, each) for each in evidence_of(closure)
    }
    for code, field in rules.CODE_LINES.items():
        row = overrides.get(field)
        if row is not None:
            found[code] = rules.Tick(row["agent"], row["at"], row["note"], True)
    return found


def told(closure, judgement):
    """The same for whoever reads it: agents and auditors read it all.

    Others get no notes of the agents; who may not know of the subsidy gets no verdicts,
    which tell of it, and none of its lines.
    """
    if may(closure, VIEW_CHECKS):
        return judgement
    with_subsidy = may(closure, VIEW_SUBSIDY)
    return replace(
        judgement,
        lines=tuple(rules.for_the_parties(judgement.lines, with_subsidy)),
        verdicts=judgement.verdicts if with_subsidy else (),
    )


def acceptance_reasons(closure):
    """What keeps a file from being accepted until an agent answers for it.

    The codes of its documents have a rule of their own (``proving.guarding``).
    """
    lines = judge(closure).lines
    return rules.acceptance_reasons(
        line for line in lines if line.definition.code not in rules.CODE_LINES
    )


def keep_judgement(closure):
    """The acceptance keeps what it was decided on."""
    closure.judgement = replace(judge(closure), agent=actor())


def tick(closure, code, note):
    """The current agent answers for a line; ``Refused`` when he cannot.

    For the code in a document, he lets it pass. Twice the same counts once.
    """
    if state_of(closure) != "deposited":
        raise Refused([wrong_state(closure)])
    now = clock.stored(clock.now())
    given = rules.Tick(actor(), now, note)
    line = _line(closure, code)
    if line.tick is not None and _says_the_same(line.tick, given):
        return
    reasons = rules.tick_reasons(line, given)
    reasons += [replace(each, field="note") for each in text_reasons("", note)]
    if reasons:
        raise Refused(reasons)
    if code in rules.CODE_LINES:
        override(closure, rules.CODE_LINES[code], note)
    else:
        closure.ticks = (*closure.ticks, Ticked(code, given))


def _line(closure, code):
    for line in judge(closure).lines:
        if line.definition.code == code:
            return line
    raise Refused([reason("unknown_checklist_line", "line", line=code[:100])])


def _says_the_same(one, other):
    return (one.agent, one.note) == (other.agent, other.note)


def complete(closure):
    """What the file and the lot say is filled in."""
    invoices.complete(closure)
    reported.complete(closure)


def saving_reasons(closure):
    """What is wrong in a draft."""
    return invoices.missing_reasons(closure) + reported.saving_reasons(closure)
