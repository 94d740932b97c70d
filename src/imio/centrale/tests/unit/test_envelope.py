from dataclasses import replace
from datetime import date
from datetime import datetime
from datetime import timedelta
from decimal import Decimal
from hypothesis import given
from hypothesis import strategies as st
from imio.centrale.domain.calendar import BRUSSELS
from imio.centrale.domain.envelope import Applicant
from imio.centrale.domain.envelope import availability_reasons
from imio.centrale.domain.envelope import category_for
from imio.centrale.domain.envelope import check_categories
from imio.centrale.domain.envelope import eligibility_reasons
from imio.centrale.domain.envelope import grant
from imio.centrale.domain.program_rules import Category
from imio.centrale.domain.program_rules import GERMAN_SPEAKING_NIS
from imio.centrale.domain.program_rules import ProgramRules
from unittest import TestCase


def category(code, min_users, max_users, amount="1000"):
    return Category(code, min_users, max_users, Decimal(amount))


DEMO = [
    category("cat1", 0, 50),
    category("cat2", 50, 100),
    category("cat3", 100, 501),
    category("cat4", 501, None),
]
RULES = ProgramRules(
    categories=tuple(DEMO),
    eligible_types={"commune", "cpas"},
    interest_deadline=date(2022, 3, 31),
    order_deadline=date(2024, 6, 30),
)
INTEREST = date(2022, 3, 31)
RECEIVED = datetime(2024, 6, 30, 23, 59, 59, tzinfo=BRUSSELS)

money = st.decimals(0, 10**6, places=2)
categories = st.lists(
    st.builds(
        category,
        st.sampled_from("ABC"),
        st.integers(0, 8),
        st.none() | st.integers(0, 8),
    ),
    min_size=1,
    max_size=5,
)


def codes(reasons):
    return [(reason.code, reason.field) for reason in reasons]


class TestCategories(TestCase):
    def test_bounds_are_half_open(self):
        for users, code in (
            (0, "cat1"),
            (49, "cat1"),
            (50, "cat2"),
            (99, "cat2"),
            (100, "cat3"),
            (500, "cat3"),
            (501, "cat4"),
            (10**6, "cat4"),
        ):
            self.assertEqual(category_for(DEMO, users).code, code, users)

    def test_outside(self):
        self.assertIsNone(category_for(DEMO[1:3], 49))
        self.assertIsNone(category_for(DEMO[1:3], 501))
        self.assertIsNone(category_for([], 10))

    def test_sound_in_any_order(self):
        self.assertEqual(check_categories(DEMO), [])
        self.assertEqual(check_categories(DEMO[::-1]), [])
        self.assertEqual(check_categories(DEMO[1:3]), [])

    def test_a_code_names_one_category(self):
        rows = [Category("A", 0, 50, Decimal(1)), Category("a ", 50, None, Decimal(2))]
        self.assertEqual(
            [(each.code, each.field) for each in check_categories(rows)],
            [("category_code_twice", "categories.1.code")],
        )

    def test_empty(self):
        self.assertEqual(
            codes(check_categories([])), [("category_missing", "categories")]
        )

    def test_gap(self):
        self.assertEqual(
            codes(check_categories([DEMO[2], DEMO[0]])),
            [("category_gap", "categories.0.min_users")],
        )

    def test_overlap(self):
        for lower in (category("low", 0, 51), category("low", 0, None)):
            self.assertEqual(
                codes(check_categories([lower, DEMO[1]])),
                [("category_overlap", "categories.1.min_users")],
            )

    def test_nothing_is_a_gap_under_a_wide_category(self):
        wide = [category("a", 0, 100), category("b", 10, 20), category("c", 50, 60)]
        self.assertEqual(
            codes(check_categories(wide)),
            [
                ("category_overlap", "categories.1.min_users"),
                ("category_overlap", "categories.2.min_users"),
            ],
        )

    def test_negative_amount_and_inverted_bounds(self):
        rows = [
            category("a", 0, 50, "-0.01"),
            category("b", 50, 50),
            category("c", 9, 3),
        ]
        self.assertEqual(
            codes(check_categories(rows)),
            [
                ("category_amount_negative", "categories.0.amount"),
                ("category_bounds_inverted", "categories.1.max_users"),
                ("category_bounds_inverted", "categories.2.max_users"),
            ],
        )
        self.assertEqual(check_categories([category("a", 0, 1, "0")]), [])

    @given(categories)
    def test_sound_means_one_category_for_each_number(self, rows):
        bounds_are_right = all(
            row.max_users is None or row.min_users < row.max_users for row in rows
        )
        lowest = min(row.min_users for row in rows)
        last = max(9 if row.max_users is None else row.max_users for row in rows)
        counts = [
            sum(row.holds(users) for row in rows) for users in range(lowest, last)
        ]
        codes_differ = len({row.code for row in rows}) == len(rows)
        each_has_one = all(count == 1 for count in counts)
        sound = bounds_are_right and codes_differ and each_has_one
        self.assertEqual(check_categories(rows) == [], sound)


