"""Exact decimals: amounts in euros, unit prices and quantities."""

from decimal import Decimal
from imio.centrale import _
from imio.centrale.domain import money
from zope.interface import implementer
from zope.schema import Decimal as DecimalField
from zope.schema import ValidationError
from zope.schema.interfaces import IDecimal


class IAmount(IDecimal):
    """A decimal that travels as text, never as a float."""


class IMoney(IAmount):
    """Euros with two decimals."""


class IUnitPrice(IAmount):
    """Euros with up to four decimals."""


class IQuantity(IAmount):
    """A number of units, up to four decimals."""


class NotAnAmount(ValidationError):
    __doc__ = _("Enter an amount such as 1 234,56 or 1234.56.")


class TooManyDigits(ValidationError):
    __doc__ = _("This amount has too many digits.")


class NumberInsteadOfText(ValidationError):
    __doc__ = _(
        'Send the amount as text, for instance "1234.56": a JSON number is inexact.'
    )


class Amount(DecimalField):
    """A decimal with at most ``digits`` decimals, read from text."""

    digits = 2
    parse = staticmethod(money.parse_money)

    def _validate(self, value):
        super()._validate(value)
        if not value.is_finite() or abs(value) >= Decimal(10) ** 12:
            raise TooManyDigits(str(value)).with_field_and_value(self, value)
        if value != round(value, self.digits):
            raise TooManyDigits(str(value)).with_field_and_value(self, value)

    def fromUnicode(self, text):
        """Read ``1234.56`` or, as Belgians type it, ``1 234,56``."""
        compact = text.translate({ord(blank): None for blank in " \u00a0\u202f"})
        try:
            value = type(self).parse(compact.replace(",", "."))
        except ValueError as error:
            raise NotAnAmount(str(error)).with_field_and_value(self, text)
        self.validate(value)
        return value

    def to_text(self, value):
        return money.to_text(value, self.digits)


@implementer(IMoney)
class Money(Amount):
    """Euros, two decimals."""


@implementer(IUnitPrice)
class UnitPrice(Amount):
    """Euros for one unit, two to four decimals."""

    digits = 4
    parse = staticmethod(money.parse_unit_price)


@implementer(IQuantity)
class Quantity(UnitPrice):
    """A quantity; shares the four decimals of unit prices."""
