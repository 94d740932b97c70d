from dataclasses import replace
from datetime import date
from datetime import datetime
from datetime import timedelta
from decimal import Decimal
from hypothesis import given
from hypothesis import strategies as st
from imio.centrale.domain.calendar import BRUSSELS
from imio.centrale.domain.calendar import is_late
from imio.centrale.domain.program_rules import Category
from imio.centrale.domain.program_rules import changed
from imio.centrale.domain.program_rules import claim_rules
from imio.centrale.domain.program_rules import DEADLINES
from imio.centrale.domain.program_rules import derogated
from imio.centrale.domain.program_rules import Derogation
from imio.centrale.domain.program_rules import derogation_reasons
from imio.centrale.domain.program_rules import ProgramRules
from unittest import TestCase


HOUR = datetime(2024, 7, 5, 17, tzinfo=BRUSSELS)
RULES = ProgramRules(order_deadline=date(2024, 6, 30), dossier_deadline=HOUR)

instants = st.datetimes(datetime(2024, 1, 1), datetime(2025, 1, 1)).map(
    lambda naive: naive.replace(tzinfo=BRUSSELS)
)


class TestAmount(TestCase):
    def test_the_basis_chooses(self):
        amounts = Decimal("100.00"), Decimal("121.00")
        self.assertEqual(RULES.amount_of(*amounts), amounts[1])
        excl = replace(RULES, amount_basis="excl_vat")
        self.assertEqual(excl.amount_of(*amounts), amounts[0])


class TestDerogated(TestCase):
    def test_later(self):
        until = datetime(2024, 7, 15, 23, 59, 59, tzinfo=BRUSSELS)
        found = derogated(RULES, [Derogation("order_deadline", until)])
        self.assertEqual(found.order_deadline, until)
        self.assertEqual(found.dossier_deadline, HOUR)
        self.assertEqual(RULES.order_deadline, date(2024, 6, 30))

    def test_the_latest_of_several(self):
        days = [HOUR + timedelta(days=count) for count in (5, 20, 10)]
        found = derogated(RULES, [Derogation("dossier_deadline", day) for day in days])
        self.assertEqual(found.dossier_deadline, days[1])

    def test_a_change_of_the_programme_may_be_later_still(self):
        until = HOUR + timedelta(days=5)
        later = replace(RULES, dossier_deadline=HOUR + timedelta(days=9))
        found = derogated(later, [Derogation("dossier_deadline", until)])
        self.assertEqual(found, later)

    def test_no_deadline_stays_none(self):
        found = derogated(RULES, [Derogation("interest_deadline", HOUR)])
        self.assertIsNone(found.interest_deadline)

    @given(st.lists(st.tuples(st.sampled_from(DEADLINES), instants)), instants)
    def test_never_earlier(self, given, moment):
        found = derogated(RULES, [Derogation(*each) for each in given])
        for name in DEADLINES:
            if is_late(moment, getattr(found, name)):
                self.assertTrue(is_late(moment, getattr(RULES, name)))


class TestDerogationReasons(TestCase):
    def found(self, deadline="dossier_deadline", until=HOUR + timedelta(1), note="x"):
        reasons = derogation_reasons(RULES, deadline, until, note)
        return [(each.code, each.field) for each in reasons]

    def test_accepted(self):
        self.assertEqual(self.found(), [])
        self.assertEqual(self.found(until=HOUR + timedelta(seconds=1)), [])

    def test_not_later(self):
        for until in (HOUR, HOUR - timedelta(1), None):
            self.assertEqual(
                self.found(until=until), [("derogation_not_later", "until")], until
            )

    def test_the_same_day_is_no_later_than_a_day(self):
        evening = datetime(2024, 6, 30, 23, 59, 59, tzinfo=BRUSSELS)
        self.assertEqual(
            self.found("order_deadline", evening), [("derogation_not_later", "until")]
        )

    def test_a_year_mistyped(self):
        for years, expected in ((10, []), (11, [("derogation_too_long", "until")])):
            until = HOUR.replace(year=HOUR.year + years)
            self.assertEqual(self.found(until=until), expected, years)

    def test_nothing_to_extend(self):
        self.assertEqual(
            self.found("interest_deadline"),
            [("derogation_without_deadline", "deadline")],
        )

    def test_unknown(self):
        for name in ("", "categories", "amount_of"):
            self.assertEqual(self.found(name), [("unknown_deadline", "deadline")])

    def test_a_reason_is_given(self):
        self.assertEqual(self.found(note="  "), [("note_missing", "note")])


class TestClaimRules(TestCase):
    """A grant is claimed by the rules of its deposit, with what was put off since."""

    def deadline(self, granted, current):
        rules = (replace(RULES, dossier_deadline=each) for each in (granted, current))
        return claim_rules(*rules).dossier_deadline

    def test_deadlines(self):
        earlier, later = HOUR - timedelta(1), HOUR + timedelta(1)
        for granted, current, expected in (
            (HOUR, HOUR, HOUR),
            (HOUR, earlier, HOUR),
            (HOUR, later, later),
            (HOUR, None, None),
            (None, HOUR, None),
            (None, None, None),
        ):
            self.assertEqual(self.deadline(granted, current), expected)

    def test_everything_else_stays(self):
        current = ProgramRules(amount_basis="excl_vat", eligible_types=("other",))
        found = claim_rules(RULES, current)
        self.assertEqual(found.amount_basis, RULES.amount_basis)
        self.assertEqual(found.eligible_types, RULES.eligible_types)


class TestChanged(TestCase):
    def test_nothing(self):
        self.assertEqual(changed(RULES, replace(RULES)), [])
        shuffled = replace(RULES, eligible_types=["cpas", "commune"])
        self.assertEqual(changed(RULES, shuffled), [])

    def test_each_rule(self):
        for name, value in (
            ("categories", (Category("a", 0, None, Decimal(5)),)),
            ("amount_basis", "excl_vat"),
            ("eligible_types", ["commune"]),
            ("excluded_nis", []),
            *((name, date(2030, 1, 1)) for name in DEADLINES),
        ):
            self.assertEqual(changed(RULES, replace(RULES, **{name: value})), [name])
