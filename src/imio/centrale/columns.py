"""What columns of the catalog hold: ISO texts and amounts, or nothing of them."""

from datetime import date
from datetime import datetime
from decimal import Decimal


def read_instant(text):
    """An ISO instant of a column (aware), or ``None``."""
    return datetime.fromisoformat(text) if isinstance(text, str) and text else None


def read_day(text):
    """An ISO day of a column, or ``None``."""
    return date.fromisoformat(text) if isinstance(text, str) and text else None


def due_of(brain):
    """Until when somebody is awaited (aware), or ``None``."""
    return read_instant(brain.due)


def amount_of(brain):
    """The amount of the accepted offer, or ``None``."""
    amount = brain.amount_excl_vat
    return amount if isinstance(amount, Decimal) else None
