"""What forms have made, and views that are kept once."""

from imio.centrale import sent_forms
from imio.centrale.browser.sent_once import digest_of_values
from imio.centrale.faceted import saved
from imio.centrale.tests.procedure import at
from imio.centrale.tests.procedure import ProcedureTestCase
from plone.namedfile.file import NamedBlobFile


class TestSentForms(ProcedureTestCase):
    def setUp(self):
        super().setUp()
        self.room = self.centrale["adhesions"]

    def found(self, user="bertrix", key="a key"):
        return sent_forms.sent(self.room, user, key)[1]

    def test_of_one_user_and_one_form(self):
        self.assertIsNone(self.found())
        sent_forms.remember(self.room, "bertrix", "a key", self.centrale, "digest")
        self.assertEqual(self.found(), self.centrale)
        self.assertIsNone(self.found(key="another"))
        self.assertIsNone(self.found(user="arlon"))

    def test_what_is_gone_is_not_found(self):
        mission = self.mission("draft")
        sent_forms.remember(self.room, "bertrix", "a key", mission, "digest")
        mission.aq_parent._delObject(mission.getId())
        self.assertIsNone(self.found())

    def test_forgotten_after_two_days(self):
        with at("2026-03-02 10:00"):
            sent_forms.remember(self.room, "bertrix", "old", self.centrale, "")
        with at("2026-03-04 09:59"):
            sent_forms.remember(self.room, "bertrix", "new", self.centrale, "")
        self.assertEqual(self.found(key="old"), self.centrale)
        with at("2026-03-04 10:01"):
            sent_forms.remember(self.room, "bertrix", "last", self.centrale, "")
        self.assertIsNone(self.found(key="old"))
        self.assertEqual(self.found(key="new"), self.centrale)

    def test_files_are_told_apart_by_their_bytes(self):
        digests = {
            digest_of_values({"quote": NamedBlobFile(data, filename=name)})
            for data, name in ((b"a", "a.pdf"), (b"b", "a.pdf"), (b"a", "b.pdf"))
        }
        self.assertEqual(len(digests), 3)
        same = [
            digest_of_values({"quote": NamedBlobFile(b"a", filename="a.pdf"), "b": 1})
            for _turn in range(2)
        ]
        self.assertEqual(*same)


class TestViewsOnce(ProcedureTestCase):
    def test_the_same_view_is_kept_once(self):
        room = self.centrale["missions"]
        first = saved.save(room, "agent", "En retard", "late=1")
        self.assertEqual(saved.save(room, "agent", "En retard", "late=1"), first)
        with self.refusing("view_name_taken"):
            saved.save(room, "agent", "en retard", "late=2")
        self.assertEqual(len(saved.views_of(room, "agent")), 1)
