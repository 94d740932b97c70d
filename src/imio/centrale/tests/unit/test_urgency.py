"""What comes first in a workplace."""

from imio.centrale.domain import supplier_tasks
from imio.centrale.domain.procedure import ENDED
from imio.centrale.domain.procedure import MISSION_STEP
from imio.centrale.domain.procedure import states_by_step
from imio.centrale.domain.urgency import answerable_first
from imio.centrale.domain.urgency import due_first

import unittest


MONDAY, TUESDAY, FRIDAY = (
    f"2026-03-{day}T23:59:59+01:00" for day in ("02", "03", "06")
)


class TestUrgency(unittest.TestCase):
    def test_due_first_and_without_date_last(self):
        rows = [(None, "b"), (FRIDAY, "a"), (None, "a"), (MONDAY, "b"), (MONDAY, "a")]
        self.assertEqual(
            sorted(rows, key=lambda row: due_first(*row)),
            [(MONDAY, "a"), (MONDAY, "b"), (FRIDAY, "a"), (None, "a"), (None, "b")],
        )

    def test_what_can_still_be_answered_first(self):
        now = "2026-03-03T09:00:00+01:00"
        self.assertEqual(
            sorted(
                [MONDAY, None, FRIDAY, TUESDAY],
                key=lambda due: answerable_first(due, now),
            ),
            [TUESDAY, FRIDAY, None, MONDAY],
        )

    def test_the_most_urgent_kind_then_the_oldest(self):
        rows = [
            (supplier_tasks.DEPOSIT_CLOSURE, MONDAY),
            (supplier_tasks.MAKE_OFFER, TUESDAY),
            (supplier_tasks.MAKE_OFFER, MONDAY),
            (supplier_tasks.CORRECT_CLOSURE, FRIDAY),
        ]
        found = sorted(rows, key=lambda row: supplier_tasks.urgency(*row))
        self.assertEqual(found, [rows[3], rows[2], rows[1], rows[0]])


class TestStates(unittest.TestCase):
    """No state of a mission is left out of the workplaces."""

    def test_each_step_has_its_states(self):
        self.assertEqual(
            states_by_step(),
            {
                2: ["draft", "submitted", "consulting"],
                3: ["assigned", "offered"],
                4: ["ordered", "confirmed"],
                5: ["closing"],
            },
        )

    def test_a_supplier_acts_or_waits_from_the_designation_to_the_end(self):
        before = {"draft", "submitted", "consulting"}
        self.assertEqual(
            {*supplier_tasks.AWAITED, *supplier_tasks.WAITED},
            set(MISSION_STEP) - ENDED - before,
        )
        for state in supplier_tasks.AWAITED:
            self.assertIn(supplier_tasks.task_of(state), supplier_tasks.TASKS)
        for state in supplier_tasks.WAITED:
            self.assertNotIn(supplier_tasks.task_of(state), supplier_tasks.TASKS)
