"""The checklist of a closure file and the figures of indicators, as JSON."""

from imio.centrale import closures
from imio.centrale import reported
from imio.centrale.browser.showing import term
from imio.centrale.closure_facts import findings_of
from imio.centrale.domain.findings import blocks
from imio.centrale.domain.indicators import reached
from imio.centrale.messages import as_json as reason_json
from imio.centrale.serializers.ledger import iso
from imio.centrale.timeline import name_of


def checklist_json(closure, request):
    """The lines and verdicts that this user may read, with the versions of the rules."""
    found = closures.told(closure, closures.judgement_of(closure))
    accepted, is_read = closure.judgement is not None, closure.invoice_read is not None
    return {
        "@id": f"{closure.absolute_url()}/@centrale-checklist",
        "accepted": {"at": iso(found.at), "agent": found.agent} if accepted else None,
        "lines": [line_json(line, request) for line in found.lines],
        "verdicts": [
            {**verdict_json(each, request), "subsidy_rules": found.subsidy_rules}
            for each in found.verdicts
        ],
        "findings": [
            {**reason_json(each, request), "blocks": is_read and blocks(each)}
            for each in findings_of(closure) or ()
        ],
        "indicators": [result_json(each) for each in reported.results_of(closure)],
        "to_correct": list(closure.to_correct),
    }


def line_json(line, request):
    """A line; ``blocks`` while it keeps the file from being accepted."""
    code = line.definition.code
    return {
        "line": code,
        "title": term("imio.centrale.checklist_lines", code, request),
        "verdict": line.definition.verdict,
        "state": line.state,
        "machine": line.outcome.state,
        "reasons": [reason_json(each, request) for each in line.outcome.reasons],
        "notes": [reason_json(each, request) for each in line.outcome.notes],
        "blocks": line.blocks,
        "may_be_ticked": line.may_be_ticked,
        "tick": tick_json(line.tick) if line.tick is not None else None,
    }


def tick_json(tick):
    """Who answers for a line, since when and why."""
    return {
        "agent": tick.agent,
        "name": name_of(tick.agent),
        "instant": iso(tick.instant),
        "note": tick.note,
    }


def verdict_json(verdict, request):
    """``admissible`` or ``eligible``, by which version of the rules of the checklist."""
    return {
        "subject": verdict.subject,
        "state": verdict.state,
        "reasons": [reason_json(each, request) for each in verdict.reasons],
        "rules_version": verdict.rules_version,
    }


def result_json(result):
    """A value that was reported, and whether it reaches its target."""
    return {
        **indicator_json(result.indicator),
        "target": result.indicator.target,
        "value": _plain(result.value),
        "reached": reached(result.indicator, result.value),
    }


def figure_json(figure):
    """An indicator over several dossiers."""
    return {
        **indicator_json(figure.indicator),
        "figure": None if figure.figure is None else f"{figure.figure:f}",
        "dossiers": figure.dossiers,
        "with_target": figure.with_target,
        "reached": figure.reached,
    }


def indicator_json(indicator):
    return {
        "code": indicator.code,
        "label": indicator.label,
        "unit": indicator.unit,
        "kind": indicator.kind,
    }


def _plain(value):
    """Figures as text, never as a float."""
    return value if isinstance(value, bool) else str(value)