class TestGrant(TestCase):
    def test_the_least_of_three(self):
        for order, amount, already, balance, expected in (
            ("500", "1000", "0", "5000", "500"),
            ("1500", "1000", "0", "5000", "1000"),
            ("1500", "1000", "400", "5000", "600"),
            ("1500", "1000", "400", "250", "250"),
            ("1500", "1000", "1000", "5000", "0"),
            ("1500", "1000", "1200", "5000", "0"),
            ("1500", "1000", "0", "0", "0"),
            ("1500", "1000", "0", "-1", "0"),
        ):
            found = grant(*map(Decimal, (order, amount, already, balance)))
            self.assertEqual(found, Decimal(expected))

    @given(money, money, money, money)
    def test_within_every_bound_and_not_less(self, order, amount, already, balance):
        found = grant(order, amount, already, balance)
        self.assertGreaterEqual(found, 0)
        self.assertLessEqual(found, order)
        self.assertLessEqual(found, balance)
        self.assertLessEqual(found, max(amount - already, 0))
        self.assertIn(found, (order, amount - already, balance, 0))

    @given(
        st.lists(st.tuples(st.sampled_from("ABC"), money), max_size=12), money, money
    )
    def test_neither_envelope_nor_category_is_exceeded(self, orders, amount, envelope):
        granted = dict.fromkeys("ABC", Decimal(0))
        for authority, order in orders:
            balance = envelope - sum(granted.values())
            granted[authority] += grant(order, amount, granted[authority], balance)
        asked = sum(order for _, order in orders)
        self.assertLessEqual(sum(granted.values()), min(envelope, asked))
        self.assertLessEqual(max(granted.values()), amount)


class TestEligibility(TestCase):
    def found(
        self,
        authority_type="commune",
        nis="92094",
        interest=INTEREST,
        at=RECEIVED,
        state="open",
        users=40,
        **kw,
    ):
        rules = replace(RULES, **kw)
        applicant = Applicant(authority_type, nis, users, interest)
        reasons = eligibility_reasons(state, rules, applicant, at)
        return [reason.code for reason in reasons]

    def test_eligible_to_the_last_second(self):
        self.assertEqual(self.found(), [])
        self.assertEqual(self.found("cpas"), [])

    def test_types(self):
        for kind in (
            "province",
            "zone_police",
            "zone_secours",
            "intercommunale",
            "rca",
        ):
            self.assertEqual(self.found(kind), ["type_not_eligible"], kind)

    def test_the_nine_german_speaking_communes_and_their_cpas(self):
        self.assertEqual(len(GERMAN_SPEAKING_NIS), 9)
        for nis in GERMAN_SPEAKING_NIS:
            self.assertEqual(self.found("commune", nis), ["german_speaking"])
            self.assertEqual(self.found("cpas", nis), ["german_speaking"])
        for nis in ("63079", "63049", None, ""):
            self.assertEqual(self.found(nis=nis), [], nis)

    def test_the_programme_says_which_codes(self):
        self.assertEqual(self.found(nis="63023", excluded_nis=()), [])
        self.assertEqual(
            self.found(nis="92094", excluded_nis=("92094",)), ["german_speaking"]
        )

    def test_interest_beforehand(self):
        late = INTEREST + timedelta(1)
        self.assertEqual(self.found(interest=late), ["interest_too_late"])
        self.assertEqual(self.found(interest=None), ["interest_too_late"])
        self.assertEqual(self.found(interest=late, interest_deadline=None), [])

    def test_interest_after_the_order_is_not_beforehand(self):
        same_day = RECEIVED.date()
        next_day = same_day + timedelta(1)
        self.assertEqual(self.found(interest=same_day, interest_deadline=None), [])
        self.assertEqual(
            self.found(interest=next_day, interest_deadline=None), ["interest_too_late"]
        )

    def test_order_deadline_as_day_or_hour(self):
        after = RECEIVED + timedelta(seconds=1)
        self.assertEqual(self.found(at=after), ["order_too_late"])
        self.assertEqual(self.found(at=after, order_deadline=None), [])
        noon = datetime(2024, 6, 28, 12, tzinfo=BRUSSELS)
        self.assertEqual(self.found(at=noon, order_deadline=noon), [])
        self.assertEqual(self.found(order_deadline=noon), ["order_too_late"])

    def test_only_an_open_programme(self):
        for state in ("draft", "closed"):
            self.assertEqual(self.found(state=state), ["program_closed"])

    def test_a_category_for_the_users_declared(self):
        middle = tuple(DEMO[1:3])
        self.assertEqual(self.found(users=50, categories=middle), [])
        for users in (49, 501, None):
            self.assertEqual(
                self.found(users=users, categories=middle), ["category_unknown"], users
            )

    def test_every_reason(self):
        self.assertEqual(
            self.found(
                "rca",
                "63023",
                None,
                RECEIVED + timedelta(days=1),
                state="closed",
                categories=(),
            ),
            [
                "program_closed",
                "type_not_eligible",
                "german_speaking",
                "interest_too_late",
                "order_too_late",
                "category_unknown",
            ],
        )

    def test_the_deadline_is_told(self):
        after = RECEIVED + timedelta(seconds=1)
        applicant = Applicant("commune", None, 40, INTEREST)
        (found,) = eligibility_reasons("open", RULES, applicant, after)
        self.assertEqual(found.mapping, {"deadline": "2024-06-30"})

    def test_naive_instants_are_refused(self):
        with self.assertRaises(ValueError):
            self.found(at=datetime(2024, 6, 1))


class TestAvailability(TestCase):
    def found(self, *amounts):
        reasons = availability_reasons(*map(Decimal, amounts))
        return [reason.code for reason in reasons]

    def test_something_is_left(self):
        self.assertEqual(self.found("1000", "999.99", "0.01"), [])

    def test_the_category_is_used(self):
        self.assertEqual(self.found("1000", "1000", "5000"), ["entitlement_used"])
        self.assertEqual(self.found("1000", "1200", "5000"), ["entitlement_used"])

    def test_the_envelope_is_used(self):
        self.assertEqual(self.found("1000", "0", "0"), ["envelope_exhausted"])

    def test_both(self):
        self.assertEqual(
            self.found("1000", "1000", "0"), ["entitlement_used", "envelope_exhausted"]
        )
