"""Open data of a real world: what is published, from when, and what never is."""

from datetime import date
from decimal import Decimal
from imio.centrale.content.lot import ILot
from imio.centrale.lookup import resolve
from imio.centrale.ocds import making
from imio.centrale.ocds.package import NoRelease
from imio.centrale.ocds.selecting import mission_is_taken
from imio.centrale.settings import PREFIX
from imio.centrale.tests.fixture import pdf
from imio.centrale.tests.integration.test_liquidation import LiquidationTestCase
from imio.centrale.tests.ocds_packages import packaged
from imio.centrale.tests.procedure import acting
from imio.centrale.tests.procedure import at
from imio.centrale.tests.procedure import ProcedureTestCase
from imio.centrale.tests.procedure import withhold
from imio.centrale.workflows.state import state_of
from plone import api
from unittest import mock
from zope.interface import Invalid


#: what somebody may have typed, or what concerns one party alone
PLANTED = {
    "title": "PLANTÉ-OBJET",
    "description": "PLANTÉ-BESOIN",
    "contact_name": "Camille PLANTÉ-NOM",
    "contact_email": "plante-adresse@bertrix.example",
    "contact_phone": "PLANTÉ-TÉLÉPHONE",
    "external_id": "PLANTÉ-EXTERNE",
}


REASON = {"reason_note": "Erreur"}


class OcdsTestCase(ProcedureTestCase):
    """The package as the service makes it."""

    def package(self, full=False, **window):
        return packaged(self, self.centrale, full, **window)

    def releases(self, full=False, **window):
        return self.package(full, **window)[1]["releases"]

    def call_offs(self, full=False):
        return [each for each in self.releases(full) if "buyer" in each]

    def call_off(self, full=False):
        (found,) = self.call_offs(full)
        return found


class TestMarket(OcdsTestCase):
    def market_release(self, full=False):
        (found,) = [each for each in self.releases(full) if "buyer" not in each]
        return found

    def test_framework_lots_and_holders(self):
        self.market.ceiling_excl_vat = Decimal("250000.10")
        found = self.market_release()
        tender = found["tender"]
        self.assertEqual(found["tag"], ["tender", "award"])
        self.assertTrue(tender["techniques"]["hasFrameworkAgreement"])
        self.assertEqual(tender["value"]["amount"], Decimal("250000.10"))
        self.assertEqual(
            tender["contractPeriod"]["endDate"], "2099-12-31T23:59:59+01:00"
        )
        self.assertEqual([each["id"] for each in tender["lots"]], ["1", "2"])
        by_lot = {each["id"]: each["suppliers"] for each in found["awards"]}
        self.assertEqual(
            [each["name"] for each in by_lot["lot-2"]],
            ["Alpha Test", "Beta Test", "Gamma Test"],
        )

    def test_ranks_show_nowhere(self):
        """The same bytes whatever the ranking is."""
        before = self.market_release()
        lot = self.lot("cascade")
        rows = lot.ranking
        lot.ranking = [{**row, "rank": 4 - row["rank"]} for row in reversed(rows)]
        self.assertEqual(self.market_release()["awards"], before["awards"])

    def test_suppliers_that_the_centrale_does_not_name(self):
        api.portal.set_registry_record(f"{PREFIX}.publish_suppliers", False)
        found = self.market_release()
        self.assertNotIn("awards", found)
        self.assertEqual(found["tag"], ["tender"])
        self.assertNotIn("Alpha", str(found))

    def test_a_market_in_preparation_is_not_published(self):
        with acting("agent"):
            api.content.create(
                self.centrale["marches"], "imio.centrale.Market", title="Marché futur"
            )
        self.assertNotIn("Marché futur", self.package()[0])
        self.assertIn("Marché futur", self.package(full=True)[0])

    def test_a_withheld_lot_is_counted_and_nothing_more(self):
        lot = self.lot("cascade")
        lot.title, lot.description = "PLANTÉ-LOT", "PLANTÉ-CONTENU"
        withhold(lot, "PLANTÉ-MOTIF")
        text, found = self.package()
        self.assertNotIn("PLANTÉ", text)
        self.assertNotIn("Beta Test", text)
        self.assertEqual(found["releases"][0]["tender"]["withheldLots"], 1)

    def test_withholding_asks_for_a_reason(self):
        data = mock.Mock(withheld=True, withheld_reason=" ")
        with self.assertRaises(Invalid):
            ILot.validateInvariants(data)
        data.withheld_reason = "Sécurité du réseau"
        ILot.validateInvariants(data)

    def test_those_who_share_the_centrale(self):
        self.centrale.contracting_parties = [
            {"name": "Intercommunale A", "enterprise_number": "0999000624"},
            {"name": "Intercommunale B", "enterprise_number": "0999000723"},
        ]
        found = self.market_release()
        self.assertEqual(
            found["tender"]["procuringEntity"],
            {"id": "BE-BCE_KBO-0999000624", "name": "Intercommunale A"},
        )
        roles = {each["name"]: each["roles"] for each in found["parties"]}
        self.assertEqual(roles["Intercommunale B"], ["procuringEntity"])


