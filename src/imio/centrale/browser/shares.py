"""Who waits for a part of an envelope and who has one: two tables, and their cells."""

from imio.centrale import _
from imio.centrale.browser import showing
from imio.centrale.browser.showing import Cell
from imio.centrale.browser.showing import Table
from imio.centrale.domain.usage import holders
from imio.centrale.lookup import brains_of
from zope.i18n import translate


WAITING = (
    (_("Turn"), "number"),
    (_("Rank"), "number"),
    (_("Code"), ""),
    (_("Authority"), ""),
    (_("Has"), "number"),
    (_("Waits for"), "number"),
    (_("Arithmetic"), ""),
)
HOLDERS = (
    (_("Authority"), ""),
    (_("Dossiers"), "number"),
    (_("Reserved"), "number"),
    (_("Granted, not yet paid"), "number"),
    (_("Paid"), "number"),
    (_("Total"), "number"),
    (_("Amount of the category"), "number"),
    (_("Left of it"), "number"),
)


def waiting_table(book, request):
    """The waiting list, in the order it is served."""
    found = list(book.waiting())
    positions = [position for position, _amount in found]
    brains = brains_of(
        uid for each in positions for uid in (each.mission, each.authority)
    )
    return Table(
        title=translate(_("Waiting list"), context=request),
        columns=headings(request, *WAITING),
        rows=tuple(
            _waiting_row(turn, *each, brains, request)
            for turn, each in enumerate(found, start=1)
        ),
        empty=translate(
            _("Nobody waits: every eligible order has what it may have."),
            context=request,
        ),
    )


def holders_table(book, request):
    """The authorities by what they have, the largest amount first."""
    found = holders(book.store)
    brains = brains_of(each.authority for each in found)
    return Table(
        title=translate(_("By authority"), context=request),
        columns=headings(request, *HOLDERS),
        rows=tuple(_holder_row(each, brains, request) for each in found),
        empty=translate(
            _("No authority has anything of this envelope yet."), context=request
        ),
    )


def _waiting_row(turn, position, amount, brains, request):
    return (
        number_cell(turn),
        number_cell(position.rank),
        code_cell(brains.get(position.mission), request),
        title_cell(brains.get(position.authority), request),
        amount_cell(position.held),
        amount_cell(amount),
        why_cell(brains.get(position.mission), request),
    )


def _holder_row(holder, brains, request):
    totals = holder.totals
    return (
        title_cell(brains.get(holder.authority), request),
        number_cell(holder.dossiers),
        amount_cell(totals.reserved),
        amount_cell(totals.granted),
        amount_cell(totals.liquidated),
        amount_cell(totals.held),
        amount_cell(holder.category_amount),
        amount_cell(holder.left),
    )


def headings(request, *columns):
    """Headings of (text, kind of cell)."""
    return tuple(
        Cell(translate(text, context=request), kind=kind) for text, kind in columns
    )


def number_cell(number):
    return Cell(str(number), kind="number")


def amount_cell(amount):
    return Cell(showing.euros(amount), kind="number")


def code_cell(brain, request):
    """The tracking code of a mission; a dossier that is gone is told."""
    if brain is None:
        return Cell(translate(_("removed"), context=request))
    return Cell(brain.tracking_code, brain.getURL(), kind="code")


def title_cell(brain, request):
    if brain is None:
        return Cell(translate(_("removed"), context=request))
    return Cell(brain.Title, brain.getURL())


def why_cell(brain, request):
    """The way to the arithmetic of a mission."""
    if brain is None:
        return Cell()
    url = f"{brain.getURL()}/@@centrale-why"
    return Cell(translate(_("Why"), context=request), url)
