"""The three messages of the demo: one waits on a dossier, one is answered, one closed."""

from imio.centrale.enquiries import ROOM
from imio.centrale.tests.integration.test_demo import DemoTestCase
from imio.centrale.workflows.state import state_of


class TestEnquiries(DemoTestCase):
    def test_how_far_each_has_come(self):
        room = self.portal["cyber"][ROOM]
        found = {state_of(each): each for each in room.objectValues()}
        self.assertEqual(set(found), {"open", "answered", "closed"})
        self.assertEqual(len(room.objectIds()), 3)
        self.assertTrue(found["open"].tracking_code)
        self.assertEqual(len(found["open"].get_local_roles()), 1)
        for state, count in (("open", 1), ("answered", 2), ("closed", 2)):
            self.assertEqual(len(found[state].messages), count, state)
            self.assertTrue(found[state].sender_email.endswith(".example"))

    def test_they_were_written_in_the_days_before(self):
        for enquiry in self.portal["cyber"][ROOM].objectValues():
            sent = enquiry.messages[0]["at"]
            created = enquiry.created().asdatetime()
            self.assertLess(abs((created - sent).total_seconds()), 60)

    def test_some_members_declared_an_interest(self):
        brains = self.portal.portal_catalog.unrestrictedSearchResults(
            portal_type="imio.centrale.Adhesion", review_state="active"
        )
        self.assertTrue(any(brain.interest_lots for brain in brains))
