"""An annexe B of five thousand lines, imported and published as an agent does it.

The lines of the list that holds until then stand at its head, some of them at another
price; the articles below are invented, and always the same.
"""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from imio.centrale import rooms
from imio.centrale.annexe_b import confirming
from imio.centrale.annexe_b import reading
from imio.centrale.annexe_b import targets
from imio.centrale.demo.catalogue import SPECIMEN
from imio.centrale.demo.dates import act
from imio.centrale.demo.dates import ago
from imio.centrale.demo.people import AGENT
from imio.centrale.domain.pricing import InventoryLine
from imio.centrale.inventories import version_in_force
from imio.centrale.tables.inventory_files import write_xlsx
from imio.centrale.workflows.state import move
from itertools import islice
from itertools import product
from plone import api


LOT = ("cyber", "audit-et-equipement", "pare-feu-et-reseau")
FILENAME = "annexe-b-pare-feu-et-reseau-2.xlsx"
VERSION = "2"
LINES = 5000
#: business days before today: the import, and the first day of the new prices
IMPORTED, STARTS = 13, 12
#: codes whose price rises, and by how much
DEARER = {"NET-02": Decimal("1.03"), "NET-05": Decimal("1.05")}

#: what is sold, its unit, its first price, its VAT rate and the option of the lot
FAMILIES = (
    ("Cordon de brassage", "pièce", "2.15", "21", ""),
    ("Commutateur administrable", "pièce", "189.00", "21", ""),
    ("Point d'accès Wi-Fi", "pièce", "118.50", "21", "WIFI"),
    ("Antenne Wi-Fi", "pièce", "24.90", "21", "WIFI"),
    ("Pare-feu", "pièce", "640.00", "21", ""),
    ("Licence de sécurité", "an", "85.00", "21", "LIC"),
    ("Installation sur site", "jour", "610.00", "21", "INST"),
    ("Support et remplacement", "an", "45.00", "21", "SUP"),
    ("Module de formation", "séance", "180.00", "0", "FOR"),
    ("Guide imprimé", "pièce", "9.50", "6", ""),
)
RANGES = ("Aval", "Brise", "Cime", "Delta", "Étiage", "Fagne", "Gué", "Haie", "Île")
SIZES = ("très petit site", "petit site", "site moyen", "grand site", "multisite")
MODELS = range(1, 13)


def import_large_version():
    """The second version of one supplier for one lot, by the same code as the page."""
    centrale, market, lot_id = LOT
    lot = api.portal.get()[centrale]["marches"][market][lot_id]
    supplier = api.portal.get()[rooms.suppliers_id()][SPECIMEN].UID()
    imported, starts = ago(IMPORTED), ago(STARTS).date()
    with act(imported, AGENT, lot):
        target = targets.new_version(lot, supplier, VERSION, starts)
        data = write_xlsx(lines(version_in_force(lot, supplier).inventory_lines()))
        table, columns = reading.read(target, data, FILENAME)
        shown = reading.preview(target, table, columns)
        source = reading.source_file(data, table.kind, FILENAME)
        move(
            confirming.confirm(target, shown, shown.fingerprint, columns, source),
            "publish",
        )


def lines(known) -> list[InventoryLine]:
    """The lines known so far, then invented articles up to ``LINES``."""
    head = [updated(line) for line in known]
    return [*head, *islice(articles(), LINES - len(head))]


def updated(line):
    """The same line, dearer if it is one of those."""
    if line.code not in DEARER:
        return line
    price = line.unit_price * DEARER[line.code]
    return replace(line, unit_price=price.quantize(Decimal("0.01")))


def articles() -> Iterator[InventoryLine]:
    """Every family in every range, size and model."""
    kinds = product(MODELS, SIZES, RANGES, FAMILIES)
    for number, (model, size, name, family) in enumerate(kinds, 1):
        title, unit, price, rate, option = family
        yield InventoryLine(
            code=f"SPX-{number:05d}",
            label=f"{title} {name} {model}, {size}",
            unit=unit,
            unit_price=price_of(price, number),
            vat_rate=rate,
            option=option,
        )


def price_of(first, number):
    """A price from its number alone: a little above the first one of the family."""
    return Decimal(first) + Decimal(number % 97 * 25).scaleb(-2)
