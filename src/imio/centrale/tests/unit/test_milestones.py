from datetime import datetime
from datetime import timezone
from imio.centrale.domain.calendar import BRUSSELS
from imio.centrale.domain.milestones import ADHESION
from imio.centrale.domain.milestones import milestones
from imio.centrale.domain.milestones import MISSION
from imio.centrale.domain.milestones import state_since
from imio.centrale.domain.procedure import MISSION_STEP
from unittest import TestCase


def history(*pairs):
    """``(state, "2026-03-02 10:00")`` on the clock of Brussels."""
    return [
        (state, datetime.fromisoformat(text).replace(tzinfo=BRUSSELS))
        for state, text in pairs
    ]


class TestMilestones(TestCase):
    def test_every_state_of_a_mission_has_its_place(self):
        self.assertEqual(set(MISSION), set(MISSION_STEP))

    def test_a_mission_from_end_to_end(self):
        found = milestones(
            MISSION,
            history(
                ("draft", "2026-03-01 10:00"),
                ("submitted", "2026-03-02 10:00"),
                ("consulting", "2026-03-03 10:00"),
                ("assigned", "2026-03-04 10:00"),
                ("offered", "2026-03-05 10:00"),
                ("ordered", "2026-03-06 10:00"),
                ("confirmed", "2026-03-07 10:00"),
                ("closing", "2026-04-08 10:00"),
                ("closed", "2026-04-09 10:00"),
            ),
        )
        self.assertEqual(
            found,
            {
                "submitted": "2026-03-02",
                "assigned": "2026-03-04",
                "offered": "2026-03-05",
                "ordered": "2026-03-06",
                "confirmed": "2026-03-07",
                "closing": "2026-04-08",
                "closed": "2026-04-09",
            },
        )

    def test_what_is_handed_back_dates_nothing(self):
        """The designation keeps its day, the offer has that of the better one."""
        found = milestones(
            MISSION,
            history(
                ("assigned", "2026-03-04 10:00"),
                ("offered", "2026-03-05 10:00"),
                ("assigned", "2026-03-06 10:00"),
                ("offered", "2026-03-09 10:00"),
            ),
        )
        self.assertEqual(found, {"assigned": "2026-03-04", "offered": "2026-03-09"})

    def test_a_state_that_stays_keeps_its_day(self):
        found = milestones(
            MISSION,
            history(
                ("submitted", "2026-03-04 10:00"), ("submitted", "2026-03-05 10:00")
            ),
        )
        self.assertEqual(found, {"submitted": "2026-03-04"})

    def test_the_day_is_that_of_brussels(self):
        late = datetime(2026, 6, 30, 22, 30, tzinfo=timezone.utc)
        self.assertEqual(
            milestones(MISSION, [("submitted", late)]), {"submitted": "2026-07-01"}
        )

    def test_a_draft_reached_nothing(self):
        self.assertEqual(
            milestones(MISSION, history(("draft", "2026-03-01 10:00"))), {}
        )

    def test_an_adhesion_resumed_has_not_joined_again(self):
        found = milestones(
            ADHESION,
            history(
                ("interest", "2024-01-15 10:00"),
                ("submitted", "2024-02-01 10:00"),
                ("active", "2024-02-05 10:00"),
                ("suspended", "2025-02-05 10:00"),
                ("active", "2026-02-05 10:00"),
            ),
        )
        self.assertEqual(
            found,
            {
                "submitted": "2024-02-01",
                "active": "2024-02-05",
                "suspended": "2025-02-05",
            },
        )

    def test_a_state_that_is_not_of_the_course(self):
        with self.assertRaises(ValueError):
            milestones(ADHESION, history(("closed", "2026-03-01 10:00")))


class TestStateSince(TestCase):
    def test_the_last_change(self):
        found = state_since(
            history(("draft", "2026-03-01 10:00"), ("submitted", "2026-03-02 09:30"))
        )
        self.assertEqual(found.isoformat(), "2026-03-02T09:30:00+01:00")

    def test_a_transition_that_stays_in_the_state_changes_nothing(self):
        found = state_since(
            history(
                ("draft", "2026-03-01 10:00"),
                ("frozen", "2026-03-02 10:00"),
                ("frozen", "2026-03-05 10:00"),
            )
        )
        self.assertEqual(found.isoformat(), "2026-03-02T10:00:00+01:00")

    def test_back_in_a_state_it_is_there_since_it_came_back(self):
        found = state_since(
            history(
                ("assigned", "2026-03-01 10:00"),
                ("offered", "2026-03-02 10:00"),
                ("assigned", "2026-03-05 10:00"),
            )
        )
        self.assertEqual(found.isoformat(), "2026-03-05T10:00:00+01:00")

    def test_without_history(self):
        with self.assertRaises(ValueError):
            state_since([])

    def test_without_time_zone(self):
        with self.assertRaises(ValueError):
            state_since([("draft", datetime(2026, 3, 1))])
