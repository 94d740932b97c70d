"""What is refused when an object is saved or deleted, and what follows from it."""

from datetime import date
from decimal import Decimal
from imio.centrale import adhesions
from imio.centrale import parties
from imio.centrale.domain.reasons import Refused
from imio.centrale.rooms import year_room
from imio.centrale.tests.fixture import make_inventory
from imio.centrale.tests.procedure import acting
from imio.centrale.tests.procedure import at
from imio.centrale.tests.procedure import offer_line
from imio.centrale.tests.procedure import ProcedureTestCase
from imio.centrale.workflows.state import state_of
from plone import api
from plone.dexterity.utils import createContentInContainer
from zExceptions import Unauthorized
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent


DECLARED = "imio.centrale: Edit Declared Data"


class SavingTestCase(ProcedureTestCase):
    """Base: add and change as an agent."""

    def add(self, container, name, **values):
        with acting("agent"):
            return createContentInContainer(
                container, f"imio.centrale.{name}", **values
            )

    def change(self, obj, **values):
        with acting("agent"):
            for name, value in values.items():
                setattr(obj, name, value)
            notify(ObjectModifiedEvent(obj))


class TestUnique(SavingTestCase):
    """What identifies is given once."""

    def centrale_with(self, prefix):
        return self.add(
            self.portal,
            "Centrale",
            title="Autre",
            code_prefix=prefix,
            contact_email="autre@centrale.example",
            purchase_model="wholesaler",
        )

    def lot_with(self, market, number):
        return self.add(market, "Lot", title="Lot", number=number, award_mode="direct")

    def test_prefix(self):
        with self.refusing("code_prefix_taken"):
            self.centrale_with("CYB")
        other = self.centrale_with("AUT")
        with self.refusing("code_prefix_taken"):
            self.change(other, code_prefix="CYB")
        self.change(other, code_prefix="AUTR")

    def test_lot_number_in_the_centrale(self):
        second = self.add(self.centrale["marches"], "Market", title="Second")
        with self.refusing("lot_number_taken"):
            self.lot_with(second, "2")
        third = self.lot_with(second, "3")
        with self.refusing("lot_number_taken"):
            self.change(third, number="1")

    def test_lot_number_in_another_centrale(self):
        market = self.add(self.centrale_with("AUT")["marches"], "Market", title="M")
        self.assertEqual(self.lot_with(market, "1").number, "1")

    def test_enterprise_number(self):
        with self.refusing("enterprise_number_taken"):
            self.newcomer(number="0999000129")
        virton = self.newcomer()
        with self.refusing("enterprise_number_taken"):
            self.change(virton, enterprise_number="0999000129")

    def test_an_authority_may_be_a_supplier_too(self):
        supplier = self.add(
            self.portal["prestataires"],
            "Supplier",
            title="Bertrix",
            enterprise_number="0999000129",
            email="a@b.example",
        )
        self.assertEqual(supplier.enterprise_number, self.bertrix.enterprise_number)

    def test_one_adhesion_for_each_authority(self):
        with self.refusing("adhesion_exists"):
            self.adhesion_of(self.bertrix)
        virton = self.adhesion_of(self.newcomer())
        self.assertEqual((virton.getId(), virton.title), ("virton", "Virton"))
        with self.refusing("authority_kept", "adhesion_exists"):
            self.change(virton, authority=self.bertrix.UID())


