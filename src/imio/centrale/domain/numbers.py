"""The numbers that identify enterprises and accounts in Belgium.

An authority or a supplier is identified by its enterprise number (BCE), never by a NIS
code, which changes when communes merge. Control digits are those of ``python-stdnum``.
"""

from stdnum import exceptions
from stdnum import iban as stdnum_iban
from stdnum.be import vat


def enterprise_number(text: str) -> str:
    """The ten digits of an enterprise or VAT number, as "BE 0123.456.749".

    The nine digits of before 2005 get their zero. Raises ``ValueError`` otherwise.
    """
    try:
        return vat.validate(text)
    except exceptions.ValidationError as error:
        raise ValueError(f"{text!r} is not a Belgian enterprise number.") from error


def format_enterprise_number(text: str) -> str:
    """An enterprise number as people read it: "0123.456.749"."""
    digits = enterprise_number(text)
    return f"{digits[:4]}.{digits[4:7]}.{digits[7:]}"


def iban(text: str) -> str:
    """The account number without blanks, in capitals (ISO 13616).

    A Belgian one has its national control digits right as well. The bank is not looked
    up: a list of banks ages, an account does not. Raises ``ValueError`` otherwise.
    """
    try:
        number = stdnum_iban.validate(text, check_country=False)
    except exceptions.ValidationError as error:
        raise ValueError(f"{text!r} is not an IBAN.") from error
    if number.startswith("BE") and not _is_belgian_account(number[4:]):
        raise ValueError(f"{text!r} is not a Belgian IBAN.")
    return number


def _is_belgian_account(digits: str) -> bool:
    return (int(digits[:-2]) % 97 or 97) == int(digits[-2:])
