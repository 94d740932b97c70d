"""The workplace of the suppliers: what each sees, and from where it is read."""

from datetime import date
from datetime import datetime
from datetime import timedelta
from imio.centrale import clock
from imio.centrale import corrections
from imio.centrale import parties
from imio.centrale.browser import supplier as supplier_page
from imio.centrale.browser.time_left import in_words
from imio.centrale.domain.calendar import BRUSSELS
from imio.centrale.domain.time_left import TimeLeft
from imio.centrale.interfaces import ICentraleLayer
from imio.centrale.supplier_work import CONSULTATIONS
from imio.centrale.supplier_work import OFFERS
from imio.centrale.supplier_work import TO_DO
from imio.centrale.tests.fixture import make_inventory
from imio.centrale.tests.loads import brains_made_by
from imio.centrale.tests.loads import loaded_by
from imio.centrale.tests.procedure import acting
from imio.centrale.tests.procedure import at
from imio.centrale.tests.procedure import ProcedureTestCase
from imio.centrale.tests.sections import FirstRows
from plone import api
from unittest import mock
from zope.component import getMultiAdapter
from zope.interface import alsoProvides


class SupplierTestCase(ProcedureTestCase):
    """Base: the page as an account reads it."""

    def setUp(self):
        super().setUp()
        self.asked = self.layer["request"]
        alsoProvides(self.asked, ICentraleLayer)

    def page(self, **form):
        self.asked.form.clear()
        self.asked.form.update(form)
        return getMultiAdapter((self.centrale, self.asked), name="centrale-supplier")

    def read(self, login, **form):
        """The whole page."""
        with acting(login):
            return self.page(**form)()

    def tasks(self, login="alpha"):
        """(what is to be done, where) of each dossier."""
        with acting(login):
            return [(row["act"], row["act_url"]) for row in self.page().to_do]


class TestConsultations(SupplierTestCase):
    """The time left, and nothing of the others."""

    def consulted(self, login="alpha"):
        with acting(login):
            return self.page().consultations

    def test_time_left_in_words(self):
        with at("2026-03-02 09:00"):
            mission = self.consulting()
            (row,) = self.consulted()
        self.assertEqual(row["left"], "5 business days and 15 hours left")
        self.assertEqual(row["url"], mission.absolute_url())
        self.assertEqual(row["authority"], "Bertrix")
        self.assertEqual(row["due"], "09/03/2026 23:59")
        with at("2026-03-09 21:30"):
            (row,) = self.consulted()
        self.assertEqual(row["left"], "Expires today: 2 hours left")
        self.assertEqual(row["css"], "text-bg-danger")

    def test_too_late_is_said(self):
        with at("2026-03-02 09:00"):
            self.consulting()
        with at("2026-03-10 00:00"):
            (row,) = self.consulted()
        self.assertTrue(row["overdue"])

    def test_the_first_to_expire_first(self):
        with at("2026-03-03 09:00"):
            later = self.consulting(title="Après")
        with at("2026-03-02 09:00"):
            self.consulting(title="Avant")
            rows = self.consulted()
        self.assertEqual([row["title"] for row in rows], ["Avant", "Après"])
        with at("2026-03-03 10:00"):
            self.moved("alpha", later["consultation-1"], "decline", "declined")
            rows = self.consulted()
        self.assertEqual([row["title"] for row in rows], ["Avant"])

    def test_what_can_still_be_answered_before_what_has_expired(self):
        with at("2026-03-02 09:00"):
            self.consulting(title="Expirée")
        with at("2026-03-04 09:00"):
            self.consulting(title="Ouverte")
        with at("2026-03-10 09:00"):
            rows = self.consulted()
        self.assertEqual([row["title"] for row in rows], ["Ouverte", "Expirée"])

    def test_the_next_rank_sees_its_own_and_learns_nothing(self):
        mission = self.consulting()
        self.assertEqual(self.consulted("beta"), [])
        self.moved("alpha", mission["consultation-1"], "decline", "declined")
        self.assertEqual(self.consulted("alpha"), [])
        text = self.read("beta")
        self.assertIn(mission.tracking_code, text)
        for word in ("Alpha", "Gamma", "Rank", "consultation-1"):
            self.assertNotIn(word, text)

    def test_words(self):
        for left, text in (
            (TimeLeft(1, 1), "1 business day and 1 hour left"),
            (TimeLeft(3, 0), "3 business days left"),
            (TimeLeft(0, 5), "5 hours left"),
            (TimeLeft(0, 0), "less than one hour left"),
            (TimeLeft(0, 0, today=True), "Expires today: less than one hour left"),
            (TimeLeft(overdue=True), "The time to answer has passed."),
        ):
            self.assertEqual(in_words(left, self.asked), text)


