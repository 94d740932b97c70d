"""The figures of the activity report, with those that iMio published for 2020."""

from datetime import date
from decimal import Decimal
from hypothesis import given
from hypothesis import strategies as st
from imio.centrale.domain import figures_public
from imio.centrale.domain.figures import Adhesion
from imio.centrale.domain.figures import Authority
from imio.centrale.domain.figures import Figure
from imio.centrale.domain.figures import Mission
from imio.centrale.domain.figures import percent
from imio.centrale.domain.figures import Period
from imio.centrale.domain.figures import period_of
from imio.centrale.domain.figures_members import band_of
from imio.centrale.domain.figures_members import members
from imio.centrale.domain.figures_orders import activities
from imio.centrale.domain.figures_orders import activity
from imio.centrale.domain.figures_orders import new_clients
from imio.centrale.domain.figures_report import report
from imio.centrale.domain.funnel import funnel
from imio.centrale.domain.funnel import STEPS
from imio.centrale.domain.lead_times import all_times
from imio.centrale.domain.lead_times import DELIVERY
from imio.centrale.domain.lead_times import quantile
from imio.centrale.domain.lead_times import times
from imio.centrale.domain.milestones import MISSION
from unittest import TestCase


YEAR = Period(date(2020, 1, 1), date(2020, 12, 31))
#: [iMio-2020] 003, 4.1: members and the whole of each
KINDS = {
    "commune": 229,
    "province": 3,
    "cpas": 72,
    "zone_police": 7,
    "zone_secours": 9,
    "intercommunale": 8,
    "rca": 5,
}
PROVINCES = {
    "hainaut": (61, 69),
    "liege": (69, 84),
    "luxembourg": (40, 44),
    "namur": (34, 38),
    "brabant_wallon": (25, 27),
}
BANDS = {
    "0-5000": (53, 62, 5_000, "85.5"),
    "5001-10000": (72, 88, 5_001, "81.8"),
    "10001-15000": (44, 49, 15_000, "89.8"),
    "15001-20000": (22, 24, 15_001, "91.7"),
    "20001-40000": (29, 30, 40_000, "96.7"),
    "40001-100000": (6, 6, 100_000, "100.0"),
    "100001-": (3, 3, 100_001, "100.0"),
}
#: orders of 2020, and the variation in number and in amount
SERVICES = {
    "Conseil": (9, 3, "51497.64", "12.2"),
    "iA.AES": (13, 4, "948.09", "1.4"),
    "iA.Délib": (66, 13, "94103.64", "37.5"),
    "iA.Docs": (45, 0, "67316.55", "27.0"),
    "iA.Géo": (0, -1, "-2233.00", "-100.0"),
    "iA.PST": (6, -20, "-45194.51", "-69.0"),
    "iA.Smartweb": (59, 13, "19488.78", "9.0"),
    "iA.Tech": (20, -8, "-90848.99", "-23.8"),
    "iA.Téléservice": (22, -7, "90721.18", "64.8"),
    "iA.Urban": (11, 4, "1195.33", "1.7"),
    "iA.GPEC": (1, 0, "20198.33", "440.1"),
}
IN_PRODUCTION = {
    "AES": (34, 7),
    "Délib": (204, 10),
    "Docs": (74, 15),
    "GPEC": (7, 0),
    "PST": (55, 0),
    "Tech": (57, 2),
    "Téléservice": (100, 2),
    "Urban": (45, 3),
    "Web": (178, 26),
}


def day(text):
    return date.fromisoformat(text)


def days(**texts):
    return {name: day(text) for name, text in texts.items()}


def mission(uid="m", state="closed", lot="lot", amount="100.00", **texts):
    """``mission(state="ordered", submitted="2020-01-01", ordered="2020-02-01")``"""
    authority = texts.pop("authority", "a")
    return Mission(
        uid,
        "market",
        lot,
        authority,
        state,
        days(**texts),
        Decimal(amount) if amount else None,
    )


def joined(uid, active="2015-05-05", **texts):
    return Adhesion(
        f"adhesion-{uid}", uid, day("2015-01-01"), days(active=active, **texts)
    )


def communes(groups):
    """``(name, members, whole, province, population)`` -> authorities, adhesions."""
    authorities = [
        Authority(f"{name}-{number}", "commune", province, population)
        for name, _joined, whole, province, population in groups
        for number in range(whole)
    ]
    adhesions = [
        joined(f"{name}-{number}")
        for name, count, *_rest in groups
        for number in range(count)
    ]
    return authorities, adhesions


