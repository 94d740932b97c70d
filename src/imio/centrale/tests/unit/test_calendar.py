from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import timezone
from hypothesis import given
from hypothesis import strategies as st
from imio.centrale.domain.calendar import add_business_days
from imio.centrale.domain.calendar import answer_due
from imio.centrale.domain.calendar import BRUSSELS
from imio.centrale.domain.calendar import is_business_day
from imio.centrale.domain.calendar import is_late
from imio.centrale.domain.calendar import is_overdue
from imio.centrale.domain.calendar import public_holidays
from imio.centrale.domain.calendar import to_brussels
from unittest import TestCase
from zoneinfo import ZoneInfo


UTC = timezone.utc
days = st.dates(date(2015, 1, 1), date(2040, 12, 31))
instants = st.datetimes(
    datetime(2015, 1, 1), datetime(2040, 12, 31), timezones=st.just(UTC)
)


class TestBusinessDays(TestCase):
    def test_the_ten_public_holidays_of_2024(self):
        for month, day in (
            (1, 1),
            (4, 1),
            (5, 1),
            (5, 9),
            (5, 20),
            (7, 21),
            (8, 15),
            (11, 1),
            (11, 11),
            (12, 25),
        ):
            self.assertFalse(is_business_day(date(2024, month, day)), (month, day))

    def test_days_that_are_no_national_holidays(self):
        for month, day in ((5, 10), (9, 27), (11, 15), (12, 26), (7, 5)):
            self.assertTrue(is_business_day(date(2024, month, day)), (month, day))

    def test_weekend(self):
        self.assertTrue(is_business_day(date(2024, 6, 28)))
        self.assertFalse(is_business_day(date(2024, 6, 29)))
        self.assertFalse(is_business_day(date(2024, 6, 30)))

    def test_a_year_without_known_holidays_is_an_error(self):
        with self.assertRaises(ValueError):
            public_holidays(3024)

    def test_around_the_end_of_the_year(self):
        # 24 December 2024 is a Tuesday; Christmas and New Year are Wednesdays.
        for count, expected in (
            (0, date(2024, 12, 24)),
            (1, date(2024, 12, 26)),
            (4, date(2024, 12, 31)),
            (5, date(2025, 1, 2)),
        ):
            self.assertEqual(add_business_days(date(2024, 12, 24), count), expected)

    def test_from_a_day_off(self):
        sunday = date(2024, 6, 30)
        self.assertEqual(add_business_days(sunday, 0), sunday)
        self.assertEqual(add_business_days(sunday, 1), date(2024, 7, 1))

    def test_below_zero_is_an_error(self):
        with self.assertRaises(ValueError):
            add_business_days(date(2024, 6, 28), -1)

    @given(days, st.integers(1, 30))
    def test_counts_exactly_that_many_business_days(self, day, count):
        end = add_business_days(day, count)
        between = [day + timedelta(n) for n in range(1, (end - day).days + 1)]
        self.assertEqual(sum(map(is_business_day, between)), count)
        self.assertTrue(is_business_day(end))


class TestAnswerDue(TestCase):
    def test_last_second_of_the_day_in_brussels(self):
        sent = datetime(2024, 6, 28, 9, 0, tzinfo=BRUSSELS)
        due = answer_due(sent, 5)
        self.assertEqual(due.isoformat(), "2024-07-05T23:59:59+02:00")

    def test_the_day_is_the_one_of_brussels(self):
        late_in_utc = datetime(2024, 6, 27, 22, 30, tzinfo=UTC)
        self.assertEqual(answer_due(late_in_utc, 1).date(), date(2024, 7, 1))

    def test_across_the_change_of_hour(self):
        sent = datetime(2024, 10, 25, 12, 0, tzinfo=BRUSSELS)
        due = answer_due(sent, 1)
        self.assertEqual(due.isoformat(), "2024-10-28T23:59:59+01:00")

    @given(instants, st.integers(0, 20))
    def test_never_before_it_was_sent(self, sent, delay):
        self.assertFalse(
            is_overdue(answer_due(sent, delay), sent.replace(microsecond=0))
        )

    def test_overdue_is_strictly_after(self):
        due = datetime(2024, 7, 5, 23, 59, 59, tzinfo=BRUSSELS)
        self.assertFalse(is_overdue(due, due))
        self.assertFalse(is_overdue(due, due.astimezone(UTC)))
        self.assertTrue(is_overdue(due, due + timedelta(seconds=1)))
        self.assertFalse(is_overdue(due, due - timedelta(seconds=1)))

    def test_the_hour_that_runs_twice(self):
        first = datetime(2024, 10, 27, 2, 45, tzinfo=BRUSSELS)
        second = datetime(2024, 10, 27, 2, 15, tzinfo=BRUSSELS, fold=1)
        self.assertTrue(is_overdue(first, second))
        self.assertFalse(is_overdue(second, first))

    def test_naive_datetimes_are_refused(self):
        naive = datetime(2024, 7, 5)
        aware = naive.replace(tzinfo=UTC)
        for call in (
            lambda: to_brussels(naive),
            lambda: answer_due(naive, 1),
            lambda: is_overdue(naive, aware),
            lambda: is_overdue(aware, naive),
            lambda: is_late(naive, date(2024, 7, 5)),
            lambda: is_late(date(2024, 7, 5), naive),
        ):
            with self.assertRaises(ValueError):
                call()

    @given(instants)
    def test_brussels_is_the_same_instant(self, instant):
        here = to_brussels(instant)
        self.assertEqual(here, instant)
        self.assertIs(here.tzinfo, BRUSSELS)


class TestIsLate(TestCase):
    def test_day_runs_to_its_end_in_brussels(self):
        deadline = date(2024, 6, 30)
        last = datetime(2024, 6, 30, 21, 59, 59, 999999, tzinfo=UTC)
        self.assertFalse(is_late(last, deadline))
        self.assertTrue(is_late(last + timedelta(microseconds=1), deadline))

    def test_hour_included(self):
        deadline = datetime(2024, 7, 5, 17, 0, tzinfo=BRUSSELS)
        self.assertFalse(is_late(deadline.astimezone(UTC), deadline))
        self.assertTrue(is_late(deadline + timedelta(seconds=1), deadline))
        one_hour_earlier = datetime(2024, 7, 5, 17, 0, tzinfo=ZoneInfo("Asia/Tokyo"))
        self.assertFalse(is_late(one_hour_earlier, deadline))

    def test_a_day_against_a_day_or_an_hour(self):
        hour = datetime(2024, 7, 5, 17, 0, tzinfo=BRUSSELS)
        for deadline in (date(2024, 7, 5), hour):
            self.assertFalse(is_late(date(2024, 7, 5), deadline))
            self.assertTrue(is_late(date(2024, 7, 6), deadline))

    @given(st.one_of(days, instants))
    def test_no_deadline_is_never_late(self, moment):
        self.assertFalse(is_late(moment, None))