class TestWhen(OcdsTestCase):
    """From the first confirmation of an order on, for ever."""

    def test_nothing_before_the_order_is_confirmed(self):
        for until in ("draft", "assigned", "offered", "accepted", "ordered"):
            mission = self.mission(until)
            with self.subTest(until):
                self.assertEqual(self.call_offs(), [])
                self.assertFalse(mission_is_taken(mission, full=False))
        for mission in self.portal.portal_catalog.unrestrictedSearchResults(
            portal_type="imio.centrale.MissionRequest"
        ):
            self.assertNotIn(mission.tracking_code, self.package()[0])

    def test_agents_have_all_but_drafts(self):
        self.mission("draft")
        self.mission("assigned")
        self.assertEqual(self.call_off(full=True)["tag"], ["award"])

    def test_a_confirmed_order(self):
        mission = self.mission("confirmed")
        found = self.call_off()
        self.assertTrue(mission_is_taken(mission, full=False))
        self.assertEqual(found["tag"], ["award", "contract"])
        self.assertEqual(found["buyer"]["id"], "BE-BCE_KBO-0999000129")
        (award,), (contract,) = found["awards"], found["contracts"]
        self.assertEqual(award["value"]["amount"], Decimal("1900.00"))
        self.assertEqual(award["suppliers"][0]["name"], "Alpha Test")
        self.assertEqual(contract["status"], "active")
        self.assertEqual(contract["dateSigned"], "2026-01-10T00:00:00+01:00")

    def test_it_leads_to_its_market(self):
        self.mission("confirmed")
        market, call_off = self.releases()
        (related,) = call_off["relatedProcesses"]
        self.assertEqual(related["relationship"], ["framework"])
        self.assertEqual(related["identifier"], market["ocid"])
        self.assertEqual(related["relatedLots"], ["1"])

    def test_closed_and_paid(self):
        with at("2026-03-02 09:00"):
            mission = self.mission("confirmed")
            self.closure(
                mission,
                payment_date=date(2026, 2, 20),
                payment_amount=Decimal("2299.00"),
            )
            self.moved("alpha", mission["cloture-1"], "deposit", "deposited")
            self.assertNotIn("implementation", self.call_off()["contracts"][0])
            self.moved("agent", mission["cloture-1"], "accept", "accepted")
        found = self.call_off()
        (contract,) = found["contracts"]
        (paid,) = contract["implementation"]["transactions"]
        self.assertEqual(paid["value"]["amount"], Decimal("2299.00"))
        self.assertEqual(paid["date"], "2026-02-20T00:00:00+01:00")
        self.assertEqual(paid["payee"]["name"], "Alpha Test")
        self.assertEqual(contract["status"], "terminated")
        self.assertIn("contractTermination", found["tag"])

    def test_what_was_public_stays_when_the_order_is_cancelled(self):
        mission = self.mission("confirmed")
        self.moved("agent", mission["commande-1"], "cancel", "cancelled", **REASON)
        self.assertEqual(state_of(mission), "offered")
        (contract,) = self.call_off()["contracts"]
        self.assertEqual(contract["status"], "cancelled")
        self.order(mission)
        self.assertEqual(len(self.call_off()["contracts"]), 1)
        self.moved("bertrix", mission["commande-2"], "deposit", "deposited")
        self.assertEqual(len(self.call_off()["contracts"]), 1)
        self.moved("agent", mission["commande-2"], "confirm", "confirmed")
        states = [each["status"] for each in self.call_off()["contracts"]]
        self.assertEqual(states, ["cancelled", "active"])

    def test_cancelled_before_any_order_is_never_published(self):
        mission = self.mission("assigned")
        self.moved("agent", mission, "cancel", "cancelled", reason_code="duplicate")
        self.assertEqual(self.call_offs(), [])
        found = self.call_off(full=True)
        self.assertEqual(found["tag"], ["awardCancellation"])
        self.assertEqual(found["tender"]["status"], "cancelled")

    def test_unsuccessful_is_never_published(self):
        mission = self.consulting()
        self.moved(
            "agent",
            mission,
            "declare_unsuccessful",
            "unsuccessful",
            reason_code="no_suitable_offer",
        )
        self.assertEqual(self.call_offs(), [])
        found = self.call_off(full=True)
        self.assertEqual(found["tender"]["status"], "unsuccessful")
        self.assertEqual(found["tag"], ["tenderCancellation"])

    def test_orders_of_a_withheld_lot(self):
        mission = self.mission("confirmed")
        withhold(self.lot("direct"))
        self.assertEqual(self.call_offs(), [])
        self.assertFalse(mission_is_taken(mission, full=False))
        self.assertEqual(len(self.call_offs(full=True)), 1)


