"""What a mission asks of its supplier."""

from imio.centrale.domain import supplier_tasks as tasks
from imio.centrale.domain.procedure import MISSION_STEP

import unittest


class TestTasks(unittest.TestCase):
    def test_of_each_state(self):
        for state, offers, closures, flagged, expected in (
            ("assigned", (), (), False, tasks.MAKE_OFFER),
            ("assigned", ("withdrawn",), (), False, tasks.MAKE_OFFER),
            ("assigned", ("draft",), (), False, tasks.CONTINUE_OFFER),
            ("assigned", ("returned",), (), False, tasks.REVISE_OFFER),
            ("assigned", ("returned", "draft"), (), False, tasks.CONTINUE_OFFER),
            ("offered", ("submitted",), (), False, tasks.OFFER_WAITS),
            ("offered", ("withdrawn", "accepted"), (), False, tasks.ORDER_WAITS),
            ("ordered", ("accepted",), (), False, tasks.CONFIRMATION_WAITS),
            ("confirmed", ("accepted",), (), False, tasks.DEPOSIT_CLOSURE),
            ("confirmed", ("accepted",), ("draft",), False, tasks.CONTINUE_CLOSURE),
            ("confirmed", ("accepted",), ("returned",), False, tasks.CORRECT_CLOSURE),
            ("confirmed", ("accepted",), ("draft",), True, tasks.CORRECT_CLOSURE),
            ("closing", ("accepted",), ("deposited",), False, tasks.ACCEPTANCE_WAITS),
            ("closed", ("accepted",), ("accepted",), False, tasks.ENDED),
            ("cancelled", ("withdrawn",), (), False, tasks.ENDED),
        ):
            with self.subTest(state, offers=offers, closures=closures):
                found = tasks.task_of(state, offers, closures, flagged)
                self.assertEqual(found, expected)

    def test_every_state_from_the_designation_on_has_an_answer(self):
        for state in set(MISSION_STEP) - {"draft", "submitted", "consulting"}:
            self.assertTrue(tasks.task_of(state))
