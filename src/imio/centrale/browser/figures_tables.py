"""The tables of the figures: one value of each serves the page, the files and its links."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from imio.centrale import _
from imio.centrale import figures_wording as wording
from imio.centrale.domain.figures import Figure
from imio.centrale.domain.figures import percent
from imio.centrale.domain.figures_report import address


TOTAL = _("Total")
NUMBER, MONEY, PERCENT, CHANGE, DAYS = "number", "money", "percent", "change", "days"


@dataclass(frozen=True)
class Value:
    """One cell: what it is, how it is written, and the figure it is the number of."""

    value: str | int | Decimal | date | None
    kind: str = ""
    address: str = ""


@dataclass(frozen=True)
class Sheet:
    """A table; ``columns`` are (title, kind), ``foot`` is one more row or nothing,
    ``definitions`` are (what, what it counts).
    """

    id: str
    title: str
    columns: tuple
    rows: tuple
    foot: tuple = ()
    definitions: tuple = ()


def number(figure: Figure, *words: str) -> Value:
    """How many, leading to those."""
    return Value(figure.number, NUMBER, address(*words) if figure.uids else "")


def _sheet(words, sheet_id, title, columns, rows, foot=(), definitions=()):
    return Sheet(
        id=sheet_id,
        title=words.text(title),
        columns=tuple((words.text(text), kind) for text, kind in columns),
        rows=tuple(rows),
        foot=foot,
        definitions=tuple(map(words.defined, definitions)),
    )


# -- members -----------------------------------------------------------------------------

MEMBERS = (
    ("members-kind", _("Members by category"), _("Category"), "kind"),
    ("members-province", _("Municipalities by province"), _("Province"), "province"),
    (
        "members-population",
        _("Municipalities by number of inhabitants"),
        _("Inhabitants"),
        "band",
    ),
)
SHARE_COLUMNS = (
    (_("Members"), NUMBER),
    (_("Registered"), NUMBER),
    (_("Rest"), NUMBER),
    (_("Percentage"), PERCENT),
)


def members_sheets(members, words):
    """By kind, by province, by band; with the rest and the percentage."""
    found = {
        "kind": (members.by_kind, members.total, ""),
        "province": (members.by_province, members.communes, "communes"),
        "band": (members.by_band, members.communes, "communes"),
    }
    for sheet_id, title, heading, group in MEMBERS:
        shares, total, whole = found[group]
        yield _sheet(
            words,
            sheet_id,
            title,
            ((heading, ""), *SHARE_COLUMNS),
            (_share_row(words.term(group, s.key), s, group, s.key) for s in shares),
            _share_row(words.text(TOTAL), total, whole),
            ("members",) if group == "kind" else ("communes",),
        )


def _share_row(title, share, *place):
    return (
        Value(title),
        number(share.members, "members", *place),
        Value(share.registered.number, NUMBER),
        number(share.rest, "rest", *place),
        Value(share.percent, PERCENT),
    )


# -- requests and orders -----------------------------------------------------------------

ACTIVITY_COLUMNS = (
    (_("Requests"), NUMBER),
    (_("Orders"), NUMBER),
    (_("Amount excl. VAT"), MONEY),
    (_("Mean order"), MONEY),
)
VARIATION_COLUMNS = (
    (_("Lot"), ""),
    (_("Orders the year before"), NUMBER),
    (_("Orders"), NUMBER),
    (_("Variation"), CHANGE),
    (_("Variation (%)"), PERCENT),
    (_("Amount the year before"), MONEY),
    (_("Amount"), MONEY),
    (_("Variation in amount"), MONEY),
    (_("Variation in amount (%)"), PERCENT),
)
SOLUTION_COLUMNS = (
    (_("Lot"), ""),
    (_("In production"), NUMBER),
    (_("On order"), NUMBER),
    (_("Total"), NUMBER),
)


def orders_sheet(lots, total, words):
    """What was asked for and ordered, lot by lot."""
    return _sheet(
        words,
        "orders",
        _("Requests and orders by lot"),
        ((_("Lot"), ""), *ACTIVITY_COLUMNS),
        (_activity_row(title, each) for title, each in lots),
        _activity_row(words.text(TOTAL), total),
        ("requests", "orders", "mean"),
    )


def markets_sheet(markets, total, words):
    """The same by market."""
    return _sheet(
        words,
        "markets",
        _("Requests and orders by market"),
        ((_("Market"), ""), *ACTIVITY_COLUMNS),
        (_activity_row(title, each) for title, each in markets),
        _activity_row(words.text(TOTAL), total),
        ("requests", "orders", "mean"),
    )


def _activity_row(title, each):
    return (
        Value(title),
        number(each.requests, "requests", each.key),
        number(each.orders, "orders", each.key),
        Value(each.orders.amount, MONEY),
        Value(each.mean, MONEY),
    )


def variation_sheet(lots, total, words):
    """Against the same days of the year before."""
    return _sheet(
        words,
        "variation",
        _("Variation since the year before"),
        VARIATION_COLUMNS,
        (_variation_row(title, each) for title, each in lots),
        _variation_row(words.text(TOTAL), total),
        ("orders", "before"),
    )


def _variation_row(title, each):
    change = each.variation
    return (
        Value(title),
        number(each.before, "before", each.key),
        number(each.orders, "orders", each.key),
        Value(change.number, CHANGE),
        Value(change.number_percent, PERCENT),
        Value(each.before.amount, MONEY),
        Value(each.orders.amount, MONEY),
        Value(change.amount, MONEY),
        Value(change.amount_percent, PERCENT),
    )


def solutions_sheet(lots, total, words):
    """In production and on order at the end of the period."""
    return _sheet(
        words,
        "solutions",
        _("Solutions in production and on order"),
        SOLUTION_COLUMNS,
        (_solution_row(title, each) for title, each in lots),
        _solution_row(words.text(TOTAL), total),
        ("production", "on_order"),
    )


def _solution_row(title, each):
    return (
        Value(title),
        number(each.production, "production", each.key),
        number(each.on_order, "on_order", each.key),
        Value(each.production.number + each.on_order.number, NUMBER),
    )


def clients_sheet(clients, words):
    """New clients by lot and by year; ``clients`` are (title, ``NewClients``)."""
    years = sorted({year for _title, each in clients for year in each.by_year})
    return _sheet(
        words,
        "new-clients",
        _("New clients by lot and by year"),
        ((_("Lot"), ""), *((str(year), NUMBER) for year in years), (TOTAL, NUMBER)),
        (_clients_row(title, each, years) for title, each in clients),
        _clients_foot(clients, years, words),
        ("new_clients",),
    )


def _clients_row(title, each, years):
    found = [each.by_year.get(year, Figure()) for year in years]
    return (
        Value(title),
        *(
            number(figure, "new_clients", each.key, str(year))
            for year, figure in zip(years, found)
        ),
        Value(sum(figure.number for figure in found), NUMBER),
    )


def _clients_foot(clients, years, words):
    sums = [
        sum(each.by_year.get(year, Figure()).number for _title, each in clients)
        for year in years
    ]
    numbers = (Value(each, NUMBER) for each in (*sums, sum(sums)))
    return (Value(words.text(TOTAL)), *numbers)


# -- the procedure -----------------------------------------------------------------------

FUNNEL_COLUMNS = (
    (_("Step"), ""),
    (_("Reached"), NUMBER),
    (_("Of the requests"), PERCENT),
    (_("Wait there"), NUMBER),
    (_("Stopped there"), NUMBER),
)
TIMES_COLUMNS = (
    (_("Missions"), NUMBER),
    (_("Shortest"), DAYS),
    (_("Lower quartile"), DAYS),
    (_("Median"), DAYS),
    (_("Upper quartile"), DAYS),
    (_("Longest"), DAYS),
)


def funnel_sheet(steps, words):
    """How many came how far, and where they stopped."""
    whole = steps[0].reached.number
    return _sheet(
        words,
        "funnel",
        _("From the request to the closure"),
        FUNNEL_COLUMNS,
        (
            (
                Value(words.text(wording.STEPS[step.name])),
                number(step.reached, "funnel", "reached", step.name),
                Value(percent(step.reached.number, whole), PERCENT),
                number(step.waiting, "funnel", "waiting", step.name),
                number(step.stopped, "funnel", "stopped", step.name),
            )
            for step in steps
        ),
        definitions=("funnel",),
    )


def times_sheet(times, words):
    """Each part of the procedure, over all lots."""
    return _sheet(
        words,
        "lead-times",
        _("Lead times of the procedure, in calendar days"),
        ((_("Part"), ""), *TIMES_COLUMNS),
        (
            (Value(words.text(wording.SPANS[each.span.name])), *_times_cells(each, ""))
            for each in times
        ),
        definitions=("times",),
    )


def delivery_sheet(lots, words):
    """From the order to the delivery, promised and measured; ``lots`` are
    (``figures.Lot``, ``Times``).
    """
    return _sheet(
        words,
        "delivery",
        _("From the order to the delivery, by lot"),
        ((_("Lot"), ""), (_("Promised"), DAYS), *TIMES_COLUMNS),
        (
            (Value(lot.title), Value(lot.promised, DAYS), *_times_cells(each, lot.uid))
            for lot, each in lots
        ),
        definitions=("times",),
    )


def lot_times_sheet(lots, words):
    """Every part, lot by lot."""
    return _sheet(
        words,
        "lead-times-lots",
        _("Lead times by lot, in calendar days"),
        ((_("Lot"), ""), (_("Part"), ""), *TIMES_COLUMNS),
        (
            (
                Value(lot.title),
                Value(words.text(wording.SPANS[each.span.name])),
                *_times_cells(each, lot.uid),
            )
            for lot, times in lots
            for each in times
        ),
        definitions=("times",),
    )


def _times_cells(each, lot):
    return (
        number(each.figure, "times", each.span.name, lot),
        Value(Decimal(each.least), DAYS),
        Value(each.lower, DAYS),
        Value(each.median, DAYS),
        Value(each.upper, DAYS),
        Value(Decimal(each.most), DAYS),
    )


# -- the rest ----------------------------------------------------------------------------

SUBSIDY_COLUMNS = (
    (_("Program"), ""),
    (_("Envelope"), MONEY),
    (_("Reserved"), MONEY),
    (_("Granted, not yet paid"), MONEY),
    (_("Paid"), MONEY),
    (_("Free"), MONEY),
)


def subsidy_sheet(programs, words):
    """The heads of the ledgers; ``programs`` are (title, ``Book``)."""
    names = ("envelope", "reserved", "granted", "liquidated")
    return _sheet(
        words,
        "subsidy",
        _("Envelopes of the subsidies"),
        SUBSIDY_COLUMNS,
        (
            (
                Value(title),
                *(Value(book.head[name], MONEY) for name in names),
                Value(book.balance, MONEY),
            )
            for title, book in programs
        ),
        definitions=("subsidy",),
    )


def enquiries_sheet(enquiries, words):
    """By kind."""
    whole = Value(sum(each.number for each in enquiries.values()), NUMBER)
    return _sheet(
        words,
        "enquiries",
        _("Enquiries by kind"),
        ((_("Kind"), ""), (_("Enquiries"), NUMBER)),
        (
            (Value(words.term("enquiries", kind)), number(each, "enquiries", kind))
            for kind, each in sorted(enquiries.items())
        ),
        (Value(words.text(TOTAL)), whole) if enquiries else (),
        ("enquiries",),
    )
