"""What releases are made of: plain records, in the words of the domain."""

from dataclasses import dataclass
from datetime import date
from datetime import datetime
from decimal import Decimal
from imio.centrale.domain.pricing import PricedLine


@dataclass(frozen=True)
class Party:
    """An organisation; no field for a person, an address or an account."""

    key: str
    name: str
    number: str = ""
    province: str = ""


@dataclass(frozen=True)
class Centrale:
    """The central purchasing body and the contracting authorities that share it."""

    key: str
    title: str
    url: str
    prefix: str
    parties: tuple[Party, ...]


@dataclass(frozen=True)
class Lot:
    """A lot; ``suppliers`` in no order that means anything."""

    number: str
    title: str
    description: str
    award_mode: str
    answer_delay_days: int
    ceiling: Decimal | None
    suppliers: tuple[Party, ...] = ()
    withheld: bool = False


@dataclass(frozen=True)
class Market:
    """A framework agreement; amounts exclude VAT."""

    key: str
    title: str
    description: str
    start: date | None
    end: date | None
    ceiling: Decimal | None
    lots: tuple[Lot, ...]
    date: datetime
    opened: bool = True


@dataclass(frozen=True)
class Consultation:
    """One rank that was asked: for agents and auditors only."""

    rank: int
    supplier: Party
    sent: datetime
    due: datetime
    answered: datetime | None
    answer: str


@dataclass(frozen=True)
class Invoice:
    """The invoice of a closure file that was accepted: what was paid, with VAT."""

    paid_on: date | None
    amount: Decimal | None
    accepted: datetime


@dataclass(frozen=True)
class Subsidy:
    """What an order got: granted and not yet paid, and each payment with its day."""

    title: str
    granted: Decimal
    payments: tuple[tuple[date, Decimal], ...] = ()


@dataclass(frozen=True)
class Order:
    """An order; ``confirmed`` is when the centrale confirmed it, cancelled since or not."""

    key: str
    signed: date
    confirmed: datetime | None
    cancelled: bool = False
    invoice: Invoice | None = None
    subsidy: Subsidy | None = None


@dataclass(frozen=True)
class CallOff:
    """A mission; ``date`` is its last change, ``amount`` excludes VAT."""

    key: str
    tracking_code: str
    state: str
    date: datetime
    market_key: str
    market_title: str
    lot: Lot
    buyer: Party
    supplier: Party | None
    designated: datetime | None
    amount: Decimal | None
    lines: tuple[PricedLine, ...] = ()
    orders: tuple[Order, ...] = ()
    consultations: tuple[Consultation, ...] = ()
