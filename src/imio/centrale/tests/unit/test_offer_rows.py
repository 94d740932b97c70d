from imio.centrale.browser.offer_rows import is_sent
from imio.centrale.browser.offer_rows import read
from imio.centrale.browser.offer_rows import TypedRow
from imio.centrale.browser.offer_rows import write
from unittest import TestCase


GRID = "form.widgets.lines"


def sent(count, **rows):
    """A form; ``r0=("A1", "2")`` is row 0, ``AA`` the spare one."""
    form = {f"{GRID}.count": count}
    for name, cells in rows.items():
        for column, cell in zip(("code", "quantity", "unit_price"), cells):
            form[f"{GRID}.{name.removeprefix('r')}.widgets.{column}"] = cell
    return form


class TestRead(TestCase):
    def test_rows_in_their_order_then_the_spare_one(self):
        form = sent("12", r10=("C", "3"), r2=("B", "2", " 5 "), AA=("D",))
        self.assertEqual(
            read(form),
            [TypedRow("B", "2", "5"), TypedRow("C", "3"), TypedRow("D")],
        )

    def test_empty_rows_and_rows_beyond_the_count(self):
        self.assertEqual(read(sent("1", r0=("", " "), r1=("X", "1"))), [])

    def test_a_count_that_lies(self):
        form = sent("9" * 30, r0=("A", "1"))
        self.assertEqual(read(form), [TypedRow("A", "1")])
        for count in ("many", "-1", ["1", "2"], ""):
            self.assertEqual(read(sent(count, r0=("A", "1"))), [])

    def test_cells_that_are_no_text(self):
        self.assertEqual(read(sent("1", r0=(["A", "B"], "1"))), [TypedRow("", "1")])

    def test_is_sent(self):
        self.assertTrue(is_sent(sent("0")))
        self.assertFalse(is_sent({}))


class TestWrite(TestCase):
    def test_what_is_written_is_read_again(self):
        form = {"other": "kept", **sent("5", r3=("Z", "1"), AA=("Y",))}
        rows = [TypedRow("A", "1", "2,50"), TypedRow("B")]
        write(form, rows)
        self.assertEqual(read(form), rows)
        self.assertEqual((form["other"], form[f"{GRID}.count"]), ("kept", "2"))
        self.assertNotIn(f"{GRID}.AA.widgets.code", form)