class TestTasks(SupplierTestCase):
    """From the designation to the end."""

    def test_an_offer_to_make_to_continue_to_revise(self):
        mission = self.mission("assigned")
        url = mission.absolute_url()
        self.assertEqual(
            self.tasks(), [("Make the offer", f"{url}/++add++imio.centrale.Offer")]
        )
        offer = self.offer(mission)
        self.assertEqual(self.tasks(), [("Continue the offer", f"{url}/offre-1/edit")])
        self.moved("alpha", offer, "submit", "submitted")
        self.assertEqual(self.tasks(), [])
        self.moved("bertrix", offer, "return", "returned")
        self.assertEqual(
            self.tasks(),
            [("Revise the offer that was sent back", f"{url}/offre-1")],
        )

    def test_a_closure_file_to_deposit_to_correct(self):
        mission = self.mission("confirmed")
        url = mission.absolute_url()
        self.assertEqual(
            self.tasks(),
            [
                (
                    "Deposit the closure file",
                    f"{url}/++add++imio.centrale.ClosureFile",
                )
            ],
        )
        closure = self.closure(mission)
        self.assertEqual(
            self.tasks(), [("Continue the closure file", f"{url}/cloture-1/edit")]
        )
        self.moved("alpha", closure, "deposit", "deposited")
        self.assertEqual(self.tasks(), [])
        with acting("agent"):
            corrections.send_back(closure, ["report", "invoice"], comment="Signé ?")
        with acting("alpha"):
            (row,) = self.page().to_do
        self.assertEqual(row["act"], "Correct the closure file that was sent back")
        self.assertEqual(row["act_url"], f"{url}/cloture-1")
        self.assertEqual(row["checklist"], f"{url}/cloture-1/@@centrale-checklist")
        self.assertIn("To be corrected, and nothing else:", row["notes"][0])
        self.assertIn("Invoice (PDF or UBL)", row["notes"][0])
        self.moved("alpha", closure, "revise", "draft")
        ((act, act_url),) = self.tasks()
        self.assertEqual(act, "Correct the closure file that was sent back")
        self.assertEqual(act_url, f"{url}/cloture-1/edit")
        self.moved("alpha", closure, "deposit", "deposited")
        self.assertEqual(self.brain(closure).to_correct, ())

    def test_until_when_it_counts_for_a_subsidy(self):
        until = datetime(2026, 7, 5, 17, tzinfo=BRUSSELS)
        self.program(dossier_deadline=clock.stored(until))
        self.mission("confirmed")
        with acting("alpha"):
            (row,) = self.page().to_do
        self.assertEqual(
            row["notes"], ["It counts for a subsidy until 05/07/2026 17:00."]
        )

    def test_what_waits_for_somebody_else_by_step(self):
        offered, closing = self.mission("accepted"), self.mission("closing")
        with acting("alpha"):
            steps = self.page().steps
        self.assertEqual([step["title"] for step in steps], ["3. Offer", "5. Closure"])
        ((first,), (last,)) = (step["rows"] for step in steps)
        self.assertEqual(first["code"], offered.tracking_code)
        self.assertIn("the authority prepares its order", first["waits"])
        self.assertEqual(first["due"], "01/01/2099 23:59")
        self.assertEqual(last["code"], closing.tracking_code)
        self.assertTrue(last["checklist"].endswith("/@@centrale-checklist"))

    def test_an_offer_that_is_no_longer_valid(self):
        with at("2026-03-02 09:00"):
            mission = self.mission("assigned")
            offer = self.offer(mission, valid_until=date(2026, 3, 3))
            self.moved("alpha", offer, "submit", "submitted")
        for moment, late in (("2026-03-03 23:59", False), ("2026-03-04 00:00", True)):
            with at(moment), acting("alpha"):
                ((row,),) = [step["rows"] for step in self.page().steps]
            self.assertEqual(bool(row["late"]), late)

    def test_what_has_ended_is_folded_away(self):
        mission = self.closed()
        with acting("alpha"):
            page = self.page()
            self.assertEqual(page.to_do, [])
            self.assertEqual(page.steps, [])
            self.assertEqual(
                [row["code"] for row in page.ended], [mission.tracking_code]
            )
            self.assertEqual(page.ended_count, 1)
        self.assertIn("<details", self.read("alpha"))

    def test_offers_with_the_draft_first(self):
        self.mission("offered")
        draft = self.offer(self.mission("assigned"))
        with acting("alpha"):
            rows = self.page().offers
        self.assertEqual([row["unfinished"] for row in rows], [True, False])
        self.assertEqual(rows[0]["edit_url"], f"{draft.absolute_url()}/edit")
        self.assertEqual(rows[0]["amount"], "1\xa0900,00\xa0€")

    def test_nothing_of_the_others(self):
        mission = self.mission("assigned")
        for login in ("beta", "gamma"):
            text = self.read(login)
            self.assertNotIn(mission.tracking_code, text)
            self.assertNotIn("Alpha", text)


