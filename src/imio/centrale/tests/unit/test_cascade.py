from datetime import date
from datetime import timedelta
from hypothesis import given
from hypothesis import strategies as st
from imio.centrale.domain.cascade import check_ranking
from imio.centrale.domain.cascade import Consulted
from imio.centrale.domain.cascade import may_consult
from imio.centrale.domain.cascade import next_rank
from imio.centrale.domain.cascade import open_consultation
from imio.centrale.domain.cascade import Rank
from imio.centrale.domain.cascade import ranks_on
from unittest import TestCase


TODAY = date(2024, 6, 3)
RANKING = [Rank(2, "B"), Rank(1, "A"), Rank(3, "C")]

near = st.integers(-3, 3).map(lambda n: TODAY + timedelta(n))
rows = st.builds(
    Rank,
    rank=st.integers(1, 6),
    supplier=st.sampled_from("ABCDEF"),
    valid_from=st.none() | near,
    valid_to=st.none() | near,
    status=st.sampled_from(["active", "active", "active", "suspended", "ended"]),
)
rankings = st.lists(rows, max_size=10)
refusals = st.sampled_from(["declined", "expired", "skipped"])


def codes(reasons):
    return [(reason.code, reason.field) for reason in reasons]


class TestRanksOn(TestCase):
    def test_in_order(self):
        self.assertEqual(
            [row.supplier for row in ranks_on(RANKING, TODAY)], list("ABC")
        )

    def test_both_dates_are_included(self):
        row = Rank(1, "A", date(2024, 1, 1), date(2024, 6, 30))
        for day, valid in (
            (date(2023, 12, 31), False),
            (date(2024, 1, 1), True),
            (date(2024, 6, 30), True),
            (date(2024, 7, 1), False),
        ):
            self.assertEqual(ranks_on([row], day) == [row], valid, day)

    def test_suspended_and_ended_are_left_out(self):
        ranking = [Rank(1, "A", status="suspended"), Rank(2, "B", status="ended")]
        self.assertEqual(ranks_on(ranking, TODAY), [])
        self.assertEqual(ranks_on([*ranking, Rank(3, "C")], TODAY), [Rank(3, "C")])


class TestNextRank(TestCase):
    def test_goes_down_one_by_one(self):
        consulted = []
        for supplier in "ABC":
            found = next_rank(RANKING, consulted, TODAY)
            self.assertEqual(found.supplier, supplier)
            consulted.append(Consulted(found.rank, found.supplier, "declined"))
        self.assertIsNone(next_rank(RANKING, consulted, TODAY))

    def test_a_rank_that_comes_back_is_not_asked_afterwards(self):
        back = [Rank(1, "A"), Rank(2, "B"), Rank(3, "C")]
        consulted = [Consulted(2, "B", "declined")]
        self.assertEqual(next_rank(back, consulted, TODAY), Rank(3, "C"))

    def test_a_supplier_that_moved_down_is_not_asked_again(self):
        moved = [Rank(1, "B"), Rank(2, "A"), Rank(3, "C")]
        consulted = [Consulted(1, "A", "expired")]
        self.assertEqual(next_rank(moved, consulted, TODAY), Rank(3, "C"))

    @given(rankings, st.lists(refusals, min_size=12, max_size=12))
    def test_asks_each_once_in_order_and_ends(self, ranking, answers):
        consulted = []
        for answer in answers:
            found = next_rank(ranking, consulted, TODAY)
            if found is None:
                break
            self.assertIn(found, ranks_on(ranking, TODAY))
            consulted.append(Consulted(found.rank, found.supplier, answer))
        asked = [row.supplier for row in consulted]
        numbers = [row.rank for row in consulted]
        self.assertIsNone(next_rank(ranking, consulted, TODAY))
        self.assertEqual(len(asked), len(set(asked)))
        self.assertEqual(numbers, sorted(set(numbers)))

    @given(rankings)
    def test_of_a_sound_ranking_everybody_valid_is_asked(self, ranking):
        sound = []
        for row in ranking:
            if not check_ranking([*sound, row]):
                sound.append(row)
        consulted = []
        while found := next_rank(sound, consulted, TODAY):
            consulted.append(Consulted(found.rank, found.supplier, "declined"))
        self.assertEqual(
            [row.supplier for row in consulted],
            [row.supplier for row in ranks_on(sound, TODAY)],
        )