class TestNever(OcdsTestCase):
    """Persons, free text, codes, ranks, answers and prices."""

    def led(self):
        """The cascade, its second rank, until the payment, with planted words."""
        self.bertrix.address = "rue PLANTÉ-RUE 1"
        self.bertrix.contacts = [
            {"name": "PLANTÉ-CONTACT", "role": "", "email": None, "phone": "0470"}
        ]
        self.beta.email = "plante-adresse@supplier.example"
        self.beta.iban = "BE68539007547034"
        mission = self.consulting(**PLANTED)
        self.moved(
            "alpha",
            mission["consultation-1"],
            "decline",
            "declined",
            reason_code="capacity",
            reason_note="PLANTÉ-REFUS",
        )
        self.moved("beta", mission["consultation-2"], "accept", "accepted")
        offer = self.offer(mission, login="beta", quote=pdf("plante-fichier.pdf"))
        self.moved("beta", offer, "submit", "submitted", comment="PLANTÉ-COMMENTAIRE")
        self.moved("bertrix", offer, "accept", "accepted")
        order = self.order(
            mission,
            order_number="PLANTÉ-NUMÉRO",
            purchase_order=pdf("plante-fichier.pdf"),
        )
        self.moved("bertrix", order, "deposit", "deposited")
        self.moved("agent", order, "confirm", "confirmed")
        closure = self.closure(
            mission,
            login="beta",
            invoice_number="PLANTÉ-FACTURE",
            payment_date=date(2026, 2, 20),
        )
        self.moved("beta", closure, "deposit", "deposited")
        self.moved("agent", closure, "accept", "accepted")
        return mission

    def test_nothing_of_persons_nor_of_what_they_typed(self):
        mission = self.led()
        for full in (False, True):
            text, _found = self.package(full)
            for planted in ("planté", "plante-", "0470", "539007547034", "camille"):
                with self.subTest(planted, full=full):
                    self.assertNotIn(planted, text.lower())
        self.assertIn("Beta Test", self.package()[0])
        self.assertEqual(mission.title, PLANTED["title"])

    def test_who_declined_and_how_many_were_asked(self):
        self.led()
        found = self.call_off()
        self.assertNotIn("Alpha", str(found))
        self.assertEqual(found["tender"]["designation"], {"awardMode": "cascade"})
        full = self.call_off(full=True)["tender"]["designation"]["consultations"]
        self.assertEqual(
            [(each["rank"], each["answer"]) for each in full],
            [(1, "declined"), (2, "accepted")],
        )

    def test_first_and_second_rank_look_the_same(self):
        """But for what they are about, two releases have the same members."""
        self.led()
        second = self.call_off()
        first = self.consulting()
        self.moved("alpha", first["consultation-1"], "accept", "accepted")
        self.finish(first, "alpha")
        one = [each for each in self.call_offs() if each["id"] != second["id"]][0]
        self.assertEqual(shape(one), shape(second))

    def finish(self, mission, login):
        offer = self.offer(mission, login=login)
        self.moved(login, offer, "submit", "submitted")
        self.moved("bertrix", offer, "accept", "accepted")
        self.moved("bertrix", self.order(mission), "deposit", "deposited")
        self.moved("agent", mission["commande-1"], "confirm", "confirmed")
        closure = self.closure(mission, login=login, payment_date=date(2026, 2, 20))
        self.moved(login, closure, "deposit", "deposited")
        self.moved("agent", closure, "accept", "accepted")

    def test_no_prices_no_lines_no_codes(self):
        mission = self.led()
        text, _found = self.package()
        for secret in (
            mission.tracking_code,
            mission.UID(),
            "950",
            "A1",
            "Audit, jour",
        ):
            with self.subTest(secret):
                self.assertNotIn(secret, text)
        (item,) = self.call_off(full=True)["contracts"][0]["items"]
        self.assertEqual(item["unit"]["value"]["amount"], Decimal("950.00"))

    def test_numbers_lead_nowhere(self):
        """No part of an ocid is a UID: a UID leads to the address of a dossier."""
        self.led()
        for release in self.releases():
            self.assertIsNone(resolve(release["ocid"].rpartition("-")[2]))


