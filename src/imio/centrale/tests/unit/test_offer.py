from datetime import date
from imio.centrale.domain.offer import order_reasons
from unittest import TestCase


UNTIL = date(2024, 6, 30)


def codes(*arguments):
    return [reason.code for reason in order_reasons(*arguments)]


class TestOrderReasons(TestCase):
    def test_accepted_and_valid_to_the_last_day(self):
        self.assertEqual(codes("accepted", UNTIL, UNTIL), [])
        self.assertEqual(codes("accepted", None, UNTIL), [])

    def test_expired_the_day_after(self):
        (found,) = order_reasons("accepted", UNTIL, date(2024, 7, 1))
        self.assertEqual(found.code, "offer_expired")
        self.assertEqual(found.mapping, {"valid_until": "2024-06-30"})

    def test_any_other_state(self):
        for state in (None, "draft", "submitted", "returned", "withdrawn"):
            self.assertEqual(codes(state, UNTIL, UNTIL), ["offer_not_accepted"], state)

    def test_both(self):
        self.assertEqual(
            codes("submitted", UNTIL, date(2024, 7, 1)),
            ["offer_not_accepted", "offer_expired"],
        )
