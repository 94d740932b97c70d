"""Files that were spoilt at random are read or refused, and nothing else happens."""

from decimal import Decimal
from hypothesis import given
from hypothesis import HealthCheck
from hypothesis import settings
from hypothesis import strategies as st
from imio.centrale import tables
from imio.centrale.domain.inventory_columns import find_columns
from imio.centrale.domain.inventory_import import preview
from imio.centrale.domain.pricing import InventoryLine
from imio.centrale.domain.reasons import Refused
from imio.centrale.tables.inventory_files import write_csv
from imio.centrale.tables.inventory_files import write_ods
from imio.centrale.tables.inventory_files import write_xlsx
from imio.centrale.tests.spreadsheets import parts_of
from imio.centrale.tests.spreadsheets import xlsx_of_sheet
from imio.centrale.tests.spreadsheets import zipped
from unittest import TestCase

import warnings


LINES = [InventoryLine("AUD", "Audit", "jour", Decimal("850"), "21", "ORG")]
FILES = [write(LINES) for write in (write_xlsx, write_ods, write_csv)]
PARTS = [parts_of(data) for data in FILES[:2]]

#: What a spoilt place holds: a value, a piece of XML, bytes.
pieces = st.sampled_from(
    [
        b"",
        b"-1",
        b"99999999999",
        b"1e999",
        b"A1",
        b"true",
        b"<a>",
        b"</row>",
        b"\0",
        b'"',
    ]
) | st.binary(max_size=5)
places = st.floats(0, 1, exclude_max=True)


def spoilt(data, place, length, piece):
    start = int(place * len(data))
    return data[:start] + piece + data[start + length :]


def outcome(data):
    """The codes of the refusals, or nothing."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            table = tables.read(data, "annexe.xlsx")
            preview(table, find_columns(table), LINES)
        except Refused as refused:
            return [reason.code for reason in refused.reasons]
    return []


class TestSpoilt(TestCase):
    @settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.data(), places, st.integers(0, 30), pieces)
    def test_a_part(self, data, place, length, piece):
        parts = data.draw(st.sampled_from(PARTS))
        name = data.draw(st.sampled_from(sorted(parts)))
        changed = {**parts, name: spoilt(parts[name], place, length, piece)}
        outcome(zipped(changed))

    @settings(deadline=None)
    @given(st.sampled_from(FILES), places, st.integers(0, 30), pieces)
    def test_the_file(self, data, place, length, piece):
        outcome(spoilt(data, place, length, piece))

    def test_cut_short(self):
        for data in FILES[:2]:
            for length in range(4, len(data), 401):
                self.assertEqual(outcome(data[:length]), ["broken_file"])

    def test_elements_within_elements(self):
        deep = "<c>" * 100_000 + "</c>" * 100_000
        data = xlsx_of_sheet(f"<sheetData><row>{deep}</row></sheetData>")
        self.assertEqual(outcome(data), ["too_many_columns"])
        deep = "<t>" * 100_000 + "</t>" * 100_000
        data = xlsx_of_sheet(f"<sheetData><row><c>{deep}</c></row></sheetData>")
        self.assertEqual(outcome(data), ["no_rows"])
