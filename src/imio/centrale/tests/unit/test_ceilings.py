from decimal import Decimal
from hypothesis import given
from hypothesis import strategies as st
from imio.centrale.domain.ceilings import AUTHORITY
from imio.centrale.domain.ceilings import Commitment
from imio.centrale.domain.ceilings import committed
from imio.centrale.domain.ceilings import LEVELS
from imio.centrale.domain.ceilings import usage
from imio.centrale.domain.ceilings import use_of
from imio.centrale.domain.ceilings import WARN_AT
from unittest import TestCase


def of(ceiling="1000.00", consumed="0", reserved="0", asked=None, **values):
    amounts = [
        None if text is None else Decimal(text)
        for text in (ceiling, consumed, reserved, asked)
    ]
    return usage(*amounts, **values)


def codes(reasons):
    return [reason.code for reason in reasons]


class TestLevels(TestCase):
    def test_a_level_begins_at_exactly_its_percentage(self):
        for asked, level in (
            ("0", 0),
            ("699.99", 0),
            ("700.00", 70),
            ("849.99", 70),
            ("850.00", 85),
            ("949.99", 85),
            ("950.00", 95),
            ("999.99", 95),
            ("1000.00", 100),
            ("1000.01", 100),
        ):
            self.assertEqual(of(asked=asked).level, level, asked)

    def test_exact_where_a_percentage_has_no_cents(self):
        self.assertEqual(of("0.01", "0.01").level, 100)
        self.assertEqual(of("333.33", asked="233.33").level, 0)
        self.assertEqual(of("333.33", asked="233.34").level, 70)

    def test_consumed_reserved_and_asked_count_alike(self):
        found = of(consumed="300", reserved="200", asked="250.50")
        self.assertEqual((found.level, str(found.used)), (70, "750.50"))
        self.assertEqual(str(found.left), "249.50")

    def test_levels_that_are_crossed_now(self):
        for reserved, asked, crossed in (
            ("0", "699", ()),
            ("0", "700", (70,)),
            ("600", "300", (70, 85)),
            ("700", "1", ()),
            ("949", "51", (95, 100)),
            ("1000", "1", ()),
            ("900", None, ()),
        ):
            found = of(reserved=reserved, asked=asked)
            self.assertEqual(found.crossed, crossed, (reserved, asked))

    def test_a_warning(self):
        (warning,) = of(consumed="860").warnings
        self.assertEqual(warning.code, "ceiling_near")
        self.assertEqual(
            warning.mapping, {"ceiling": "1000.00", "level": "85", "left": "140.00"}
        )
        self.assertEqual(of(consumed="600").warnings, ())
        self.assertEqual(codes(of(asked="1000").warnings), ["ceiling_near"])
        self.assertEqual(of(asked="1000.01").warnings, ())


class TestRefusals(TestCase):
    def test_the_ceiling_is_reached_to_the_last_cent(self):
        self.assertEqual(of(consumed="900", asked="100.00").reasons, ())
        (reason,) = of(consumed="900", asked="100.01").reasons
        self.assertEqual(reason.code, "ceiling_reached")
        self.assertEqual(
            reason.mapping,
            {"scope": "lot", "ceiling": "1000.00", "left": "100.00", "asked": "100.01"},
        )

    def test_then_nothing_can_be_asked(self):
        self.assertEqual(of(consumed="999.99").reasons, ())
        self.assertEqual(codes(of(consumed="1000").reasons), ["ceiling_reached"])
        self.assertEqual(
            codes(of(consumed="1000", asked="0.01").reasons), ["ceiling_reached"]
        )

    def test_what_costs_nothing_fits_until_the_ceiling_is_passed(self):
        self.assertEqual(of(consumed="1000", asked="0").reasons, ())
        self.assertEqual(
            codes(of(consumed="1000.01", asked="0").reasons), ["ceiling_reached"]
        )

    def test_a_ceiling_that_was_lowered_below_its_use(self):
        found = of("500", consumed="800", asked="1")
        self.assertEqual(str(found.left), "-301.00")
        self.assertEqual(found.reasons[0].mapping["left"], "0.00")

    def test_a_ceiling_of_zero(self):
        self.assertEqual(codes(of("0").reasons), ["ceiling_reached"])
        self.assertEqual(of("0").level, 100)

    def test_without_ceiling(self):
        found = of(None, consumed="99999999", asked="1")
        self.assertEqual((found.level, found.left, found.reasons), (0, None, ()))
        self.assertEqual(found.warnings, ())

    def test_whose_ceiling_it_is(self):
        (reason,) = of(asked="1001", scope=AUTHORITY).reasons
        self.assertEqual(reason.mapping["scope"], "authority")

    def test_an_amount_below_zero(self):
        for values in (
            {"consumed": "-1"},
            {"reserved": "-0.01"},
            {"asked": "-1"},
            {"ceiling": None, "asked": "-1"},
        ):
            with self.assertRaises(ValueError):
                of(**values)