class TestMembersOf2020(TestCase):
    """333 members: 229 of the 262 communes, and 104 others."""

    def test_by_province(self):
        groups = [(name, *counts, name, None) for name, counts in PROVINCES.items()]
        found = members(*communes(groups), YEAR)
        self.assertEqual(
            {
                share.key: (share.members.number, share.registered.number)
                for share in found.by_province
            },
            PROVINCES,
        )
        self.assertEqual(
            {share.key: share.rest.number for share in found.by_province},
            {
                "hainaut": 8,
                "liege": 15,
                "luxembourg": 4,
                "namur": 4,
                "brabant_wallon": 2,
            },
        )
        self.assertEqual(
            (found.communes.members.number, found.communes.registered.number),
            (229, 262),
        )
        self.assertEqual(found.communes.percent, Decimal("87.4"))

    def test_by_band(self):
        groups = [
            (name, count, whole, "namur", population)
            for name, (count, whole, population, _percent) in BANDS.items()
        ]
        found = members(*communes(groups), YEAR)
        self.assertEqual([share.key for share in found.by_band], list(BANDS))
        for share in found.by_band:
            count, whole, _population, percentage = BANDS[share.key]
            with self.subTest(share.key):
                self.assertEqual(share.members.number, count)
                self.assertEqual(share.rest.number, whole - count)
                self.assertEqual(share.percent, Decimal(percentage))

    def test_by_kind(self):
        authorities = [
            Authority(f"{kind}-{number}", kind)
            for kind, count in KINDS.items()
            for number in range(count)
        ]
        adhesions = [joined(each.uid) for each in authorities]
        found = members(authorities, adhesions, YEAR)
        self.assertEqual(
            {share.key: share.members.number for share in found.by_kind}, KINDS
        )
        self.assertEqual(found.total.members.number, 333)


class TestMembers(TestCase):
    def found(self, *adhesions, period=YEAR):
        authorities = [Authority("a", "commune", "namur", 8_000)]
        return members(authorities, adhesions, period)

    def test_joined_in_the_year(self):
        found = self.found(joined("a", active="2020-12-31"))
        self.assertEqual(found.joined.uids, ("a",))
        self.assertEqual(found.inhabitants, 8_000)
        before = self.found(joined("a", active="2019-12-31"))
        self.assertEqual((before.joined.number, before.total.members.number), (0, 1))

    def test_who_joins_later_is_no_member_yet(self):
        found = self.found(joined("a", active="2021-01-01"))
        self.assertEqual(found.total.members.uids, ())
        self.assertEqual(found.in_progress.uids, ("adhesion-a",))
        self.assertEqual(found.total.rest.uids, ("a",))
        self.assertEqual(found.inhabitants, 0)

    def test_who_left_is_none_any_more_and_one_who_leaves_later_is_still(self):
        self.assertEqual(
            self.found(joined("a", ended="2020-06-30")).total.members.number, 0
        )
        self.assertEqual(
            self.found(joined("a", ended="2021-06-30")).total.members.number, 1
        )

    def test_suspended_is_a_member_still(self):
        found = self.found(joined("a", suspended="2020-06-30"))
        self.assertEqual(found.total.members.number, 1)

    def test_interest_alone(self):
        found = self.found(Adhesion("x", "a", day("2020-03-01"), {}))
        self.assertEqual(found.in_progress.uids, ("x",))
        later = self.found(Adhesion("x", "a", day("2021-03-01"), {}))
        self.assertEqual(later.in_progress.uids, ())

    def test_what_the_register_does_not_say(self):
        found = members([Authority("a", "commune")], [], YEAR)
        self.assertEqual([share.key for share in found.by_province], ["unknown"])
        self.assertEqual([share.key for share in found.by_band], ["unknown"])

    def test_nothing_registered(self):
        self.assertIsNone(members([], [], YEAR).total.percent)

    def test_bands_at_their_ends(self):
        for population, name in (
            (0, "0-5000"),
            (5_000, "0-5000"),
            (5_001, "5001-10000"),
            (100_000, "40001-100000"),
            (100_001, "100001-"),
            (None, "unknown"),
        ):
            with self.subTest(population):
                self.assertEqual(band_of(population), name)


