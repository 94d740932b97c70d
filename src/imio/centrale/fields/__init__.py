"""Schema fields of the domain: amounts, numbers with a check, references, rows."""

from imio.centrale.fields.amounts import Money
from imio.centrale.fields.amounts import Quantity
from imio.centrale.fields.amounts import UnitPrice
from imio.centrale.fields.numbers import EnterpriseNumber
from imio.centrale.fields.numbers import Iban
from imio.centrale.fields.numbers import Identifier
from imio.centrale.fields.numbers import MailAddress
from imio.centrale.fields.references import Reference
from imio.centrale.fields.rows import Rows


__all__ = (
    "EnterpriseNumber",
    "Iban",
    "Identifier",
    "MailAddress",
    "Money",
    "Quantity",
    "Reference",
    "Rows",
    "UnitPrice",
)