class TestLimits(FirstRows, SupplierTestCase):
    """A few rows of each section, how many there are, and the way to all of them."""

    page_module = supplier_page

    def codes(self, rows):
        return [row["code"] for row in rows]

    def test_everything_to_do_can_be_reached(self):
        with at("2026-03-02 09:00"):
            first = self.mission("assigned")
        with at("2026-03-03 09:00"):
            second = self.mission("assigned")
        with acting("alpha"):
            page = self.page()
            self.assertEqual(self.codes(page.to_do), [first.tracking_code])
            self.assertEqual(page.count(TO_DO), 2)
            form = self.queried(page.all_url(TO_DO))
            self.assertIn(page.all_url(TO_DO), page())
            alone = self.page(**form)
            found = self.codes(alone.to_do)
            self.assertEqual(found, [first.tracking_code, second.tracking_code])
            self.assertEqual(alone.all_url(TO_DO), "")
            text = alone()
        self.assertIn("All my work", text)
        self.assertNotIn("My offers", text)
        self.assertNotIn("My price inventories", text)

    def test_a_page_at_a_time(self):
        found = set()
        for _number in range(3):
            self.mission("assigned")
        with mock.patch.object(supplier_page, "BATCH_SIZE", 2), acting("alpha"):
            for start, size in (("0", 2), ("2", 1)):
                page = self.page(section=TO_DO, b_start=start)
                rows = self.codes(page.to_do)
                self.assertEqual(len(rows), size)
                self.assertIn("b_start", page())
                found.update(rows)
        self.assertEqual(len(found), 3)

    def test_consultations_and_offers_too(self):
        for _number in range(2):
            self.consulting()
            self.mission("offered")
        with acting("alpha"):
            home = self.page()
            self.assertEqual(len(home.consultations), 1)
            self.assertEqual(len(home.offers), 1)
            for section in (CONSULTATIONS, OFFERS):
                self.assertEqual(home.count(section), 2)
                page = self.page(**self.queried(self.page().all_url(section)))
                rows = page.consultations + page.offers
                self.assertEqual(len(rows), 2, section)
                for row in rows:
                    self.assertIn(row["code"], page())

    def test_no_way_to_more_when_there_is_none(self):
        self.mission("assigned")
        self.mission("offered")
        self.consulting()
        with acting("alpha"):
            page = self.page()
            self.assertEqual([step["list_url"] for step in page.steps], [""])
            for section in (CONSULTATIONS, TO_DO, OFFERS):
                self.assertEqual(page.count(section), 1)
                self.assertEqual(page.all_url(section), "")

    def test_what_waits_for_others_is_in_the_list_of_missions(self):
        for _number in range(2):
            self.mission("offered")
        self.mission("assigned")
        with acting("alpha"):
            (step,) = self.page().steps
            self.assertEqual((step["count"], len(step["rows"])), (2, 1))
            self.asked.form.clear()
            self.asked.form.update(self.queried(step["list_url"]))
            room = self.centrale["missions"]
            listed = getMultiAdapter((room, self.asked), name="view")
            self.assertEqual(
                {row.state for row in listed.rows}, {"Offer submitted to the authority"}
            )
            self.assertEqual(listed.total, 2)

    def test_the_supplier_that_is_shown_stays_chosen(self):
        api.group.add_user(
            groupname=parties.supplier_group(self.beta.UID()), username="alpha"
        )
        for _number in range(2):
            self.mission("assigned")
        with acting("alpha"):
            form = self.queried(self.page(supplier=self.alpha.UID()).all_url(TO_DO))
            self.assertEqual(form, {"section": TO_DO, "supplier": self.alpha.UID()})
            self.assertEqual(len(self.page(**form).to_do), 2)
            form["supplier"] = self.beta.UID()
            self.assertEqual(self.page(**form).to_do, [])

    def test_the_most_urgent_kind_first(self):
        self.mission("confirmed")
        self.mission("assigned")
        returned = self.mission("offered")
        self.moved("bertrix", returned["offre-1"], "return", "returned")
        corrected = self.mission("closing")
        closure = corrected["cloture-1"]
        with acting("agent"):
            corrections.send_back(closure, ["report"], comment="Signé ?")
        self.moved("alpha", closure, "revise", "draft")
        with acting("alpha"):
            self.assertEqual(
                [row["act"] for row in self.page(section=TO_DO).to_do],
                [
                    "Correct the closure file that was sent back",
                    "Revise the offer that was sent back",
                    "Make the offer",
                    "Deposit the closure file",
                ],
            )

    def test_an_unknown_section_is_the_home(self):
        self.mission("offered")
        self.assertIn("centrale-inventories", self.read("alpha", section="nonsense"))

    def test_more_missions_make_no_more_brains(self):
        def made():
            return brains_made_by(lambda: self.read("alpha"))

        def add():
            self.mission("offered")
            self.mission("assigned")
            self.mission("confirmed")
            self.consulting()

        add()
        add()
        before = made()
        add()
        add()
        self.assertEqual(made(), before)