class TestPeriods(TestCase):
    def test_a_year_that_is_over(self):
        found = period_of(2020, day("2026-05-10"))
        self.assertEqual(found, YEAR)
        self.assertEqual(found.before(), Period(day("2019-01-01"), day("2019-12-31")))

    def test_this_year_is_compared_with_the_same_days(self):
        found = period_of(2024, day("2024-02-29"))
        self.assertEqual(found.before(), Period(day("2023-01-01"), day("2023-02-28")))

    def test_years_without_figures(self):
        for year in (2027, 1999, -1, 0, 10**9):
            with self.subTest(year), self.assertRaises(ValueError):
                period_of(year, day("2026-05-10"))

    def test_both_ends_are_in_it(self):
        for text, is_in in (
            ("2019-12-31", False),
            ("2020-01-01", True),
            ("2020-12-31", True),
            ("2021-01-01", False),
        ):
            self.assertEqual(day(text) in YEAR, is_in, text)
        self.assertFalse(None in YEAR)


class TestOrdersOf2020(TestCase):
    """252 orders of 2,081 million euro; each line of the table of the report."""

    def orders(self, service, number, year, total):
        """Orders of a service whose amounts add up to ``total``."""
        return [
            mission(
                f"{service}-{year}-{each}",
                state="confirmed",
                lot=service,
                amount=total if each == 0 else "0.00",
                submitted=f"{year}-01-05",
                ordered=f"{year}-06-01",
            )
            for each in range(number)
        ]

    def world(self):
        found = []
        for service, (number, change, amount, percentage) in SERVICES.items():
            before = Decimal(amount) / Decimal(percentage) * 100
            old = before.quantize(Decimal("0.01"))
            new = str(old + Decimal(amount))
            found += self.orders(service, number - change, 2019, str(old))
            found += self.orders(service, number, 2020, new)
        return found

    def test_by_service(self):
        found = activities(self.world(), lambda each: each.lot, YEAR)
        self.assertEqual(
            {each.key: (each.orders.number, each.variation.number) for each in found},
            {key: (number, change) for key, (number, change, *_) in SERVICES.items()},
        )
        for each in found:
            _number, _change, amount, percentage = SERVICES[each.key]
            with self.subTest(each.key):
                self.assertEqual(each.variation.amount, Decimal(amount))
                self.assertAlmostEqual(
                    each.variation.amount_percent, Decimal(percentage), 1
                )

    def test_altogether(self):
        found = activity("", self.world(), YEAR)
        self.assertEqual(found.orders.number, 252)
        self.assertEqual(found.variation.number, 1)
        self.assertEqual(found.variation.number_percent, Decimal("0.40"))
        self.assertEqual(found.variation.amount, Decimal("207193.04"))

    def test_percentages_of_the_report(self):
        found = {
            each.key: each.variation.number_percent
            for each in activities(self.world(), lambda each: each.lot, YEAR)
        }
        self.assertEqual(found["Conseil"], Decimal("50.00"))
        self.assertEqual(found["iA.AES"], Decimal("44.44"))
        self.assertEqual(found["iA.Géo"], Decimal("-100.00"))
        self.assertEqual(found["iA.Docs"], Decimal("0.00"))

    def test_in_production_and_on_order(self):
        world = [
            mission(
                f"{lot}-{number}",
                "closed",
                lot,
                ordered="2019-01-01",
                closing="2020-02-01",
            )
            for lot, (count, _ordered) in IN_PRODUCTION.items()
            for number in range(count)
        ] + [
            mission(f"{lot}-on-{number}", "confirmed", lot, ordered="2020-12-01")
            for lot, (_count, ordered) in IN_PRODUCTION.items()
            for number in range(ordered)
        ]
        found = activities(world, lambda each: each.lot, YEAR)
        self.assertEqual(
            {
                each.key: (each.production.number, each.on_order.number)
                for each in found
            },
            IN_PRODUCTION,
        )
        total = activity("", world, YEAR)
        self.assertEqual((total.production.number, total.on_order.number), (754, 65))


