"""Which tables the figures have: all of them for agents and auditors, totals for others."""

from dataclasses import replace
from imio.centrale import _
from imio.centrale.browser import figures_tables as tables
from imio.centrale.browser.figures_tables import Sheet
from imio.centrale.browser.figures_tables import Value
from imio.centrale.domain import figures_public as public
from imio.centrale.domain.lead_times import DELIVERY
from imio.centrale.subsidy.positions import book_of


PUBLIC_ORDERS = (
    (_("Lot"), ""),
    (_("Orders"), "number"),
    (_("Amount excl. VAT"), "money"),
)


def all_sheets(found, words):
    """Id -> table, in their order; those that hold nothing are there too."""
    report = found.report
    lots = _titled(found.lots, report.lots)
    markets = [(found.markets.get(each.key, each.key), each) for each in report.markets]
    times = [(lot, report.times_by_lot.get(uid, ())) for uid, lot in found.lots.items()]
    made = (
        *tables.members_sheets(report.members, words),
        tables.orders_sheet(lots, report.total, words),
        tables.markets_sheet(sorted(markets, key=_title), report.total, words),
        tables.variation_sheet(lots, report.total, words),
        tables.solutions_sheet(lots, report.total, words),
        tables.clients_sheet(_titled(found.lots, report.new_clients), words),
        tables.funnel_sheet(report.funnel, words),
        tables.times_sheet(report.times, words),
        tables.delivery_sheet(deliveries(found), words),
        tables.lot_times_sheet(times, words),
        tables.subsidy_sheet([(p.title, book_of(p)) for p in found.programs], words),
        tables.enquiries_sheet(found.enquiries, words),
    )
    return {sheet.id: sheet for sheet in made}


def _title(pair):
    return pair[0]


def _titled(lots, keyed):
    """(title, each) in the order of the numbers of the lots."""
    by_key = {each.key: each for each in keyed}
    return [(lot.title, by_key[uid]) for uid, lot in lots.items() if uid in by_key]


def deliveries(found):
    """(lot, its ``Times`` from the order to the delivery), where there are any."""
    return [
        (found.lots[uid], each)
        for uid in found.lots
        for each in found.report.times_by_lot.get(uid, ())
        if each.span is DELIVERY
    ]


# -- for the public ----------------------------------------------------------------------


def public_sheets(found, words):
    """Id -> table of what anybody may read, without links to what stands behind."""
    made = (
        *_public_members(found.report.members, words),
        _public_orders(found, words),
        tables.delivery_sheet(public_deliveries(found), words),
    )
    return {sheet.id: _without_links(sheet) for sheet in made if sheet.rows}


def public_deliveries(found):
    """The same of the lots that enough dossiers tell of."""
    times = public.published_times(found.report.times_by_lot)
    return [(lot, times[uid]) for uid, lot in found.lots.items() if uid in times]


def _public_members(members, words):
    """Nothing of too few; who has not joined is nobody's secret."""
    if not public.is_published(members.total.members):
        return ()
    groups = ["by_kind"]
    if public.is_published(members.communes.members):
        groups += ["by_province", "by_band"]
    none = dict.fromkeys(("by_kind", "by_province", "by_band"), ())
    shown = {name: public.published_shares(getattr(members, name)) for name in groups}
    return tables.members_sheets(replace(members, **{**none, **shown}), words)


def _public_orders(found, words):
    orders = public.published_orders(found.report.lots)
    rows = [
        (
            Value(words.published_lot(key, orders)),
            Value(each.number, "number"),
            Value(each.amount, "money"),
        )
        for key, each in orders.items()
    ]
    total = found.report.total.orders
    return Sheet(
        id="orders",
        title=words.text(_("Orders by lot")),
        columns=tuple((words.text(title), kind) for title, kind in PUBLIC_ORDERS),
        rows=tuple(rows),
        foot=(
            Value(words.text(tables.TOTAL)),
            Value(total.number, "number"),
            Value(total.amount, "money"),
        ),
        definitions=(words.defined("orders"),),
    )


def _without_links(sheet):
    rows = tuple(tuple(map(_plain, row)) for row in sheet.rows)
    return replace(sheet, rows=rows, foot=tuple(map(_plain, sheet.foot)))


def _plain(value):
    return Value(value.value, value.kind)
