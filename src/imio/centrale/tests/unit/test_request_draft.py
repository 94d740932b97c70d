from imio.centrale.domain.reasons import reason
from imio.centrale.domain.request_draft import Answers
from imio.centrale.domain.request_draft import Contact
from imio.centrale.domain.request_draft import draft_reasons
from imio.centrale.domain.request_draft import is_only_missing
from imio.centrale.domain.request_draft import lot_reasons
from imio.centrale.domain.request_draft import next_page
from imio.centrale.domain.request_draft import Orderable
from imio.centrale.domain.request_draft import page_of
from imio.centrale.domain.request_draft import page_reasons
from imio.centrale.domain.request_draft import prefilled
from unittest import TestCase


LOTS = {
    "audit": Orderable(frozenset({"ORG", "TEC"})),
    "closed": Orderable(reasons=(reason("lot_not_open", state="suspended"),)),
}
FULL = Answers(
    authority="bertrix",
    lot="audit",
    options=("ORG",),
    title="Audit",
    description="Du réseau\net des écoles",
    contact_name="Camille Test",
    contact_email="camille@bertrix.example",
    contact_phone="061 00 00 00",
)


def codes(reasons):
    return [(each.code, each.field) for each in reasons]


class TestLot(TestCase):
    """The first page."""

    def wrong(self, **answers):
        given = {"authority": "bertrix", "lot": "audit", **answers}
        return codes(lot_reasons(Answers(**given), LOTS, ["bertrix"]))

    def test_nothing_is_wrong(self):
        self.assertEqual(self.wrong(options=("ORG", "TEC")), [])

    def test_no_lot(self):
        self.assertEqual(self.wrong(lot=""), [("lot_missing", "lot")])
        self.assertEqual(self.wrong(lot="gone"), [("lot_missing", "lot")])

    def test_a_closed_lot_says_why_at_the_lot(self):
        self.assertEqual(self.wrong(lot="closed"), [("lot_not_open", "lot")])

    def test_options_of_another_lot(self):
        found = self.wrong(options=("ORG", "WIFI"))
        self.assertEqual(found, [("unknown_option", "options")])

    def test_somebody_elses_authority(self):
        found = self.wrong(authority="arlon", lot="")
        self.assertEqual(
            found, [("not_your_authority", "authority"), ("lot_missing", "lot")]
        )


class TestTexts(TestCase):
    """The second and the third page."""

    def wrong(self, page, **answers):
        return codes(page_reasons(page, Answers(**answers), LOTS, []))

    def test_every_field_empty(self):
        self.assertEqual(self.wrong("need"), [("subject_missing", "title")])
        self.assertEqual(
            self.wrong("contact"),
            [
                ("contact_name_missing", "contact_name"),
                ("contact_email_missing", "contact_email"),
            ],
        )

    def test_as_long_as_it_may_be(self):
        self.assertEqual(self.wrong("need", title="x" * 255), [])
        self.assertEqual(
            self.wrong("need", title="x" * 256, description="y" * 20001),
            [("text_too_long", "title"), ("text_too_long", "description")],
        )

    def test_what_no_database_keeps(self):
        found = self.wrong("need", title="a\x00b")
        self.assertEqual(found, [("text_not_kept", "title")])

    def test_no_mail_address(self):
        for text in ("camille", "camille@bertrix", "a b@c.example", "@c.example"):
            found = self.wrong("contact", contact_name="C", contact_email=text)
            self.assertEqual(found, [("contact_email_wrong", "contact_email")], text)

    def test_one_error_for_a_long_address(self):
        address = "x" * 250 + "@c.example"
        found = self.wrong("contact", contact_name="C", contact_email=address)
        self.assertEqual(found, [("text_too_long", "contact_email")])


class TestDraft(TestCase):
    """The draft as a whole."""

    def test_nothing_is_wrong(self):
        self.assertEqual(draft_reasons(FULL, LOTS, ["bertrix"]), [])

    def test_all_of_it_is_told(self):
        found = codes(draft_reasons(Answers(authority="b"), LOTS, ["b"]))
        self.assertEqual(
            [field for _code, field in found],
            ["lot", "title", "contact_name", "contact_email"],
        )

    def test_what_may_come_later(self):
        missing = draft_reasons(Answers(authority="b"), LOTS, ["b"])
        self.assertTrue(is_only_missing(missing))
        self.assertTrue(is_only_missing([]))
        self.assertFalse(is_only_missing([reason("text_too_long", "title")]))
        self.assertFalse(is_only_missing([*missing, reason("lot_not_open", "lot")]))

    def test_where_a_field_is_asked_for(self):
        self.assertEqual(page_of("options.0"), "lot")
        self.assertEqual(page_of("description"), "need")
        self.assertEqual(page_of("contact_phone"), "contact")
        self.assertEqual(page_of(""), "lot")

    def test_one_page_after_the_other(self):
        pages = ["lot"]
        while pages[-1] != "check":
            pages.append(next_page(pages[-1]))
        self.assertEqual(pages, ["lot", "need", "contact", "check"])


class TestPrefilled(TestCase):
    """The contact to begin with."""

    service = Contact("Secrétariat", "secretariat@bertrix.example", "061 11 11 11")
    camille = Contact("Camille Test", "Camille@bertrix.example", "061 22 22 22")
    user = Contact("Camille Test", "camille@bertrix.example")

    def names(self, user, *known, **answers):
        found = prefilled(Answers(**answers), user, known)
        return found.contact_name, found.contact_email, found.contact_phone

    def test_the_user_with_the_phone_the_authority_gave(self):
        self.assertEqual(
            self.names(self.user, self.service, self.camille),
            ("Camille Test", "camille@bertrix.example", "061 22 22 22"),
        )

    def test_the_user_alone(self):
        self.assertEqual(
            self.names(self.user), ("Camille Test", "camille@bertrix.example", "")
        )

    def test_the_first_contact_for_a_user_without_address(self):
        nobody = Contact("Camille Test")
        found = self.names(nobody, Contact("Maire"), self.service)
        self.assertEqual(
            found, ("Secrétariat", "secretariat@bertrix.example", "061 11 11 11")
        )
        self.assertEqual(self.names(nobody), ("Camille Test", "", ""))

    def test_what_was_answered_stays(self):
        found = self.names(self.user, contact_phone="1")
        self.assertEqual(found, ("", "", "1"))
