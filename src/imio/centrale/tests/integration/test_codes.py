"""Tracking codes: their form, their place, and that each is given once."""

from imio.centrale import codes
from imio.centrale import naming
from imio.centrale.domain import tracking
from imio.centrale.tests.procedure import acting
from imio.centrale.tests.procedure import at
from imio.centrale.tests.procedure import ProcedureTestCase
from plone import api
from unittest import mock
from zope.annotation.interfaces import IAnnotations


FORM = r"CYB-[0-9]{2}-[234679CDFGHJKMNPQRTWXZ]{7}"


class TestCodes(ProcedureTestCase):
    """From the draft on, and for ever."""

    def test_form_and_place(self):
        with at("2031-05-05 12:00"):
            mission = self.request()
        self.assertRegex(mission.tracking_code, f"^{FORM}$")
        self.assertTrue(mission.tracking_code.startswith("CYB-31-"))
        self.assertEqual(mission.getId(), mission.tracking_code)
        self.assertEqual(mission.aq_parent.getId(), "2031")
        self.assertEqual(mission.aq_parent.portal_type, "imio.centrale.MissionsYear")
        self.assertEqual(tracking.parse(mission.tracking_code), mission.tracking_code)

    def test_the_year_is_that_of_brussels(self):
        with at("2027-01-01 00:30"):
            mission = self.request()
        self.assertTrue(mission.tracking_code.startswith("CYB-27-"))
        self.assertEqual(mission.aq_parent.getId(), "2027")

    def test_every_way_of_writing_finds_it(self):
        mission = self.request()
        code = mission.tracking_code
        for text in (
            code,
            code.lower(),
            code.replace("-", ""),
            code.replace("-", " - "),
            f" {code} ",
            code.replace("-", "\N{EN DASH}"),
        ):
            with self.subTest(text):
                self.assertEqual(codes.uid_for(text), mission.UID())

    def test_the_register_survives_the_deletion(self):
        mission = self.request()
        code, uid = mission.tracking_code, mission.UID()
        with acting("bertrix"):
            api.content.delete(mission)
        self.assertEqual(codes.uid_for(code), uid)
        with self.given(code, "CYB-26-234679W"):
            again = self.request()
        self.assertEqual(again.tracking_code, "CYB-26-234679W")

    def given(self, *drawn):
        """The next codes drawn."""
        return mock.patch.object(codes.tracking, "generate", side_effect=drawn)

    def test_a_code_drawn_twice_is_given_once(self):
        first = self.request()
        with self.given(first.tracking_code, first.tracking_code, "CYB-26-ZZZZZZZ"):
            second = self.request()
        self.assertEqual(second.tracking_code, "CYB-26-ZZZZZZZ")

    def test_a_hundred_are_all_different(self):
        folder = self.request().aq_parent
        drawn = {codes.draw(folder) for _ in range(100)}
        self.assertEqual(len(drawn), 100)

    def test_an_imported_code_is_kept(self):
        mission = self.request(login="agent", tracking_code="2019/0042")
        self.assertEqual(mission.tracking_code, "2019/0042")
        self.assertEqual(codes.uid_for("2019 / 0042"), mission.UID())

    def test_an_imported_code_that_is_taken(self):
        taken = self.request().tracking_code
        with self.refusing("code_taken"):
            self.request(login="agent", tracking_code=taken.lower())

    def test_two_transactions_that_draw_the_same_write_the_same_key(self):
        """So that the database refuses one of them, which draws again."""
        folder = self.request().aq_parent
        with self.given("CYB-26-ZZZZZZZ"):
            codes.draw(folder)
        self.assertIn(tracking.key("CYB-26-ZZZZZZZ"), codes.register())

    def test_reading_writes_nothing(self):
        """Anybody asks for a code, by a GET: no register is made for that."""
        notes = IAnnotations(self.portal)
        del notes[codes.KEY]
        self.assertIsNone(codes.uid_for("CYB-26-234679W"))
        self.assertNotIn(codes.KEY, notes)
        with self.assertRaises(KeyError):
            self.request()
        codes.make_register()
        self.assertTrue(self.request().tracking_code)

    def test_the_name_of_a_mission_is_its_code(self):
        mission = self.request()
        names = naming.MissionNames(mission.aq_parent)
        self.assertEqual(names.chooseName("anything", mission), mission.tracking_code)
