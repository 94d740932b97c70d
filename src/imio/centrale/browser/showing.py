"""Values as people read them on our pages: French amounts, Brussels time, words."""

from dataclasses import dataclass
from imio.centrale import _
from imio.centrale import clock
from imio.centrale.domain import money
from imio.centrale.domain.numbers import format_enterprise_number
from imio.centrale.fields.amounts import IMoney
from imio.centrale.fields.amounts import IQuantity
from imio.centrale.fields.amounts import IUnitPrice
from imio.centrale.fields.numbers import EnterpriseNumber
from imio.centrale.fields.numbers import MailAddress
from imio.centrale.fields.references import IReference
from imio.centrale.lookup import resolve
from imio.centrale.parties import may_view
from plone.namedfile.interfaces import INamedBlobFileField
from urllib.parse import quote
from zope.component import getUtility
from zope.i18n import translate
from zope.schema.interfaces import IBool
from zope.schema.interfaces import IChoice
from zope.schema.interfaces import ICollection
from zope.schema.interfaces import IDate
from zope.schema.interfaces import IDatetime
from zope.schema.interfaces import IField
from zope.schema.interfaces import IInt
from zope.schema.interfaces import IVocabularyFactory


NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class Cell:
    """One value on a page: its text, where it leads, and how it stands there."""

    text: str = ""
    url: str = ""
    #: "number" is aligned right, "state" is a badge, "lines" keeps its line breaks
    kind: str = ""

    def __bool__(self):
        return bool(self.text)


@dataclass(frozen=True)
class Fact:
    """A label with what is known."""

    label: str
    cells: tuple


@dataclass(frozen=True)
class Table:
    """Rows of cells below their headings; ``empty`` is said when there is none."""

    title: str
    columns: tuple
    rows: tuple
    empty: str = ""
    foot: tuple = ()


def euros(amount):
    """``1 234,56 €``; nothing for ``None``."""
    return "" if amount is None else money.format_fr(amount)


def unit_price(amount):
    """The same with up to four decimals: ``812,505 €``."""
    if amount is None:
        return ""
    return f"{_french(money.to_text(amount, 4))}{NO_BREAK_SPACE}€"


def quantity(amount):
    """``1,5``; no decimals when there are none."""
    if amount is None:
        return ""
    text = _french(money.to_text(amount, 4))
    return text.rstrip("0").rstrip(",") if "," in text else text


def _french(text):
    whole, _dot, decimals = text.partition(".")
    grouped = f"{int(whole):,}".replace(",", NO_BREAK_SPACE)
    sign = "-" if whole.startswith("-") and not grouped.startswith("-") else ""
    return f"{sign}{grouped},{decimals}"


def day(value):
    """``31/12/2026``"""
    return "" if value is None else f"{value:%d/%m/%Y}"


def instant(value):
    """``31/12/2026 17:00``, in Brussels."""
    return "" if value is None else clock.shown(value)


def link(obj, text=None):
    """The title of an object, leading there for those who may go."""
    if obj is None:
        return Cell()
    url = obj.absolute_url() if may_view(obj) else ""
    return Cell(text or obj.title, url)


def term(vocabulary, value, request):
    """The words for a code; the code itself when it is not in the list."""
    terms = getUtility(IVocabularyFactory, vocabulary)(None)
    try:
        found = terms.getTerm(value)
    except LookupError:
        return str(value)
    return translate(found.title, context=request)


def file_cell(obj, name, value):
    """A file to download."""
    filename = value.filename or name
    url = f"{obj.absolute_url()}/@@download/{name}/{quote(filename)}"
    return Cell(filename, url)


def _choice(field, value, request):
    return Cell(term(field.vocabularyName, value, request))


def _yes_or_no(field, value, request):
    return Cell(translate(_("Yes") if value else _("No"), context=request))


#: how a value of each kind of field is shown; the first that fits is taken
KINDS = (
    (IMoney, lambda field, value, request: Cell(euros(value), kind="number")),
    (IQuantity, lambda field, value, request: Cell(quantity(value), kind="number")),
    (IUnitPrice, lambda field, value, request: Cell(unit_price(value), kind="number")),
    (IReference, lambda field, value, request: link(resolve(value))),
    (IChoice, _choice),
    (IDatetime, lambda field, value, request: Cell(instant(value))),
    (IDate, lambda field, value, request: Cell(day(value))),
    (IBool, _yes_or_no),
    (IInt, lambda field, value, request: Cell(str(value), kind="number")),
    (IField, lambda field, value, request: Cell(str(value), kind="lines")),
)


def cell(field, value, request):
    """The value of one field; empty for nothing."""
    if value is None or value == "":
        return Cell()
    if isinstance(field, EnterpriseNumber):
        return Cell(format_enterprise_number(value))
    if isinstance(field, MailAddress):
        return Cell(value, f"mailto:{value}")
    show = next(show for kind, show in KINDS if kind.providedBy(field))
    return show(field, value, request)


def kind_of(field):
    """How the values of a field stand: numbers to the right."""
    numeric = any(kind.providedBy(field) for kind in (IMoney, IUnitPrice, IInt))
    return "number" if numeric or IQuantity.providedBy(field) else ""


def cells(obj, name, field, request):
    """What an object holds in a field, as cells: one, or one for each value."""
    value = getattr(obj, name, None)
    if value is None:
        return ()
    if INamedBlobFileField.providedBy(field):
        return (file_cell(obj, name, value),)
    if ICollection.providedBy(field):
        found = (cell(field.value_type, each, request) for each in value)
    else:
        found = (cell(field, value, request),)
    return tuple(each for each in found if each)
