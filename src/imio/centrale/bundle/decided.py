"""What was proposed and decided on the way: revisions of an offer, verdicts on a file."""

from imio.centrale import _
from imio.centrale.browser import showing
from imio.centrale.browser.showing import Cell
from imio.centrale.browser.showing import Table
from imio.centrale.bundle.french import FRENCH
from imio.centrale.bundle.french import say
from imio.centrale.content.closure import IClosureFile
from imio.centrale.content.offer import IOffer
from imio.centrale.messages import sentence
from imio.centrale.serializers.closure import line_json
from imio.centrale.serializers.closure import tick_json
from imio.centrale.serializers.closure import verdict_json
from imio.centrale.serializers.ledger import iso
from imio.centrale.serializers.offers import revision_json
from imio.centrale.timeline import name_of


def decided_json(obj):
    """What an offer or a closure file has besides its fields."""
    if IOffer.providedBy(obj):
        return {"revisions": [revision_json(each) for each in obj.revisions]}
    if IClosureFile.providedBy(obj):
        return {
            "judgement": judgement_json(obj.judgement),
            "ticks": [
                {"line": each.line, **tick_json(each.tick)} for each in obj.ticks
            ],
        }
    return {}


def judgement_json(judgement):
    """The checklist as the file was accepted; nothing before: it would change by itself."""
    if judgement is None:
        return None
    return {
        "at": iso(judgement.at),
        "agent": judgement.agent,
        "subsidy_rules": judgement.subsidy_rules,
        "lines": [line_json(each, FRENCH) for each in judgement.lines],
        "verdicts": [verdict_json(each, FRENCH) for each in judgement.verdicts],
    }


def decided_tables(obj):
    """The same for people."""
    if IOffer.providedBy(obj) and obj.revisions:
        return [revisions_table(obj.revisions)]
    if IClosureFile.providedBy(obj) and obj.judgement is not None:
        return [verdicts_table(obj.judgement), lines_table(obj.judgement)]
    return []


def table(title, headings, rows):
    columns = tuple(Cell(say(each)) for each in headings)
    return Table(say(title) if title else "", columns, tuple(rows))


def term(vocabulary, value):
    return Cell(showing.term(f"imio.centrale.{vocabulary}", value, FRENCH))


def sentences(reasons):
    return Cell("\n".join(sentence(each, FRENCH) for each in reasons))


def revisions_table(revisions):
    headings = (
        _("Revision"),
        _("Date"),
        _("By"),
        _("Total excluding VAT (€)"),
        _("Total including VAT (€)"),
        _("Comment"),
    )
    rows = (
        (
            Cell(str(each.number)),
            Cell(showing.instant(each.at)),
            Cell(name_of(each.actor)),
            Cell(showing.euros(each.totals.excl_vat), kind="number"),
            Cell(showing.euros(each.totals.incl_vat), kind="number"),
            Cell(each.note),
        )
        for each in revisions
    )
    return table(_("Revisions"), headings, rows)


def verdicts_table(judgement):
    rows = (
        (
            term("verdict_subjects", each.subject),
            term("verdict_states", each.state),
            sentences(each.reasons),
        )
        for each in judgement.verdicts
    )
    return table(_("Verdicts"), (_("Verdict"), _("State"), _("Reasons")), rows)


def lines_table(judgement):
    headings = (_("Line"), _("State"), _("Reasons"), _("By"), _("Reason"))
    rows = (
        (
            term("checklist_lines", each.definition.code),
            term("checklist_states", each.state),
            sentences(each.outcome.reasons),
            Cell(name_of(each.tick.agent) if each.tick is not None else ""),
            Cell(each.tick.note if each.tick is not None else ""),
        )
        for each in judgement.lines
    )
    return table(_("Checklist"), headings, rows)
