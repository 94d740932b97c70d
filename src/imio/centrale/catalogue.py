"""The public catalogue of a centrale, read from the portal catalog and no object.

What depends on the day is computed when it is asked for; what is kept with each lot and
market are the facts it follows from (``kept_of_lot``, ``kept_of_market``).
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from imio.centrale import clock
from imio.centrale import figures
from imio.centrale import lots
from imio.centrale import settings
from imio.centrale.columns import read_day
from imio.centrale.content.market import IMarket
from imio.centrale.domain import lot_state
from imio.centrale.domain.catalogue import fits
from imio.centrale.domain.catalogue import Option
from imio.centrale.domain.catalogue import Searched
from imio.centrale.domain.money import to_text
from imio.centrale.holdings import holders_on
from imio.centrale.lookup import ancestor
from imio.centrale.workflows.state import state_of
from plone import api
from plone.memoize import ram


LOT = "imio.centrale.Lot"
MARKET = "imio.centrale.Market"
#: how long the lead times of dossiers are not read again
KEPT_SECONDS = 300
#: metadata of lots and markets: the facts of the catalogue
COLUMN = "catalogue_facts"


# -- what the portal catalog keeps -------------------------------------------------------


def kept_of_market(market):
    """State, dates and ceiling of a market; days as ISO, the amount as text."""
    return {
        "state": state_of(market),
        "start": _iso(market.start),
        "end": _iso(market.end),
        "ceiling": _amount(market.ceiling_excl_vat),
        "reference": market.reference or "",
    }


def kept_of_lot(lot):
    """What follows from a lot; who holds it stands with the suppliers (``holdings``)."""
    return {
        "number": lot.number,
        "lead_time_days": lot.lead_time_days,
        "ceiling": _amount(lot.ceiling_excl_vat),
        "options": [
            {name: row.get(name) or "" for name in ("code", "label", "kind")}
            for row in lot.options or ()
        ],
        "withheld": bool(lot.withheld),
        "market": kept_of_market(ancestor(lot, IMarket)),
    }


def _iso(day):
    return day.isoformat() if day else ""


def _amount(amount):
    return "" if amount is None else to_text(amount)


def show_again(*containers):
    """Write the facts of the lots in some containers again, markets excepted."""
    tool = api.portal.get_tool("portal_catalog")
    for container in containers:
        path = "/".join(container.getPhysicalPath())
        for brain in tool.unrestrictedSearchResults(path=path, portal_type=LOT):
            brain._unrestrictedGetObject().reindexObject(idxs=["option_kinds"])


def measured_in(centrale):
    """UID of a lot -> median and number of its dossiers, where figures are published."""
    return _lead_times(centrale) if figures.may_read(centrale) else {}


def _for_a_while(method, centrale):
    """The same for five minutes, as for the programs that read the catalogue."""
    return centrale.UID(), int(clock.now().timestamp()) // KEPT_SECONDS


@ram.cache(_for_a_while)
def _lead_times(centrale):
    """Every dossier of the centrale is read for it, and a median moves slowly."""
    return figures.lead_times(centrale)


# -- what is read ------------------------------------------------------------------------


@dataclass(frozen=True)
class Market:
    """A market with the lots of it that are shown."""

    uid: str
    id: str
    title: str
    text: str
    url: str
    reference: str
    state: str
    term: lot_state.Term
    updated: datetime
    lots: tuple

    @property
    def place(self):
        """Where it stands among the others."""
        first = self.lots[0].place if self.lots else (0, "")
        return lot_state.STATES.index(self.state), first, self.title

    def only(self, question):
        """The same with the lots that answer a question."""
        kept = tuple(lot for lot in self.lots if fits(lot.searched, question))
        return Market(**{**vars(self), "lots": kept})


@dataclass(frozen=True)
class Lot:
    """A lot as the public reads it, or its members alone where it is withheld.

    ``holders`` are names, in alphabetical order.
    """

    uid: str
    number: str
    title: str
    text: str
    url: str
    state: str
    options: tuple
    holders: tuple
    lead_time_days: int | None
    market_uid: str
    market_title: str
    term: lot_state.Term
    updated: datetime

    @property
    def place(self):
        """By number: 2 before 10."""
        return len(self.number), self.number

    @property
    def searched(self):
        labels = " ".join(f"{each.code} {each.label}" for each in self.options)
        words = (self.number, self.title, self.text, labels, self.market_title)
        return Searched(
            text=" ".join((*words, *self.holders)),
            state=self.state,
            kinds=frozenset(each.kind for each in self.options),
            market=self.market_uid,
        )

    @property
    def anchor(self):
        """Its place on the page: numbers are unique in a centrale, and stay."""
        return f"lot-{'-'.join(self.number.split())}"


class Catalogue:
    """The markets and lots of a place that the current user may view, today.

    The place is a centrale, a market or a lot. A market in preparation is viewed by
    agents and auditors only, as its workflow says, a lot that is withheld by the parties
    only (``withholding``).
    """

    def __init__(self, place):
        self.place = place
        self.now = clock.now()
        self.day = self.now.date()

    @cached_property
    def markets(self):
        """The markets that have a state: what can be asked for first, then by number."""
        found = [self._market(brain) for brain in self._market_brains]
        shown = [market for market in found if market.state]
        return sorted(shown, key=lambda each: each.place)

    @property
    def lots(self):
        """All of their lots, in that order."""
        return [lot for market in self.markets for lot in market.lots]

    def search(self, question):
        """The markets with the lots that answer; all of them when nothing is asked."""
        if not question.is_asked:
            return self.markets
        found = [market.only(question) for market in self.markets]
        return [market for market in found if market.lots]

    # -- from the portal catalog -------------------------------------------------------

    @cached_property
    def _lot_brains(self):
        return api.content.find(self.place, portal_type=LOT)

    @property
    def _market_brains(self):
        """The markets here; that of a lot, when the place is one."""
        if self.place.portal_type == LOT:
            uids = [brain.market_uid for brain in self._lot_brains]
            return api.content.find(UID=uids, portal_type=MARKET)
        return api.content.find(self.place, portal_type=MARKET)

    @cached_property
    def _holders(self):
        """UID of a lot -> the names of those who hold it, when they are published."""
        return holders_on(self.day) if settings.get("publish_suppliers") else {}

    def _market(self, brain):
        facts = getattr(brain, COLUMN)
        term = _term(facts)
        is_full = self._is_full(facts, market_uid=brain.UID)
        found = [
            self._lot(each, brain, term, is_full)
            for each in self._lot_brains
            if each.market_uid == brain.UID
        ]
        own = lot_state.lot_state(term, self.day, is_full)
        return Market(
            uid=brain.UID,
            id=brain.getId,
            title=brain.Title,
            text=brain.Description,
            url=brain.getURL(),
            reference=facts["reference"],
            state=lot_state.market_state(own, [lot.state for lot in found]),
            term=term,
            updated=self._updated(brain, term),
            lots=tuple(sorted(found, key=lambda each: each.place)),
        )

    def _lot(self, brain, market, term, market_is_full):
        facts = getattr(brain, COLUMN)
        is_full = market_is_full or self._is_full(facts, lot_uid=brain.UID)
        under_way = term.is_over(self.day) and lots.is_under_way(brain.UID)
        return Lot(
            uid=brain.UID,
            number=facts["number"],
            title=brain.Title,
            text=brain.Description,
            url=brain.getURL(),
            state=lot_state.lot_state(term, self.day, is_full, under_way),
            options=tuple(Option(**row) for row in facts["options"]),
            holders=() if facts["withheld"] else self._holders.get(brain.UID, ()),
            lead_time_days=facts["lead_time_days"],
            market_uid=market.UID,
            market_title=market.Title,
            term=term,
            updated=max(self._updated(brain, term), self._updated(market, term)),
        )

    def _is_full(self, facts, **place):
        """Whether orders have used up a ceiling."""
        ceiling = facts["ceiling"]
        return bool(ceiling) and lots.committed(**place) >= Decimal(ceiling)

    def _updated(self, brain, term):
        return lot_state.last_change(brain.modified.asdatetime(), term, self.now)


def _term(facts):
    return lot_state.Term(
        facts["state"], read_day(facts["start"]), read_day(facts["end"])
    )
