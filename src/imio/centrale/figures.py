"""The figures of a centrale, read from the catalog and no object.

Two readings of the same dossiers give the same figures: they depend on the days in the
catalog, on the period, and on the states at the instant of the reading, which is said.
"""

from dataclasses import dataclass
from datetime import date
from datetime import datetime
from decimal import Decimal
from functools import cache
from functools import cached_property
from imio.centrale import clock
from imio.centrale import parties
from imio.centrale import settings
from imio.centrale.domain import figures as rows
from imio.centrale.domain.figures import Figure
from imio.centrale.domain.figures_public import FEWEST
from imio.centrale.domain.figures_report import Report
from imio.centrale.domain.figures_report import report
from imio.centrale.domain.lead_times import DELIVERY
from imio.centrale.domain.lead_times import times
from imio.centrale.domain.reasons import reason
from imio.centrale.domain.reasons import Refused
from imio.centrale.kept import Kept
from imio.centrale.lookup import search
from imio.centrale.withholding import withheld_in
from typing import NamedTuple

import re


ADHESION = "imio.centrale.Adhesion"
AUTHORITY = "imio.centrale.LocalAuthority"
ENQUIRY = "imio.centrale.Enquiry"
LOT = "imio.centrale.Lot"
MARKET = "imio.centrale.Market"
MISSION = "imio.centrale.MissionRequest"
_YEAR = re.compile("[0-9]{4}")
#: reports that a process keeps: of a period, a market, of all lots or of those not withheld
MOST_REPORTS = 12
_kept = Kept(MOST_REPORTS)


# -- who may read ------------------------------------------------------------------------


def may_read_all(centrale):
    """Agents and auditors read every figure, and the dossiers behind it."""
    return parties.may(centrale, "imio.centrale: View Checks")


def may_read(centrale):
    """Anybody may read the totals, where they are published."""
    return may_read_all(centrale) or bool(settings.get("public_figures"))


# -- rows --------------------------------------------------------------------------------


@cache
def _day(text):
    return date.fromisoformat(text)


def _days(brain):
    return {name: _day(text) for name, text in (brain.milestones or {}).items()}


def _text(value):
    """A column of the catalog: objects without one have something that is no text."""
    return value if isinstance(value, str) else ""


def authority_row(brain):
    population = brain.population
    return rows.Authority(
        uid=brain.UID,
        kind=brain.authority_type,
        province=_text(brain.province),
        population=population if isinstance(population, int) else None,
    )


def adhesion_row(brain):
    return rows.Adhesion(
        uid=brain.UID,
        authority=brain.authority_uid,
        begun=clock.day_of(brain.created.asdatetime()),
        days=_days(brain),
    )


def mission_row(brain):
    amount = brain.amount_excl_vat
    return rows.Mission(
        uid=brain.UID,
        market=brain.market_uid,
        lot=brain.lot_uid,
        authority=brain.authority_uid,
        state=brain.review_state,
        days=_days(brain),
        amount=amount if isinstance(amount, Decimal) else None,
    )


def missions_of(centrale_uid, **query):
    """The dossiers of a centrale as rows."""
    found = search(portal_type=MISSION, centrale_uid=centrale_uid, **query)
    return [mission_row(brain) for brain in found]


# -- the report --------------------------------------------------------------------------


@dataclass(frozen=True)
class Lot:
    """What tables say of a lot; ``promised`` is in calendar days."""

    uid: str
    title: str
    market: str
    url: str
    promised: int | None


@dataclass(frozen=True)
class Figures:
    """The report of a period, when it was made, and the names it speaks of.

    ``left_out`` are the lots of which these figures say nothing.
    """

    centrale: object
    instant: datetime
    report: Report
    market: str
    left_out: frozenset = frozenset()

    @property
    def period(self):
        return self.report.period

    @cached_property
    def lots(self):
        """UID -> ``Lot``, in the order of the numbers: 2 before 10."""
        found = search(portal_type=LOT, centrale_uid=self.centrale.UID())
        lots = sorted(found, key=lambda brain: _number_order(_text(brain.lot_number)))
        return {
            brain.UID: _lot(brain)
            for brain in lots
            if self.market in ("", brain.market_uid) and brain.UID not in self.left_out
        }

    @cached_property
    def markets(self):
        """UID -> title."""
        return market_titles(self.centrale)

    @cached_property
    def programs(self):
        """The subsidy programs that have a ledger; sites have few."""
        found = search(
            portal_type="imio.centrale.SubsidyProgram",
            centrale_uid=self.centrale.UID(),
            sort_on="sortable_title",
        )
        programs = (brain._unrestrictedGetObject() for brain in found)
        return [each for each in programs if each.ledger is not None]

    @cached_property
    def enquiries(self):
        """Kind -> the enquiries of the period."""
        found = search(portal_type=ENQUIRY, centrale_uid=self.centrale.UID())
        asked = [
            brain
            for brain in found
            if clock.day_of(brain.created.asdatetime()) in self.period
        ]
        by_kind = rows.grouped(asked, lambda brain: brain.enquiry_kind)
        return {
            kind: rows.figure(brain.UID for brain in brains)
            for kind, brains in by_kind.items()
        }

    @cached_property
    def by_address(self):
        """Every figure by its address."""
        kinds = {f"enquiries.{kind}": each for kind, each in self.enquiries.items()}
        return {**self.report.figures(), **kinds}

    def figure(self, address):
        """One figure; ``Refused`` for an address that is none."""
        if address not in self.by_address:
            raise Refused([reason("unknown_figure", "figure", figure=address[:100])])
        return self.by_address[address]