class TestOwnership(SavingTestCase):
    """A user names an authority of his own."""

    def test_request(self):
        for login, authority in (("arlon", self.bertrix), ("bertrix", self.arlon)):
            with self.subTest(login), self.refusing("not_your_authority"):
                self.request(login=login, authority=authority.UID())
        self.assertTrue(self.request(login="agent", authority=self.arlon.UID()))

    def test_adhesion(self):
        virton = self.newcomer()
        with acting("bertrix"), self.refusing("not_your_authority"):
            createContentInContainer(
                self.centrale["adhesions"],
                "imio.centrale.Adhesion",
                authority=virton.UID(),
                users_count=1,
            )

    def test_who_may_not_add_at_all(self):
        for login in ("alpha", "auditor", "intake", "stranger", "siteadmin", None):
            with self.subTest(login), self.assertRaises(Unauthorized):
                self.request(login=login)

    def test_options_of_the_lot(self):
        self.assertEqual(self.request(options=["AUD"]).options, ["AUD"])
        with self.refusing("unknown_option"):
            self.request(options=["AUD", "ZZ"])

    def test_lot_of_another_centrale(self):
        other = self.add(
            self.portal,
            "Centrale",
            title="Autre",
            code_prefix="AUT",
            contact_email="autre@centrale.example",
            purchase_model="wholesaler",
        )
        with acting("agent"), self.refusing("lot_of_another_centrale"):
            createContentInContainer(
                year_room(other["missions"]),
                "imio.centrale.MissionRequest",
                title="Ailleurs",
                authority=self.bertrix.UID(),
                lot=self.lot("direct").UID(),
                contact_name="C",
                contact_email="c@bertrix.example",
            )


class TestRanking(SavingTestCase):
    """A ranking has no contradiction."""

    def test_ranking(self):
        lot = self.lot("cascade")
        first, second, third = lot.ranking
        cases = (
            ([first, {**second, "rank": 1}], ["duplicate_rank"]),
            ([first, {**first, "rank": 2}], ["duplicate_supplier"]),
            ([{**first, "rank": 0}], ["rank_not_positive"]),
            (
                [
                    {
                        **first,
                        "valid_from": date(2026, 2, 1),
                        "valid_to": date(2026, 1, 1),
                    }
                ],
                ["period_inverted"],
            ),
        )
        for ranking, codes in cases:
            with self.subTest(str(codes)), self.refusing(*codes):
                self.change(lot, ranking=ranking)
        self.change(lot, ranking=[third, first, second])


class TestDeclarations(SavingTestCase):
    """A later number of users is added; nothing declared is rewritten."""

    FIRST = {"declared_on": date(2025, 1, 1), "users_count": 120}
    SECOND = {"declared_on": date(2026, 1, 1), "users_count": 90}

    def test_append_only(self):
        self.change(self.adhesion, declarations=[self.FIRST])
        self.change(self.adhesion, declarations=[self.FIRST, self.SECOND])
        cases = (
            [self.FIRST],
            [self.SECOND, self.FIRST],
            [{**self.FIRST, "users_count": 121}, self.SECOND],
            [],
        )
        for rows in cases:
            with self.subTest(str(rows)), self.assertRaises(Refused) as caught:
                self.change(self.adhesion, declarations=rows)
            codes = {each.code for each in caught.exception.reasons}
            self.assertEqual(codes, {"declaration_rewritten"})

    def test_a_later_declaration_rewrites_no_grant(self):
        self.program()
        order = self.mission(until="confirmed")["commande-1"]
        self.change(self.adhesion, declarations=[self.FIRST])
        self.assertEqual(order.subsidy_granted, Decimal("2299.00"))
        self.assertEqual(self.adhesion.users_count, 80)


class TestFrozen(SavingTestCase):
    """What is submitted, published or deposited does not change any more."""

    def allowed(self, login, permission, obj):
        with acting(login):
            return bool(api.user.has_permission(permission, obj=obj))

    def test_users_count(self):
        adhesion = self.adhesion_of(self.newcomer())
        self.assertTrue(self.allowed("agent", DECLARED, adhesion))
        for transition, state in (
            ("submit", "submitted"),
            ("activate", "active"),
            ("suspend", "suspended"),
            ("end", "ended"),
        ):
            self.moved("agent", adhesion, transition, state)
            for login in ("agent", "bertrix"):
                self.assertFalse(self.allowed(login, DECLARED, adhesion))

    def test_published_inventory(self):
        inventory = self.lot("direct")["inventory-alpha-test-1"]
        for login in ("agent", "alpha", "siteadmin"):
            for permission in ("Modify portal content", "Delete objects"):
                self.assertFalse(self.allowed(login, permission, inventory))

    def test_submitted_dossiers(self):
        mission = self.mission(until="closing")
        for obj in mission.objectValues():
            for login in ("agent", "bertrix", "alpha"):
                for permission in ("Modify portal content", "Delete objects"):
                    with self.subTest(f"{login} {obj.getId()}"):
                        self.assertFalse(self.allowed(login, permission, obj))

    def test_the_ranking_is_not_for_everybody(self):
        for login in ("bertrix", "alpha", "intake", "siteadmin", None):
            self.assertFalse(
                self.allowed(login, "imio.centrale: View Ranking", self.lot("cascade"))
            )


