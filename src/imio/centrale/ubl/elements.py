"""Elements of UBL: basic ones hold a text, aggregate ones hold others; none is empty."""

from decimal import Decimal
from imio.centrale.domain.money import to_text
from lxml import etree

import re


OASIS = "urn:oasis:names:specification:ubl:schema:xsd"
ORDER = f"{OASIS}:Order-2"
CAC = f"{OASIS}:CommonAggregateComponents-2"
CBC = f"{OASIS}:CommonBasicComponents-2"
#: what XML 1.0 has no way to write
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def basic(name: str, text: str | None, **attributes: str):
    """An element with a text; ``None`` where there is nothing to say."""
    clean = " ".join(_UNWRITABLE.sub(" ", text or "").split())
    if not clean:
        return None
    element = etree.Element(etree.QName(CBC, name), attributes)
    element.text = clean
    return element


def amount(name: str, value: Decimal, digits: int = 2):
    """Euro, to the cent or to so many digits."""
    return basic(name, to_text(value, digits), currencyID="EUR")


def aggregate(name: str, *parts):
    """An element with those of its parts that say something; ``None`` without any."""
    said = [part for part in parts if part is not None and part != ""]
    if not said:
        return None
    element = etree.Element(etree.QName(CAC, name))
    element.extend(said)
    return element


def document(*parts) -> bytes:
    """An order of these parts, as UTF-8."""
    root = etree.Element(
        etree.QName(ORDER, "Order"), nsmap={None: ORDER, "cac": CAC, "cbc": CBC}
    )
    root.extend([part for part in parts if part is not None and part != ""])
    etree.indent(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")
