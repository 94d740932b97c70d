"""The tables of an offer: its totals, its conformity, its revisions side by side."""

from imio.centrale import _
from imio.centrale.browser import showing
from imio.centrale.browser.showing import Cell
from imio.centrale.browser.showing import Table
from imio.centrale.domain.money import to_text
from imio.centrale.messages import sentence
from imio.centrale.timeline import name_of
from zope.i18n import translate


TOTALS = (
    (_("VAT"), ""),
    (_("Excluding VAT"), "number"),
    (_("VAT amount"), "number"),
    (_("Including VAT"), "number"),
)
CONFORMITY = (
    (_("Code"), ""),
    (_("Label"), ""),
    (_("Lines"), ""),
    (_("Quantity"), "number"),
    (_("Price of annexe B"), "number"),
    (_("Price offered"), "number"),
    (_("Difference"), "number"),
    (_("%"), "number"),
    (_("Amount offered"), "number"),
    (_("Conform"), ""),
)
REVISIONS = (
    (_("Revision"), "number"),
    (_("What"), ""),
    (_("When"), ""),
    (_("Who"), ""),
    (_("Annexe B"), ""),
    (_("Excluding VAT"), "number"),
    (_("Including VAT"), "number"),
    (_("Comment"), ""),
)
COMPARISON = (
    (_("Code"), ""),
    (_("Label"), ""),
    (_("What changed"), ""),
    (_("Quantity before"), "number"),
    (_("Quantity after"), "number"),
    (_("Price before"), "number"),
    (_("Price after"), "number"),
    (_("Amount before"), "number"),
    (_("Amount after"), "number"),
)
KINDS = {"submitted": _("Submitted"), "returned": _("Sent back")}
NOTHING = Cell(kind="number")


def headings(request, columns):
    return tuple(
        Cell(translate(text, context=request), kind=kind) for text, kind in columns
    )


def number(text):
    return Cell(text, kind="number")


def euros(value):
    return number(showing.euros(value))


# -- totals ----------------------------------------------------------------------------


def totals_table(totals, request):
    """The base and the VAT of each rate, and both added up."""
    rows = [(f"{part.rate} %", part.base, part.vat) for part in totals.by_rate]
    vat = totals.incl_vat - totals.excl_vat
    total = translate(_("Total"), context=request)
    return Table(
        title=translate(_("Totals by VAT rate"), context=request),
        columns=headings(request, TOTALS),
        rows=tuple(_sums(*row) for row in rows),
        foot=(_sums(total, totals.excl_vat, vat),),
    )


def _sums(label, base, vat):
    return (Cell(label), euros(base), euros(vat), euros(base + vat))


# -- conformity ------------------------------------------------------------------------


def conformity_table(found, request, rows=None):
    """Each code of the offer once, against the line of annexe B; ``rows`` are those of
    the codes to show, all of them unless they are given.
    """
    words = translate(_("Total excluding VAT"), context=request)
    foot = (
        *(Cell(words), Cell(), Cell(), NOTHING),
        euros(found.ceiling.excl_vat),
        NOTHING,
        euros(found.difference),
        number(percent(found.percent)),
        euros(found.offered.excl_vat),
        yes_or_no(found.is_conform, request),
    )
    version = _(
        "Against annexe B, version ${version}", mapping={"version": found.version}
    )
    return Table(
        title=translate(version, context=request),
        columns=headings(request, CONFORMITY),
        rows=tuple(
            _conformity_row(row, request)
            for row in (found.rows if rows is None else rows)
        ),
        foot=(foot,),
    )


def _conformity_row(row, request):
    line = row.inventory
    remarks = " ".join(sentence(each, request) for each in row.reasons)
    return (
        Cell(row.code),
        Cell(line.label if line else ""),
        Cell(", ".join(str(each) for each in row.rows)),
        number(showing.quantity(row.quantity)),
        number(showing.unit_price(line.unit_price) if line else ""),
        number(" / ".join(showing.unit_price(price) for price in row.prices)),
        number(showing.unit_price(row.difference)),
        number(percent(row.percent)),
        euros(row.offered_amount),
        Cell(remarks) if remarks else yes_or_no(True, request),
    )


def yes_or_no(answer, request):
    return Cell(translate(_("Yes") if answer else _("No"), context=request))


def percent(value):
    """``-5,00 %``; nothing for ``None``."""
    if value is None:
        return ""
    return f"{to_text(value).replace('.', ',')}{showing.NO_BREAK_SPACE}%"


# -- revisions -------------------------------------------------------------------------


def revisions_table(revisions, request):
    """What was submitted and sent back, the latest first."""
    return Table(
        title=translate(_("Revisions"), context=request),
        columns=headings(request, REVISIONS),
        rows=tuple(_revision_row(each, request) for each in reversed(revisions)),
        empty=translate(_("Nothing was submitted yet."), context=request),
    )


def _revision_row(revision, request):
    return (
        number(str(revision.number)),
        Cell(translate(KINDS[revision.kind], context=request)),
        Cell(showing.instant(revision.at)),
        Cell(name_of(revision.actor)),
        Cell(revision.inventory),
        euros(revision.totals.excl_vat),
        euros(revision.totals.incl_vat),
        Cell(revision.note, kind="lines"),
    )


def comparison_table(old, new, found, request):
    """Two revisions side by side: changes first, then what stayed."""
    title = _(
        "Revision ${old} and revision ${new}",
        mapping={"old": old.number, "new": new.number},
    )
    rows = (
        *((_("Changed"), each.old, each.new) for each in found.changed),
        *((_("Added"), None, line) for line in found.added),
        *((_("Removed"), line, None) for line in found.removed),
        *((_("Unchanged"), line, line) for line in found.unchanged),
    )
    return Table(
        title=translate(title, context=request),
        columns=headings(request, COMPARISON),
        rows=tuple(_compared(*row, request) for row in rows),
        foot=tuple(_compared_sums(found, request)),
    )


def _compared(what, old, new, request):
    line = new or old
    return (
        Cell(line.code),
        Cell(line.label),
        Cell(translate(what, context=request)),
        *(
            number(showing.quantity(each.quantity)) if each else NOTHING
            for each in (old, new)
        ),
        *(_prices(each) for each in (old, new)),
        *(euros(each.amount) if each else NOTHING for each in (old, new)),
    )


def _prices(line):
    if line is None:
        return NOTHING
    return number(" / ".join(showing.unit_price(price) for price in line.prices))


def _compared_sums(found, request):
    for words, name in (
        (_("Total excluding VAT"), "excl_vat"),
        (_("Total including VAT"), "incl_vat"),
    ):
        label = Cell(translate(words, context=request))
        yield (
            *(label, Cell(), Cell()),
            *[NOTHING] * 4,
            euros(getattr(found.old_totals, name)),
            euros(getattr(found.new_totals, name)),
        )