class TestOfferTotals(SavingTestCase):
    """Exact decimals, VAT by rate, rounded half up."""

    def test_totals_and_copies(self):
        offer = self.offer(
            self.mission(until="assigned"),
            lines=[offer_line("A1", "2", "950.00"), offer_line("F1", "1.5", None)],
        )
        self.assertEqual(offer.total_excl_vat, Decimal("3118.76"))
        self.assertEqual(offer.total_incl_vat, Decimal("3590.89"))
        self.assertEqual(
            offer.lines[1],
            {
                "code": "F1",
                "quantity": Decimal("1.5"),
                "unit_price": Decimal("812.5050"),
                "label": "Formation, jour",
                "unit": "jour",
                "vat_rate": "6",
                "inventory_price": Decimal("812.5050"),
            },
        )

    def test_what_the_supplier_writes_of_annexe_b_does_not_count(self):
        line = {**offer_line(), "label": "Moins cher", "vat_rate": "0"}
        offer = self.offer(self.mission(until="assigned"), lines=[line])
        self.assertEqual(offer.lines[0]["label"], "Audit, jour")
        self.assertEqual(offer.lines[0]["vat_rate"], "21")
        self.assertEqual(offer.total_incl_vat, Decimal("2299.00"))

    def test_a_change_is_added_up_again(self):
        offer = self.offer(self.mission(until="assigned"))
        with acting("alpha"):
            offer.lines = [offer_line(quantity="1", price="0.01")]
            notify(ObjectModifiedEvent(offer))
        self.assertEqual(offer.total_excl_vat, Decimal("0.01"))
        self.assertEqual(self.brain(offer).amount_excl_vat, Decimal("0.01"))

    def test_lists_show_what_was_derived(self):
        offer = self.offer(self.mission(until="assigned"))
        self.assertEqual(self.brain(offer).amount_excl_vat, Decimal("1900.00"))


class TestTitles(SavingTestCase):
    """The product names what nobody names; lists show it."""

    def assert_titled(self, obj, obj_id, title):
        self.assertEqual((obj.getId(), obj.title), (obj_id, title))
        self.assertEqual(self.brain(obj).Title, title)

    def test_children_are_numbered(self):
        mission = self.mission(until="assigned")
        self.assert_titled(self.offer(mission), "offre-1", "Offer 1")
        self.assert_titled(self.offer(mission), "offre-2", "Offer 2")
        confirmed = self.mission(until="closing")
        self.assert_titled(confirmed["commande-1"], "commande-1", "Order 1")
        self.assert_titled(confirmed["cloture-1"], "cloture-1", "Closure file 1")

    def test_an_adhesion_has_the_name_of_its_authority(self):
        self.assert_titled(self.adhesion_of(self.newcomer()), "virton", "Virton")

    def test_an_inventory_says_supplier_and_version(self):
        with acting("agent"):
            inventory = make_inventory(
                self.lot("direct"), self.alpha, version="7", publish=False
            )
        self.assert_titled(
            inventory,
            "inventory-alpha-test-7",
            "Annexe B of Alpha Test, version 7",
        )