class TestMayConsult(TestCase):
    def test_first_and_after_a_refusal(self):
        self.assertEqual(may_consult(RANKING, [], TODAY), [])
        for answer in ("declined", "expired", "skipped"):
            consulted = [Consulted(1, "A", answer)]
            self.assertEqual(may_consult(RANKING, consulted, TODAY), [])

    def test_one_at_a_time(self):
        consulted = [Consulted(1, "A", "declined"), Consulted(2, "B")]
        self.assertEqual(
            codes(may_consult(RANKING, consulted, TODAY)), [("consultation_open", "")]
        )
        self.assertEqual(open_consultation(consulted), consulted[1])

    def test_nobody_after_an_acceptance(self):
        consulted = [Consulted(1, "A", "declined"), Consulted(2, "B", "accepted")]
        self.assertEqual(
            codes(may_consult(RANKING, consulted, TODAY)), [("already_accepted", "")]
        )
        self.assertIsNone(open_consultation(consulted))

    def test_used_up(self):
        consulted = [Consulted(3, "C", "expired")]
        self.assertEqual(
            codes(may_consult(RANKING, consulted, TODAY)), [("ranks_exhausted", "")]
        )
        self.assertEqual(codes(may_consult([], [], TODAY)), [("ranks_exhausted", "")])


class TestCheckRanking(TestCase):
    def test_sound(self):
        self.assertEqual(check_ranking(RANKING), [])
        self.assertEqual(check_ranking([]), [])

    def test_rank_from_one(self):
        for rank in (0, -1):
            self.assertEqual(
                codes(check_ranking([Rank(rank, "A")])),
                [("rank_not_positive", "ranking.0.rank")],
            )

    def test_same_rank_or_supplier_twice(self):
        self.assertEqual(
            codes(check_ranking([Rank(1, "A"), Rank(1, "B"), Rank(2, "A")])),
            [
                ("duplicate_rank", "ranking.1.rank"),
                ("duplicate_supplier", "ranking.2.supplier"),
            ],
        )

    def test_same_rank_in_turn(self):
        first = Rank(1, "A", None, date(2024, 6, 30))
        next_day = Rank(1, "B", date(2024, 7, 1))
        same_day = Rank(1, "B", date(2024, 6, 30))
        self.assertEqual(check_ranking([first, next_day]), [])
        self.assertEqual(check_ranking([next_day, first]), [])
        self.assertEqual(
            codes(check_ranking([first, same_day])),
            [("duplicate_rank", "ranking.1.rank")],
        )

    def test_same_supplier_in_turn(self):
        first = Rank(2, "A", None, date(2024, 6, 30))
        self.assertEqual(check_ranking([first, Rank(1, "A", date(2024, 7, 1))]), [])

    def test_ended_rows_do_not_count_suspended_rows_do(self):
        new = Rank(1, "B")
        self.assertEqual(check_ranking([Rank(1, "A", status="ended"), new]), [])
        self.assertEqual(
            codes(check_ranking([Rank(1, "A", status="suspended"), new])),
            [("duplicate_rank", "ranking.1.rank")],
        )

    def test_period_the_wrong_way_round(self):
        one_day = Rank(1, "A", TODAY, TODAY)
        inverted = Rank(1, "A", TODAY, TODAY - timedelta(1))
        self.assertEqual(check_ranking([one_day]), [])
        self.assertEqual(
            codes(check_ranking([inverted])),
            [("period_inverted", "ranking.0.valid_to")],
        )
