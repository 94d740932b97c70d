"""The numbers that identify enterprises, accounts and payments in Belgium.

An authority or a supplier is identified by its enterprise number (BCE), never by a NIS
code, which changes when communes merge. Control digits are those of ``python-stdnum``.
"""

from stdnum import exceptions
from stdnum import iban as stdnum_iban
from stdnum.be import ogm_vcs
from stdnum.be import vat


_LARGEST_REFERENCE = 10**10 - 1


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


def make_structured_communication(reference: int) -> str:
    """The Belgian structured communication of ``reference``: "+++123/4567/89002+++".

    Ten digits, then their remainder by 97 (97 when it is zero). Raises ``ValueError``
    for a reference that is not between 1 and 9 999 999 999.
    """
    if not 1 <= reference <= _LARGEST_REFERENCE:
        raise ValueError(f"{reference} does not fit in a structured communication.")
    digits = f"{reference:010d}"
    return f"+++{ogm_vcs.format(digits + ogm_vcs.calc_check_digits(digits))}+++"


def is_valid_structured_communication(text: str) -> bool:
    """Whether the last two digits control the first ten."""
    return ogm_vcs.is_valid(text)