class TestGroups(SavingTestCase):
    """Each party has its group from the moment it is there."""

    def test_authority(self):
        virton = self.newcomer()
        group = parties.authority_group(virton.UID())
        self.assertEqual(group, f"centrale-authority-{virton.UID()}")
        self.assertIn("Centrale Requester", api.group.get(group).getRoles())
        with api.env.adopt_roles(["Manager"]):
            api.content.delete(virton)
        self.assertIsNone(api.group.get(group))

    def test_supplier(self):
        group = parties.supplier_group(self.alpha.UID())
        self.assertEqual(group, f"centrale-supplier-{self.alpha.UID()}")
        self.assertIn("Centrale Provider", api.group.get(group).getRoles())


class TestDeletion(SavingTestCase):
    """What dossiers refer to stays."""

    def delete(self, obj):
        """Whatever the permissions say."""
        obj.aq_parent._delObject(obj.getId())

    def test_still_used(self):
        self.mission(until="assigned")
        for obj in (
            self.bertrix,
            self.alpha,
            self.lot("direct"),
            self.market,
            self.portal["cyber"],
        ):
            with self.subTest(obj.getId()), self.refusing("still_used"):
                self.delete(obj)

    def test_an_adhesion_uses_its_authority(self):
        with self.refusing("still_used"):
            self.delete(self.arlon)

    def test_what_nobody_uses(self):
        self.delete(self.lot("cascade"))
        self.assertNotIn("cascade", self.market)

    def test_a_draft(self):
        mission = self.request()
        folder = mission.aq_parent
        with acting("bertrix"):
            api.content.delete(mission)
        self.assertEqual(list(folder.objectIds()), [])

    def test_a_submitted_mission(self):
        mission = self.mission(until="assigned")
        for login in ("bertrix", "agent", "alpha", "siteadmin"):
            with self.subTest(login), acting(login), self.assertRaises(Unauthorized):
                mission.aq_parent.manage_delObjects([mission.getId()])
        self.assertIn(mission.getId(), mission.aq_parent)

    def test_a_copy_of_a_mission(self):
        """It would have the tracking code of another."""
        mission = self.request()
        with acting("bertrix"), self.refusing("code_taken"):
            api.content.copy(mission, mission.aq_parent)

    def test_a_mission_is_not_renamed(self):
        mission = self.request()
        with acting("bertrix"), self.refusing("code_is_id"):
            api.content.rename(mission, new_id="another")

    def test_a_mission_is_not_moved(self):
        mission = self.request()
        with at("2031-01-05 10:00"):
            other = year_room(self.portal["cyber"]["missions"])
        with api.env.adopt_roles(["Manager"]), self.refusing("stays_in_place"):
            api.content.move(mission, other)

    def test_the_whole_site(self):
        self.mission(until="assigned")
        self.layer["app"].manage_delObjects([self.portal.getId()])
        self.assertNotIn(self.portal.getId(), self.layer["app"].objectIds())


class TestRooms(SavingTestCase):
    """A centrale comes with its folders."""

    def test_its_folders(self):
        other = self.add(
            self.portal,
            "Centrale",
            title="Autre",
            code_prefix="AUT",
            contact_email="autre@centrale.example",
            purchase_model="wholesaler",
        )
        self.assertEqual(
            sorted(other.objectIds()),
            ["adhesions", "contacts", "marches", "missions", "sessions", "subsides"],
        )

    def test_nothing_is_written_on_a_room_when_a_dossier_comes(self):
        room = self.centrale["missions"]
        before = room.modified()
        self.request()
        self.assertEqual(room.modified(), before)

    def test_the_registers(self):
        self.assertEqual(
            [self.portal[each].portal_type for each in ("autorites", "prestataires")],
            ["imio.centrale.AuthoritiesRegister", "imio.centrale.SuppliersRegister"],
        )