def _lot(brain):
    facts = brain.catalogue_facts or {}
    number = _text(brain.lot_number)
    return Lot(
        uid=brain.UID,
        title=f"{number}. {brain.Title}" if number else brain.Title,
        market=brain.market_uid,
        url=brain.getURL(),
        promised=facts.get("lead_time_days"),
    )


def _number_order(number):
    return len(number), number


def figures_of(centrale, year="", market="", is_public=False):
    """The figures of a year, this one when none is asked; of one market, or of all.

    Those for the public leave out the lots that are withheld, whoever reads them.
    Raises ``Refused``: ``unknown_year``, ``unknown_market``.
    """
    uid = centrale.UID()
    period = _period(year)
    query = {"market_uid": _market(centrale, market)} if market else {}
    left_out = withheld_in(centrale) if is_public else frozenset()
    return Figures(
        centrale=centrale,
        instant=clock.now(),
        market=market,
        left_out=left_out,
        report=_kept.get(
            (uid, period, market, left_out),
            lambda: _report(uid, period, query, left_out),
        ),
    )


def _report(uid, period, query, left_out):
    """The report as the catalog has it, of all dossiers but those of some lots."""
    return report(
        [authority_row(brain) for brain in search(portal_type=AUTHORITY)],
        [
            adhesion_row(brain)
            for brain in search(portal_type=ADHESION, centrale_uid=uid)
        ],
        [each for each in missions_of(uid, **query) if each.lot not in left_out],
        period,
    )


def _period(text):
    today = clock.today()
    if not text:
        return rows.period_of(today.year, today)
    try:
        if not _YEAR.fullmatch(text):
            raise ValueError(text)
        return rows.period_of(int(text), today)
    except ValueError:
        raise Refused(
            [reason("unknown_year", "year", first=rows.FIRST_YEAR, last=today.year)]
        )


def _market(centrale, uid):
    if uid not in market_titles(centrale):
        raise Refused([reason("unknown_market", "market")])
    return uid


def market_titles(centrale):
    """UID -> title of the markets of a centrale, by title."""
    found = search(
        portal_type=MARKET, centrale_uid=centrale.UID(), sort_on="sortable_title"
    )
    return {brain.UID: brain.Title for brain in found}


def years_of(centrale):
    """The years that can be asked for, the last one first: since the first dossier."""
    oldest = search(
        portal_type=[MISSION, ADHESION],
        centrale_uid=centrale.UID(),
        sort_on="created",
        sort_limit=1,
    )[:1]
    this_year = clock.today().year
    first = oldest[0].created.year() if oldest else this_year
    return list(range(this_year, max(first, rows.FIRST_YEAR) - 1, -1))


# -- for others --------------------------------------------------------------------------


class LeadTime(NamedTuple):
    """From the order to the delivery: the median in calendar days, of how many."""

    days: Decimal
    dossiers: int


def lead_times(centrale):
    """UID of a lot -> ``LeadTime``, over all of its dossiers, whoever asks.

    A lot of which fewer than three dossiers were delivered is left out: its median would
    tell of one of them. So is a lot that is withheld.
    """
    withheld = withheld_in(centrale)
    by_lot = rows.grouped(missions_of(centrale.UID()), lambda each: each.lot)
    found = {lot: times(group, DELIVERY) for lot, group in by_lot.items()}
    return {
        lot: LeadTime(each.median, each.number)
        for lot, each in found.items()
        if each is not None and each.number >= FEWEST and lot not in withheld
    }


def behind(figure: Figure):
    """What the catalog knows of the dossiers of a figure, the latest first."""
    if not figure.uids:
        return []
    return search(UID=list(figure.uids), sort_on="created", sort_order="descending")
