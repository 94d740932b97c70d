from imio.centrale.domain.procedure import ENDED
from imio.centrale.domain.procedure import MISSION_STEP
from imio.centrale.domain.procedure import next_actor
from imio.centrale.domain.procedure import step_of
from imio.centrale.domain.procedure import STEPS
from unittest import TestCase


class TestSteps(TestCase):
    def test_five_steps(self):
        self.assertEqual([number for number, _ in STEPS], [1, 2, 3, 4, 5])
        self.assertEqual(
            [name for _, name in STEPS],
            ["adhesion", "request", "offer", "order", "closure"],
        )

    def test_step_of_each_state(self):
        for step, states in (
            (2, ("draft", "submitted", "consulting")),
            (3, ("assigned", "offered")),
            (4, ("ordered", "confirmed")),
            (5, ("closing", "closed")),
        ):
            for state in states:
                self.assertEqual(step_of(state), step, state)
                self.assertEqual(step_of(state, ("draft", "closing")), step, state)

    def test_stopped_where_it_was(self):
        history = ("draft", "submitted", "assigned", "offered")
        for state in ("cancelled", "unsuccessful"):
            self.assertEqual(step_of(state, history), 3)
            self.assertEqual(step_of(state, (*history, "ordered", "cancelled")), 4)
            self.assertEqual(step_of(state, ("offered", "submitted")), 2)
            self.assertEqual(step_of(state), 2)

    def test_unknown_state_is_an_error(self):
        for arguments in (("lost",), ("cancelled", ("lost",))):
            with self.assertRaises(KeyError):
                step_of(*arguments)


class TestNextActor(TestCase):
    def test_each_state(self):
        for state, actor in (
            ("draft", "authority"),
            ("submitted", "manager"),
            ("consulting", "supplier"),
            ("assigned", "supplier"),
            ("offered", "authority"),
            ("ordered", "manager"),
            ("confirmed", "supplier"),
            ("closing", "manager"),
            ("closed", ""),
            ("cancelled", ""),
            ("unsuccessful", ""),
        ):
            self.assertEqual(next_actor(state), actor, state)

    def test_somebody_is_awaited_until_the_end(self):
        for state in MISSION_STEP:
            self.assertEqual(next_actor(state) == "", state in ENDED, state)

    def test_direct_lots_await_no_manager_at_the_start(self):
        self.assertEqual(next_actor("submitted", direct=True), "supplier")
        self.assertEqual(next_actor("ordered", direct=True), "manager")

    def test_used_up_cascade_awaits_the_manager(self):
        self.assertEqual(next_actor("consulting", consultation_open=False), "manager")

    def test_offer(self):
        for state, actor in (
            ("submitted", "authority"),
            ("accepted", "authority"),
            ("returned", "supplier"),
            ("withdrawn", "supplier"),
        ):
            self.assertEqual(next_actor("offered", offer_state=state), actor, state)

    def test_returned_order_awaits_the_authority(self):
        self.assertEqual(next_actor("offered", "accepted", "returned"), "authority")
        self.assertEqual(next_actor("ordered", "accepted", "returned"), "authority")
        self.assertEqual(next_actor("ordered", "accepted", "deposited"), "manager")

    def test_returned_closure_awaits_the_supplier(self):
        self.assertEqual(next_actor("closing", closure_state="returned"), "supplier")
        self.assertEqual(next_actor("confirmed", closure_state="returned"), "supplier")
        self.assertEqual(next_actor("closing", closure_state="deposited"), "manager")

    def test_unknown_state_is_an_error(self):
        with self.assertRaises(KeyError):
            next_actor("lost")
