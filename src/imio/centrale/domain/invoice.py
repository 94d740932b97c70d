"""An invoice in the terms of EN 16931.

BT and BG numbers are those of EN 16931-1:2017, which Peppol BIS Billing 3.0 keeps. How
the terms stand in a file is for ``imio.centrale.evidence.ubl``, what is wrong in them
for ``imio.centrale.domain.invoice_rules``. Amounts are in the currency of the invoice,
to the cent.
"""

from dataclasses import dataclass
from dataclasses import field
from datetime import date
from decimal import Decimal
from imio.centrale.domain.money import ZERO
from imio.centrale.domain.reasons import Reason


EURO = "EUR"
#: UNCL5305: the customer owes the VAT ("autoliquidation").
REVERSE_CHARGE = "AE"
#: The field of the closure file that holds the document.
FIELD = "invoice"


@dataclass(frozen=True)
class Party:
    """BG-4 (seller) or BG-7 (buyer).

    ``enterprise_number``: ten digits, empty when no Belgian one is given (BT-29 to
    BT-31 and BT-34, BT-46 to BT-49). ``vat_number``: BT-31 or BT-48 as written.
    """

    name: str = ""
    enterprise_number: str = ""
    vat_number: str = ""


@dataclass(frozen=True)
class InvoiceTotals:
    """BG-22; ``None`` where the file has no legible amount.

    ``lines`` BT-106, ``allowances`` BT-107, ``charges`` BT-108, ``excl_vat`` BT-109,
    ``vat`` BT-110, ``incl_vat`` BT-112, ``prepaid`` BT-113, ``rounding`` BT-114,
    ``payable`` BT-115.
    """

    lines: Decimal | None = None
    allowances: Decimal | None = ZERO
    charges: Decimal | None = ZERO
    excl_vat: Decimal | None = None
    vat: Decimal | None = None
    incl_vat: Decimal | None = None
    prepaid: Decimal | None = ZERO
    rounding: Decimal | None = ZERO
    payable: Decimal | None = None


@dataclass(frozen=True)
class VatRow:
    """BG-23: ``base`` BT-116, ``amount`` BT-117, ``category`` BT-118, ``rate`` BT-119.

    A rate is a text without useless zeros ("21", "5.5"), empty where there is none.
    """

    category: str
    rate: str
    base: Decimal | None
    amount: Decimal | None


@dataclass(frozen=True)
class AllowanceCharge:
    """BG-20 or BG-21, on the whole invoice: ``amount`` BT-92 or BT-99."""

    is_charge: bool
    amount: Decimal | None
    category: str = ""
    rate: str = ""
    reason: str = ""


@dataclass(frozen=True)
class InvoiceLine:
    """BG-25.

    ``id`` BT-126, ``description`` BT-153 and BT-154, ``item_code`` BT-155 (the seller's
    own), ``quantity`` BT-129, ``unit`` BT-130, ``price`` BT-146 for ``base_quantity``
    BT-149, ``net`` BT-131, ``category`` BT-151, ``rate`` BT-152; ``adjustment`` is the
    charges of the line (BT-141) less its allowances (BT-136).
    """

    id: str
    description: str
    quantity: Decimal | None
    price: Decimal | None
    net: Decimal | None
    category: str
    rate: str
    unit: str = ""
    item_code: str = ""
    base_quantity: Decimal | None = Decimal(1)
    adjustment: Decimal | None = ZERO


@dataclass(frozen=True)
class Reference:
    """A text in which a tracking code may stand, and the number of its term."""

    term: str
    text: str


@dataclass(frozen=True)
class Attachment:
    """A document within the invoice: BT-125."""

    filename: str
    mime_type: str
    data: bytes = field(repr=False)


@dataclass(frozen=True)
class Invoice:
    """What an invoice says. Texts are empty and the rest ``None`` where it is silent.

    ``number`` BT-1, ``issue_date`` BT-2, ``type_code`` BT-3, ``currency`` BT-5,
    ``due_date`` BT-9, ``buyer_reference`` BT-10, ``project_reference`` BT-11,
    ``contract_reference`` BT-12, ``purchase_order`` BT-13, ``sales_order`` BT-14,
    ``notes`` BT-22, ``payment_reference`` BT-83, ``account`` BT-84. ``faults`` are the
    terms that could not be read.
    """

    number: str
    issue_date: date | None
    type_code: str
    currency: str
    seller: Party
    buyer: Party
    totals: InvoiceTotals
    vat_rows: tuple[VatRow, ...]
    lines: tuple[InvoiceLine, ...]
    allowances_charges: tuple[AllowanceCharge, ...] = ()
    due_date: date | None = None
    buyer_reference: str = ""
    project_reference: str = ""
    contract_reference: str = ""
    purchase_order: str = ""
    sales_order: str = ""
    notes: tuple[str, ...] = ()
    payment_reference: str = ""
    account: str = ""
    references: tuple[Reference, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    faults: tuple[Reason, ...] = ()

    @property
    def is_reverse_charge(self) -> bool:
        """Whether the buyer owes the VAT of some of it."""
        return any(row.category == REVERSE_CHARGE for row in self.vat_rows)
