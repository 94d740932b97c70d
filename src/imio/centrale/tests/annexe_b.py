"""Files of annexe B for the tests: a supplier's own headers, invented articles."""

from imio.centrale.tests.spreadsheets import xlsx


HEADERS = ("Code", "Libellé", "Unité", "Prix unitaire HTVA (€)", "TVA (%)", "Option")


def row(code, label="Article", price=10, vat_rate=21, unit="pièce", option=None):
    """A row in the order of ``HEADERS``."""
    return (code, label, unit, price, vat_rate, option)


def annexe_b(*rows, headers=HEADERS):
    """The workbook of these rows."""
    return xlsx(headers, *rows)


def many(count):
    """A workbook of so many articles."""
    return annexe_b(
        *(
            row(f"ART-{number:05d}", f"Article {number} réseau", number % 900 + 0.25)
            for number in range(count)
        )
    )
