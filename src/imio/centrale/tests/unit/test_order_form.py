from datetime import date
from imio.centrale.domain.order_form import order_form_reasons
from imio.centrale.domain.order_form import OrderTyped
from imio.centrale.domain.order_form import read_day
from unittest import TestCase


ORGANS = ("college", "conseil_communal")
BOTH = ("deliberation", "purchase_order")
GIVEN = {
    "order_number": "2026/14",
    "order_date": "2026-01-10",
    "organ": "college",
    "deliberation_date": "09/01/2026",
}


class TestOrderForm(TestCase):
    """What is typed, and the two documents."""

    def wrong(self, documents=BOTH, **typed):
        found = order_form_reasons(OrderTyped(**{**GIVEN, **typed}), ORGANS, documents)
        return [(each.code, each.field) for each in found]

    def test_nothing_is_wrong(self):
        self.assertEqual(self.wrong(), [])

    def test_every_field_empty(self):
        found = order_form_reasons(OrderTyped(), ORGANS, ())
        self.assertEqual(
            {each.field: each.code for each in found},
            {
                "order_number": "order_number_missing",
                "order_date": "order_date_missing",
                "organ": "organ_missing",
                "deliberation_date": "deliberation_date_missing",
                "deliberation": "deliberation_missing",
                "purchase_order": "purchase_order_missing",
            },
        )

    def test_a_day_that_is_none_is_told_once(self):
        self.assertEqual(
            self.wrong(order_date="30/02/2026", deliberation_date="demain"),
            [("not_a_day", "order_date"), ("not_a_day", "deliberation_date")],
        )

    def test_number_too_long(self):
        found = self.wrong(order_number="x" * 101)
        self.assertEqual(found, [("text_too_long", "order_number")])

    def test_an_organ_that_is_none(self):
        self.assertEqual(self.wrong(organ="king"), [("organ_missing", "organ")])

    def test_days_as_people_write_them(self):
        day = date(2026, 1, 9)
        for text in ("2026-01-09", "09/01/2026", "9.1.2026", "9-1-2026"):
            self.assertEqual(read_day(text), day, text)
        self.assertIsNone(read_day(""))
        for text in ("2026-13-01", "32/01/2026", "9/1/26", "hier"):
            with self.assertRaises(ValueError, msg=text):
                read_day(text)