class TestOrders(TestCase):
    def test_the_mean_of_idelux(self):
        """16 orders, 400 000 euro: 25 000 each; the text says 24 000."""
        orders = [
            mission(str(each), "ordered", amount="25000.00", ordered="2020-03-01")
            for each in range(16)
        ]
        found = activity("", orders, YEAR)
        self.assertEqual(found.orders.amount, Decimal("400000.00"))
        self.assertEqual(found.mean, Decimal("25000.00"))

    def test_no_order_has_no_mean(self):
        self.assertIsNone(activity("", [], YEAR).mean)

    def test_an_order_that_does_not_stand_counts_nowhere(self):
        for state in ("assigned", "offered", "cancelled", "unsuccessful"):
            with self.subTest(state):
                found = activity("", [mission(state=state, ordered="2020-03-01")], YEAR)
                self.assertEqual(found.orders, Figure((), Decimal(0)))
                self.assertEqual(found.on_order.number, 0)

    def test_delivered_after_the_period_it_is_on_order_at_its_end(self):
        world = [
            mission(ordered="2020-03-01", closing="2021-01-01", closed="2021-01-02")
        ]
        found = activity("", world, YEAR)
        self.assertEqual((found.on_order.number, found.production.number), (1, 0))

    def test_a_closure_that_was_returned_is_on_order(self):
        world = [mission(state="confirmed", ordered="2020-03-01", closing="2020-05-01")]
        found = activity("", world, YEAR)
        self.assertEqual((found.on_order.number, found.production.number), (1, 0))

    def test_one_without_amount_counts_and_adds_nothing(self):
        world = [mission(state="ordered", amount="", ordered="2020-03-01")]
        self.assertEqual(activity("", world, YEAR).orders, Figure(("m",), Decimal(0)))

    def test_part_of_a_year_against_as_much_of_the_year_before(self):
        period = Period(day("2020-01-01"), day("2020-03-31"))
        world = [
            mission("new", "ordered", ordered="2020-03-31"),
            mission("old", "ordered", ordered="2019-03-31"),
            mission("later", "ordered", ordered="2019-04-01"),
        ]
        found = activity("", world, period)
        self.assertEqual(found.before.uids, ("old",))
        self.assertEqual(found.variation.number, 0)

    def test_from_nothing_there_is_no_percentage(self):
        world = [mission("new", "ordered", ordered="2020-03-31")]
        found = activity("", world, YEAR).variation
        self.assertIsNone(found.number_percent)
        self.assertIsNone(found.amount_percent)

    def test_new_clients(self):
        """A second dossier of an authority for the same lot is no new client."""
        world = [
            mission("1", closing="2018-01-01", authority="a"),
            mission("2", closing="2019-01-01", authority="a"),
            mission("3", closing="2019-01-01", authority="b"),
            mission("4", closing="2019-01-01", authority="a", lot="other"),
            mission("5", closing="2021-01-01", authority="c"),
        ]
        found = {each.key: each.by_year for each in new_clients(world, 2020)}
        self.assertEqual(
            found,
            {
                "lot": {2018: Figure(("1",)), 2019: Figure(("3",))},
                "other": {2019: Figure(("4",))},
            },
        )


class TestLeadTimes(TestCase):
    def delivered(self, *durations):
        return [
            mission(
                str(number),
                ordered="2020-03-01",
                closing=date(2020, 3, 1 + days).isoformat(),
            )
            for number, days in enumerate(durations)
        ]

    def test_median_and_quartiles(self):
        found = times(self.delivered(10, 20, 30, 0, 25), DELIVERY)
        self.assertEqual(
            (found.least, found.lower, found.median, found.upper, found.most),
            (0, 10, 20, 25, 30),
        )
        self.assertEqual(found.number, 5)

    def test_between_two(self):
        found = times(self.delivered(10, 15), DELIVERY)
        self.assertEqual(found.median, Decimal("12.5"))
        self.assertEqual(found.lower, Decimal("11.25"))

    def test_one_alone(self):
        found = times(self.delivered(20), DELIVERY)
        self.assertEqual({found.least, found.lower, found.median, found.most}, {20})

    def test_none(self):
        self.assertIsNone(times([], DELIVERY))
        self.assertIsNone(
            times([mission(state="ordered", ordered="2020-01-01")], DELIVERY)
        )
        with self.assertRaises(ValueError):
            quantile([], Decimal("0.5"))

    def test_it_counts_where_it_ends(self):
        world = [mission(ordered="2019-12-30", closing="2020-01-05")]
        self.assertEqual(times(world, DELIVERY, YEAR).median, 6)
        self.assertIsNone(times(world, DELIVERY, YEAR.before()))

    def test_what_was_handed_back_tells_nothing(self):
        back = mission(state="confirmed", ordered="2020-01-01", closing="2020-02-01")
        again = mission(ordered="2020-03-01", closing="2020-02-01")
        self.assertIsNone(times([back, again], DELIVERY))

    def test_every_span_of_a_whole_dossier(self):
        world = [
            mission(
                submitted="2020-01-01",
                assigned="2020-01-02",
                offered="2020-01-04",
                ordered="2020-01-07",
                confirmed="2020-01-11",
                closing="2020-01-27",
                closed="2020-01-31",
            )
        ]
        self.assertEqual(
            {each.span.name: each.median for each in all_times(world)},
            {
                "designation": 1,
                "offer": 2,
                "decision": 3,
                "confirmation": 4,
                "delivery": 20,
                "closure": 4,
                "whole": 30,
            },
        )

    @given(st.lists(st.integers(0, 4000), min_size=1, max_size=60))
    def test_the_parts_are_in_order(self, durations):
        ordered = sorted(durations)
        parts = [quantile(ordered, Decimal(part) / 4) for part in range(5)]
        self.assertEqual(parts, sorted(parts))
        self.assertEqual((parts[0], parts[-1]), (ordered[0], ordered[-1]))