cents = st.integers(0, 10**14 - 1).map(lambda number: Decimal(number).scaleb(-2))


class TestAnyAmounts(TestCase):
    @given(cents, st.lists(cents, max_size=20))
    def test_what_is_never_refused_never_passes_the_ceiling(self, ceiling, amounts):
        used = Decimal(0)
        for asked in amounts:
            if not usage(ceiling, used, Decimal(0), asked).reasons:
                used += asked
        self.assertLessEqual(used, ceiling)

    @given(cents, cents, cents, cents)
    def test_the_figures_add_up(self, ceiling, consumed, reserved, asked):
        found = usage(ceiling, consumed, reserved, asked)
        self.assertEqual(found.used + found.left, ceiling)
        self.assertIn(found.level, LEVELS)
        self.assertEqual(bool(found.reasons), found.used > ceiling)

    @given(cents.filter(bool), st.sampled_from(WARN_AT))
    def test_a_cent_below_a_level_it_is_not_reached(self, ceiling, level):
        at = ceiling * level / 100
        self.assertGreaterEqual(usage(ceiling, at, Decimal(0)).level, level)
        below = max(Decimal(0), at - Decimal("0.01"))
        self.assertLess(usage(ceiling, below, Decimal(0)).level, level)


class TestUse(TestCase):
    def test_from_the_offer_to_the_order(self):
        for mission, offer, order, use in (
            ("assigned", None, None, ""),
            ("assigned", "draft", None, ""),
            ("offered", "submitted", None, "reserved"),
            ("offered", "accepted", None, "reserved"),
            ("offered", "accepted", "draft", "reserved"),
            ("ordered", "accepted", "deposited", "reserved"),
            ("offered", "accepted", "returned", "reserved"),
            ("confirmed", "accepted", "confirmed", "consumed"),
            ("closing", "accepted", "confirmed", "consumed"),
            ("closed", "accepted", "confirmed", "consumed"),
            ("assigned", "returned", None, ""),
            ("assigned", "withdrawn", None, ""),
            ("offered", "accepted", "cancelled", ""),
            ("cancelled", "accepted", "deposited", ""),
            ("cancelled", "accepted", "confirmed", ""),
            ("unsuccessful", "submitted", None, ""),
        ):
            with self.subTest((mission, offer, order)):
                commitment = Commitment(Decimal(1), mission, offer, order)
                self.assertEqual(use_of(commitment), use)

    def test_added_up(self):
        missions = [
            Commitment(Decimal("100.10"), "closed", "accepted", "confirmed"),
            Commitment(Decimal("200.20"), "confirmed", "accepted", "confirmed"),
            Commitment(Decimal("400.40"), "offered", "submitted"),
            Commitment(Decimal("800.80"), "offered", "accepted", "cancelled"),
        ]
        consumed, reserved = committed(missions)
        self.assertEqual((str(consumed), str(reserved)), ("300.30", "400.40"))

    def test_nothing(self):
        self.assertEqual(committed([]), (Decimal(0), Decimal(0)))