class TestInventories(SupplierTestCase):
    def rows(self):
        with acting("alpha"):
            return {row["lot"]: row for row in self.page().inventories}

    def test_in_force_and_next(self):
        tomorrow = date.today() + timedelta(days=1)
        with acting("agent"):
            make_inventory(self.lot("direct"), self.alpha, "2", tomorrow)
        rows = self.rows()
        direct, cascade = rows["Lot direct"], rows["Lot en cascade"]
        self.assertIn("Version 1, from 01/01/2024 to", direct["current"].text)
        self.assertIn("Version 2, from", direct["next"].text)
        self.assertEqual(cascade["current"].text, "Version 1, from 01/01/2024")
        self.assertFalse(cascade["next"])

    def test_a_draft_of_the_centrale_is_not_shown(self):
        with acting("agent"):
            make_inventory(
                self.lot("direct"), self.alpha, "2", date(2030, 1, 1), publish=False
            )
        self.assertFalse(self.rows()["Lot direct"]["next"])


class TestWhose(SupplierTestCase):
    """Who is in the groups of several suppliers chooses."""

    def join_beta(self):
        group = parties.supplier_group(self.beta.UID())
        api.group.add_user(groupname=group, username="alpha")

    def test_one_at_a_time(self):
        self.join_beta()
        mission = self.mission("assigned")
        self.assertIn(mission.tracking_code, self.read("alpha"))
        other = self.read("alpha", supplier=self.beta.UID())
        self.assertNotIn(mission.tracking_code, other)
        self.assertIn("centrale-supplier-choice", other)

    def test_no_choice_for_one(self):
        self.assertNotIn("centrale-supplier-choice", self.read("alpha"))

    def test_another_supplier_cannot_be_asked_for(self):
        mission = self.mission("assigned")
        text = self.read("beta", supplier=self.alpha.UID())
        self.assertNotIn(mission.tracking_code, text)
        self.assertIn("Beta Test", text)

    def test_for_suppliers_only(self):
        for login, allowed in (
            ("alpha", True),
            ("bertrix", False),
            ("agent", False),
            ("auditor", False),
            ("intake", False),
            ("stranger", False),
            (None, False),
        ):
            with self.subTest(login), acting(login):
                found = self.centrale.restrictedTraverse("@@centrale-supplier", None)
                self.assertEqual(found is not None, allowed)


class TestEmpty(SupplierTestCase):
    """Empty states tell what comes next."""

    def test_nothing_yet(self):
        text = self.read("gamma")
        for words in (
            "No consultation waits for your answer.",
            "An offer to make stands here",
            "No mission waits for an authority",
            "You make the first one once a mission is yours",
        ):
            self.assertIn(words, text)

    def test_no_supplier_at_all(self):
        with acting("stranger"):
            self.assertIn("You act for no supplier.", self.page()())


class TestReading(SupplierTestCase):
    """The catalog knows it all."""

    def test_no_dossier_is_loaded(self):
        self.mission("closing")
        self.offer(self.mission("assigned"))
        self.consulting()
        self.closed()
        self.program()
        texts = []
        found = loaded_by(self.portal, lambda: texts.append(self.read("alpha")))
        self.assertIn("Continue the offer", texts[0])
        for name in (
            "MissionRequest",
            "Consultation",
            "Offer",
            "ClosureFile",
            "PriceInventory",
            "LocalAuthority",
            "Supplier",
            "Lot",
            "Market",
            "SubsidyProgram",
        ):
            self.assertNotIn(name, found)

    def test_what_is_loaded_would_be_noticed(self):
        mission = self.mission("assigned")
        self.assertIn("MissionRequest", loaded_by(self.portal, lambda: mission.title))