class TestFunnel(TestCase):
    def numbers(self, *missions):
        return {
            step.name: (step.reached.number, step.waiting.number, step.stopped.number)
            for step in funnel(missions, YEAR)
        }

    def test_where_they_stand(self):
        found = self.numbers(
            mission("1", "submitted", submitted="2020-01-01"),
            mission("2", "consulting", submitted="2020-01-01"),
            mission("3", "offered", submitted="2020-01-01", offered="2020-02-01"),
            mission("4", "closed", submitted="2020-01-01"),
            mission("5", "cancelled", submitted="2020-01-01", assigned="2020-01-02"),
            mission("6", "draft"),
            mission("7", "submitted", submitted="2021-01-01"),
        )
        self.assertEqual(found["submitted"], (5, 2, 0))
        self.assertEqual(found["assigned"], (3, 0, 1))
        self.assertEqual(found["offered"], (2, 1, 0))
        self.assertEqual(found["ordered"], (1, 0, 0))
        self.assertEqual(found["closed"], (1, 0, 0), "a closed one waits no more")

    def test_an_order_handed_back_stands_at_the_offer(self):
        found = self.numbers(
            mission("1", "offered", submitted="2020-01-01", ordered="2020-02-01")
        )
        self.assertEqual(found["offered"], (1, 1, 0))
        self.assertEqual(found["ordered"], (0, 0, 0))

    def test_one_cancelled_as_a_draft_was_no_request(self):
        self.assertEqual(
            self.numbers(mission("1", "cancelled", cancelled="2020-01-01"))[
                "submitted"
            ],
            (0, 0, 0),
        )

    states = st.sampled_from(MISSION)

    @given(st.lists(st.tuples(states, st.sets(st.sampled_from(STEPS)))))
    def test_those_that_reached_a_step_wait_stopped_or_went_on(self, drawn):
        missions = [
            Mission(
                str(number),
                "m",
                "l",
                "a",
                state,
                {
                    **dict.fromkeys(steps, day("2020-05-01")),
                    "submitted": day("2020-01-01"),
                },
            )
            for number, (state, steps) in enumerate(drawn)
        ]
        found = funnel(missions, YEAR)
        for step, following in zip(found, found[1:]):
            self.assertEqual(
                step.reached.number,
                step.waiting.number + step.stopped.number + following.reached.number,
            )


class TestReport(TestCase):
    def found(self):
        authorities = [
            Authority("a", "commune", "namur", 8_000),
            Authority("b", "cpas"),
        ]
        world = [
            mission(
                "1", closing="2020-05-01", ordered="2020-02-01", submitted="2020-01-01"
            ),
            mission("2", "cancelled", submitted="2020-01-01", lot="other"),
        ]
        return report(authorities, [joined("a")], world, YEAR)

    def test_every_figure_has_its_address(self):
        found = self.found().figures()
        self.assertEqual(found["members"].uids, ("a",))
        self.assertEqual(found["members.province.namur"].uids, ("a",))
        self.assertEqual(found["rest.kind.cpas"].uids, ("b",))
        self.assertEqual(found["requests"].uids, ("1", "2"))
        self.assertEqual(found["requests.other"].uids, ("2",))
        self.assertEqual(found["orders.market"].uids, ("1",))
        self.assertEqual(found["production.lot"].uids, ("1",))
        self.assertEqual(found["new_clients.lot.2020"].uids, ("1",))
        self.assertEqual(found["times.delivery"].uids, ("1",))
        self.assertEqual(found["times.delivery.lot"].uids, ("1",))
        self.assertEqual(found["funnel.stopped.submitted"].uids, ("2",))

    def test_parts_add_up(self):
        found = self.found()
        for name in ("requests", "orders", "production", "on_order"):
            whole = sum(getattr(each, name).number for each in found.lots)
            self.assertEqual(getattr(found.total, name).number, whole)


