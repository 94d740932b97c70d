from datetime import date
from imio.centrale.domain.order import deposit_reasons
from unittest import TestCase


DAY = date(2024, 6, 3)


class TestDeposit(TestCase):
    def test_complete(self):
        self.assertEqual(deposit_reasons(True, True, "college", DAY), [])

    def test_each_thing_missing(self):
        for arguments, code, field in (
            ((False, True, "college", DAY), "deliberation_missing", "deliberation"),
            ((True, False, "college", DAY), "purchase_order_missing", "purchase_order"),
            ((True, True, "", DAY), "organ_missing", "organ"),
            (
                (True, True, "college", None),
                "deliberation_date_missing",
                "deliberation_date",
            ),
        ):
            (found,) = deposit_reasons(*arguments)
            self.assertEqual((found.code, found.field), (code, field))

    def test_everything_missing(self):
        self.assertEqual(len(deposit_reasons(False, False, None, None)), 4)