def shape(found):
    """The members of a release, without their values."""
    if isinstance(found, dict):
        return {name: shape(each) for name, each in found.items()}
    if isinstance(found, list):
        return [shape(each) for each in found]
    return type(found).__name__


class TestSubsidy(OcdsTestCase, LiquidationTestCase):
    """Public once it is paid; agents see what is granted."""

    def test_granted_is_for_agents_only(self):
        self.closed()
        self.assertNotIn("finance", self.call_off()["contracts"][0])
        (granted,) = self.call_off(full=True)["contracts"][0]["finance"]
        self.assertEqual(granted["value"]["amount"], Decimal("2299.00"))

    def test_paid(self):
        mission = self.closed()
        self.moved("agent", self.exported(mission), "pay", "paid")
        (contract,) = self.call_off()["contracts"]
        (finance,) = contract["finance"]
        self.assertEqual(finance["title"], "Programme Test")
        self.assertEqual(finance["value"]["amount"], Decimal("2299.00"))
        (paid,) = contract["implementation"]["transactions"]
        self.assertEqual(paid["payee"]["name"], "Bertrix")
        self.assertEqual(paid["payer"]["name"], "Centrale Test")


class TestWindow(OcdsTestCase):
    def setUp(self):
        super().setUp()
        for _ in range(3):
            self.mission("confirmed")

    def test_pages_hold_everything_once(self):
        whole = self.releases()
        pages = [self.package(start=start, size=2)[1] for start in (0, 2)]
        self.assertEqual(len(whole), 4)
        self.assertEqual([each for page in pages for each in page["releases"]], whole)
        self.assertIn("next", pages[0]["links"])
        self.assertNotIn("links", pages[1])

    def test_days(self):
        today = date.today()
        self.assertEqual(len(self.releases(since=today, until=today)), 4)
        for window in ({"until": date(2020, 1, 1)}, {"since": date(2099, 1, 1)}):
            with self.assertRaises(NoRelease):
                self.releases(**window)

    def test_the_same_content_has_the_same_id(self):
        before = self.releases()
        self.assertEqual(self.releases(), before)
        self.bertrix.title = "Bertrix-sur-Semois"
        changed = [each["id"] for each in self.releases()]
        self.assertEqual(changed[0], before[0]["id"])
        for old, new in zip(before[1:], changed[1:], strict=True):
            self.assertNotEqual(old["id"], new)

    def test_memory_is_given_back(self):
        with mock.patch.object(making, "LET_GO", 1):
            self.assertEqual(len(self.releases()), 4)