class TestPublished(TestCase):
    def test_small_parts_go_with_the_next_larger(self):
        for numbers, hidden in (
            ({"a": 10, "b": 5}, ""),
            ({"a": 10, "b": 5, "c": 0}, ""),
            ({"a": 10, "b": 5, "c": 1}, "bc"),
            ({"a": 10, "b": 2, "c": 1}, "bc"),
            ({"a": 10, "b": 1, "c": 1}, "abc"),
            ({"a": 2}, "a"),
            ({}, ""),
        ):
            with self.subTest(numbers):
                self.assertEqual(figures_public.put_together(numbers), set(hidden))

    def test_nothing_or_enough(self):
        for uids, is_published in (("", True), ("ab", False), ("abc", True)):
            self.assertEqual(
                figures_public.is_published(Figure(tuple(uids))), is_published
            )

    @given(st.dictionaries(st.text(min_size=1), st.integers(0, 20)))
    def test_no_difference_tells_of_fewer_than_three(self, numbers):
        """What the total leaves is nothing, at least three, or the total is small."""
        hidden = figures_public.put_together(numbers)
        rest = sum(numbers[key] for key in hidden)
        shown = [number for key, number in numbers.items() if key not in hidden]
        self.assertTrue(all(number == 0 or number >= 3 for number in shown))
        self.assertTrue(rest == 0 or rest >= 3 or rest == sum(numbers.values()))

    def lots(self, **orders):
        """Lots with so many orders of 100 euro in the year."""
        world = [
            mission(f"{lot}-{each}", "ordered", lot, ordered="2020-03-01")
            for lot, count in orders.items()
            for each in range(count)
        ]
        return activities(world, lambda each: each.lot, YEAR)

    def test_orders_of_lots(self):
        for orders, shown in (
            ({"a": 5, "b": 3}, {"a": 5, "b": 3}),
            ({"a": 5, "b": 2, "c": 1}, {"a": 5, "others": 3}),
            ({"a": 1, "b": 1, "c": 1}, {"others": 3}),
            ({"a": 1, "b": 1}, {}),
            ({}, {}),
        ):
            with self.subTest(orders):
                found = figures_public.published_orders(self.lots(**orders))
                self.assertEqual(
                    {key: each.number for key, each in found.items()}, shown
                )
                for each in found.values():
                    self.assertEqual(each.amount, 100 * each.number)

    def test_members_of_few(self):
        groups = [("x", 5, 6, "namur", None), ("y", 1, 9, "liege", None)]
        found = members(*communes(groups), YEAR)
        shown = figures_public.published_shares(found.by_province)
        self.assertEqual(
            [(each.key, each.members.number, each.registered.number) for each in shown],
            [("others", 6, 15)],
        )
        alone = members(*communes([("y", 1, 9, "liege", None)]), YEAR)
        self.assertEqual(figures_public.published_shares(alone.by_province), ())

    def test_lead_times_of_few(self):
        def found(count):
            world = [
                mission(str(each), ordered="2020-03-01", closing="2020-03-21")
                for each in range(count)
            ]
            return figures_public.published_times({"lot": all_times(world)})

        self.assertEqual(found(2), {})
        self.assertEqual(found(3)["lot"].median, 20)

    def test_together(self):
        figures = {
            "a": Figure(("1", "2"), Decimal("10.00")),
            "b": Figure(("3",), Decimal("5.00")),
            "c": Figure(("4",), Decimal("1.00")),
        }
        self.assertEqual(
            figures_public.together(figures, frozenset("ab")),
            Figure(("1", "2", "3"), Decimal("15.00")),
        )
        self.assertIsNone(
            figures_public.together({"a": Figure(("1",))}, frozenset("a")).amount
        )


class TestPercent(TestCase):
    def test_half_up_to_the_tenth(self):
        self.assertEqual(percent(1, 8), Decimal("12.5"))
        self.assertEqual(percent(229, 262), Decimal("87.4"))
        self.assertIsNone(percent(0, 0))
