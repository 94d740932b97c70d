"""Numbers that carry their own check: enterprise number, IBAN; and mail addresses."""

from imio.centrale import _
from imio.centrale.domain import numbers
from imio.centrale.domain.mail_address import is_mail_address
from imio.centrale.domain.mail_address import LONGEST
from zope.interface import implementer
from zope.schema import TextLine
from zope.schema import ValidationError
from zope.schema.interfaces import ITextLine


class ICheckedNumber(ITextLine):
    """Text that is stored in one canonical form, or refused."""


class IIdentifier(ITextLine):
    """A number people give to a thing: 1, 2bis, 2026/14. Text, also when all digits."""


@implementer(IIdentifier)
class Identifier(TextLine):
    """Text that a program may send as a JSON integer."""


class WrongEnterpriseNumber(ValidationError):
    __doc__ = _("This is not an enterprise number: its check digits do not fit.")


class WrongIban(ValidationError):
    __doc__ = _("This is not an IBAN: its check digits do not fit.")


class WrongMailAddress(ValidationError):
    __doc__ = _("This is not an e-mail address.")


@implementer(ICheckedNumber)
class CheckedNumber(TextLine):
    """Base: ``canonical`` gives the stored form or raises ``ValueError``."""

    error = ValidationError

    @staticmethod
    def canonical(text):
        raise NotImplementedError

    def _validate(self, value):
        super()._validate(value)
        try:
            self.canonical(value)
        except ValueError:
            raise self.error(value).with_field_and_value(self, value)

    def normalised(self, value):
        """The stored form of a valid value; ``None`` stays ``None``."""
        return self.canonical(value) if value else value

    def fromUnicode(self, text):
        text = text.strip()
        self.validate(text)
        return self.normalised(text)


class EnterpriseNumber(CheckedNumber):
    """Ten digits of the Banque-Carrefour des Entreprises, modulo 97."""

    error = WrongEnterpriseNumber
    canonical = staticmethod(numbers.enterprise_number)

    def __init__(self, **kw):
        super().__init__(max_length=20, **kw)


class Iban(CheckedNumber):
    """Account number, ISO 13616."""

    error = WrongIban
    canonical = staticmethod(numbers.iban)

    def __init__(self, **kw):
        super().__init__(max_length=50, **kw)


class MailAddress(CheckedNumber):
    """One mail address, kept as typed but for blanks around it."""

    error = WrongMailAddress

    def __init__(self, **kw):
        super().__init__(max_length=LONGEST, **kw)

    @staticmethod
    def canonical(text):
        text = text.strip()
        if not is_mail_address(text):
            raise ValueError(text)
        return text