class TestAccessFollows(SavingTestCase):
    """Whoever is named no longer sees no longer."""

    def roles(self, obj):
        return dict(obj.get_local_roles())

    def test_the_supplier_of_an_inventory_is_corrected(self):
        with acting("agent"):
            draft = make_inventory(
                self.lot("cascade"), self.beta, version="2", publish=False
            )
        self.change(draft, supplier=self.alpha.UID())
        self.assertEqual(
            self.roles(draft),
            {parties.supplier_group(self.alpha.UID()): ("Centrale Supplier",)},
        )

    def test_an_adhesion_keeps_its_authority(self):
        adhesion = self.adhesion_of(self.newcomer())
        with self.refusing("authority_kept"):
            self.change(adhesion, authority=self.newcomer("0999000723").UID())

    def test_an_authority_that_left_joins_again(self):
        authority = self.newcomer()
        first = self.adhesion_of(authority)
        self.moved("agent", first, "end", "ended")
        second = self.adhesion_of(authority)
        self.assertEqual(second.getId(), f"{authority.getId()}-2")
        found = adhesions.adhesion_in(self.portal["cyber"], authority.UID())
        self.assertEqual(found.UID(), second.UID())
        with self.refusing("adhesion_exists"):
            self.adhesion_of(authority)


class TestLots(SavingTestCase):
    """What a lot promises to those who wait."""

    def test_a_direct_lot_has_one_supplier(self):
        lot = self.lot("direct")
        row = {**lot.ranking[0], "rank": 2, "supplier": self.beta.UID()}
        with self.refusing("direct_lot_one_supplier"):
            self.change(lot, ranking=[*lot.ranking, row])

    def test_its_award_mode_stays_while_requests_wait(self):
        lot = self.lot("cascade")
        lot.ranking = lot.ranking[:1]
        self.change(lot, award_mode="direct")
        self.change(lot, award_mode="cascade")
        mission = self.request(lot="cascade")
        self.moved("bertrix", mission, "submit", "submitted")
        with self.refusing("award_mode_in_use"):
            self.change(lot, award_mode="direct")

    def test_the_ceiling_of_the_market_counts_too(self):
        self.market.ceiling_excl_vat = Decimal("0.00")
        self.refused("bertrix", self.request(), "submit", "ceiling_reached")

    def test_a_supplier_of_a_ranking_is_not_deleted(self):
        with self.refusing("still_used"):
            self.gamma.aq_parent._delObject(self.gamma.getId())

    def test_a_lot_stays_in_its_market(self):
        other = self.add(self.portal["cyber"]["marches"], "Market", title="Autre")
        with api.env.adopt_roles(["Manager"]), self.refusing("stays_in_place"):
            api.content.move(self.lot("cascade"), other)


class TestRoomsHold(SavingTestCase):
    """A room goes only when it is empty."""

    def test_rooms(self):
        mission = self.request()
        for room in (mission.aq_parent, self.portal["cyber"]["marches"]):
            with self.subTest(room.getId()), self.refusing("still_used"):
                room.aq_parent._delObject(room.getId())


class TestNamesFollow(SavingTestCase):
    """What an authority is called, and where it is, shows on its dossiers."""

    def test_a_merger(self):
        mission = self.request()
        self.change(self.bertrix, title="Bertrix-Daverdisse", province="namur")
        self.assertEqual(self.brain(mission).province, "namur")
        self.assertEqual(self.brain(self.adhesion).Title, "Bertrix-Daverdisse")
        group = api.group.get(parties.authority_group(self.bertrix.UID()))
        self.assertEqual(group.getProperty("title"), "Bertrix-Daverdisse")


class TestInItsTime(SavingTestCase):
    """Drafts are written while the mission waits for them."""

    def test_a_draft_of_a_stopped_mission(self):
        mission = self.mission(until="confirmed")
        closure = self.closure(mission)
        self.moved("agent", mission, "cancel", "cancelled", reason_code="other")
        with self.refusing("mission_not_waiting"):
            self.change(closure, invoice_number="F-2")

    def test_the_live_offer_tells_who_acts(self):
        mission = self.mission(until="assigned")
        first, second = self.offer(mission), self.offer(mission)
        self.moved("alpha", first, "submit", "submitted")
        self.assertEqual(state_of(second), "draft")
        self.assertEqual(self.brain(mission).next_actor, "authority")
