"""Acts that cannot be undone, or that cost something, are asked first and explained."""

from imio.centrale.browser.acting import ASKED_FIRST
from imio.centrale.browser.consequences import CONSEQUENCES
from imio.centrale.browser.deleting import FOLLOWS
from imio.centrale.testing import PRODUCT_INTEGRATION
from plone import api

import unittest


#: states out of which nobody comes back
FOR_GOOD = {
    "adhesion_workflow": ("ended",),
    "mission_workflow": ("cancelled", "unsuccessful"),
    "offer_workflow": ("withdrawn",),
    "order_workflow": ("cancelled",),
    "market_workflow": ("exhausted", "ended"),
    "program_workflow": ("closed",),
}


class TestConsequences(unittest.TestCase):
    layer = PRODUCT_INTEGRATION

    def setUp(self):
        self.workflows = api.portal.get_tool("portal_workflow")

    def test_each_is_about_a_transition_that_exists(self):
        for workflow_id, transition_id in CONSEQUENCES:
            transitions = self.workflows[workflow_id].transitions
            self.assertIn(transition_id, transitions, workflow_id)

    def test_what_ends_for_good_is_asked_first_and_explained(self):
        for workflow_id, states in FOR_GOOD.items():
            for transition in self.workflows[workflow_id].transitions.values():
                if transition.new_state_id in states:
                    key = (workflow_id, transition.getId())
                    with self.subTest(key):
                        self.assertIn(transition.getId(), ASKED_FIRST)
                        self.assertIn(key, CONSEQUENCES)

    def test_deleting_is_explained_for_types_that_exist(self):
        types = api.portal.get_tool("portal_types")
        for portal_type in FOLLOWS:
            self.assertIn(portal_type, types)
