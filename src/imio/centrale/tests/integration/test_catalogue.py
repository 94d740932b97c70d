"""The public catalogue: what it shows, to whom, and what it reads."""

from datetime import date
from decimal import Decimal
from imio.centrale import catalogue
from imio.centrale.catalogue import Catalogue
from imio.centrale.domain.catalogue import Question
from imio.centrale.tests.procedure import acting
from imio.centrale.tests.procedure import at
from imio.centrale.tests.procedure import ProcedureTestCase
from imio.centrale.tests.procedure import withhold
from imio.centrale.workflows.state import state_of
from plone import api
from Products.CMFCore.indexing import processQueue
from unittest import mock
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent


#: every way from the portal catalog to an object
LOADING = (
    "Products.ZCatalog.CatalogBrains.AbstractCatalogBrain.getObject",
    "Products.ZCatalog.CatalogBrains.AbstractCatalogBrain._unrestrictedGetObject",
    "imio.centrale.lookup.resolve",
)


class CatalogueTestCase(ProcedureTestCase):
    def read(self, login=None, question=Question(), place=None):
        """What an account reads: titles of markets -> number -> state of their lots."""
        with acting(login):
            found = Catalogue(place or self.centrale).search(question)
        return {
            market.title: (market.state, {lot.number: lot.state for lot in market.lots})
            for market in found
        }

    def lot_as_read(self, number="1", login=None):
        with acting(login):
            lots = Catalogue(self.centrale).lots
        return next(lot for lot in lots if lot.number == number)

    def change(self, obj, **values):
        with acting("agent"):
            for name, value in values.items():
                setattr(obj, name, value)
            notify(ObjectModifiedEvent(obj))

    def future(self, **values):
        """A market in preparation with a lot."""
        with acting("agent"):
            market = api.content.create(
                self.centrale["marches"],
                "imio.centrale.Market",
                id="futur",
                title="Futur",
                **values,
            )
            api.content.create(
                market,
                "imio.centrale.Lot",
                title="Lot futur",
                number="10",
                award_mode="direct",
            )
        return market


class TestStates(CatalogueTestCase):
    """Each state, reached as it is on a site."""

    def shown(self, login=None):
        return self.read(login)["Marché Test"]

    def test_open(self):
        self.assertEqual(self.shown(), ("open", {"1": "open", "2": "open"}))

    def test_the_workflow_is_followed_at_once(self):
        for transition, state, shown in (
            ("suspend", "suspended", "running"),
            ("resume", "open", "open"),
            ("exhaust", "exhausted", "exhausted"),
            ("end", "ended", "ended"),
        ):
            self.moved("agent", self.market, transition, state)
            self.assertEqual(self.shown(), (shown, {"1": shown, "2": shown}))

    def test_dates_are_followed_by_the_day(self):
        self.change(self.market, start=date(2026, 2, 1), end=date(2026, 2, 28))
        for now, state in (
            ("2026-01-31 23:59", "coming"),
            ("2026-02-01 00:00", "open"),
            ("2026-02-28 23:59", "open"),
            ("2026-03-01 00:00", "ended"),
        ):
            with at(now):
                self.assertEqual(self.shown(), (state, {"1": state, "2": state}), now)

    def test_over_with_missions_under_way(self):
        mission = self.mission("ordered")
        self.moved("agent", self.market, "end", "ended")
        self.assertEqual(self.shown(), ("running", {"1": "running", "2": "ended"}))
        self.moved("agent", mission, "cancel", "cancelled", **self.reason())
        self.assertEqual(self.shown(), ("ended", {"1": "ended", "2": "ended"}))

    def reason(self):
        return {"reason_code": "need_disappeared", "reason_note": "-"}

    def test_a_ceiling_that_orders_use_up(self):
        self.change(self.lot("direct"), ceiling_excl_vat=Decimal("1900.00"))
        self.assertEqual(self.shown()[1]["1"], "open")
        self.mission("ordered")
        self.assertEqual(self.shown(), ("open", {"1": "exhausted", "2": "open"}))

    def test_the_ceiling_of_the_market(self):
        self.change(self.market, ceiling_excl_vat=Decimal("1900.00"))
        self.mission("ordered")
        self.assertEqual(
            self.shown(), ("exhausted", {"1": "exhausted", "2": "exhausted"})
        )

    def test_in_preparation_it_is_for_agents_and_auditors(self):
        market = self.future(start=date(2099, 1, 1))
        for login in (None, "bertrix", "alpha", "stranger", "intake"):
            self.assertNotIn("Futur", self.read(login), login)
        for login in ("agent", "auditor"):
            self.assertEqual(self.read(login)["Futur"], ("coming", {"10": "coming"}))
        self.moved("agent", market, "open", "open")
        self.assertEqual(self.read()["Futur"], ("coming", {"10": "coming"}))

    def test_in_preparation_without_a_first_day_it_is_not_shown(self):
        self.future()
        self.assertNotIn("Futur", self.read("agent"))

    def test_open_ones_come_first(self):
        self.moved("agent", self.future(start=date(2099, 1, 1)), "open", "open")
        self.assertEqual(list(self.read()), ["Marché Test", "Futur"])

    def test_of_a_market_and_of_a_lot(self):
        self.future(start=date(2099, 1, 1))
        found = self.read("agent", place=self.market)
        self.assertEqual(found, {"Marché Test": ("open", {"1": "open", "2": "open"})})
        found = self.read("agent", place=self.lot("direct"))
        self.assertEqual(found, {"Marché Test": ("open", {"1": "open"})})


class TestSearch(CatalogueTestCase):
    def numbers(self, **question):
        found = self.read(question=Question(**question))
        return [number for _state, lots in found.values() for number in lots]

    def test_words_kinds_states_and_markets(self):
        self.assertEqual(self.numbers(words="CASCADE lot"), ["2"])
        self.assertEqual(self.numbers(words="aud"), ["1"])
        self.assertEqual(self.numbers(kind="audit"), ["1"])
        self.assertEqual(self.numbers(kind="software"), [])
        self.assertEqual(self.numbers(state="open"), ["1", "2"])
        self.assertEqual(self.numbers(state="ended"), [])
        self.assertEqual(self.numbers(market=self.market.UID()), ["1", "2"])
        self.assertEqual(self.numbers(market="other"), [])

    def test_the_index_of_kinds(self):
        with acting(None):
            found = api.content.find(option_kinds="audit")
        self.assertEqual([brain.UID for brain in found], [self.lot("direct").UID()])


class TestHolders(CatalogueTestCase):
    """Who holds a lot, without ranks, and only where it is published."""

    def test_names_in_alphabetical_order(self):
        lot = self.lot("cascade")
        ranks = [{**row, "rank": 4 - row["rank"]} for row in lot.ranking]
        self.change(lot, ranking=ranks)
        names = ("Alpha Test", "Beta Test", "Gamma Test")
        for login in (None, "alpha", "bertrix", "agent"):
            self.assertEqual(self.lot_as_read("2", login).holders, names)

    def test_the_lot_keeps_no_holder_in_the_catalog(self):
        """Neither a rank, nor who will hold it later."""
        processQueue()
        kept = str(self.brain(self.lot("cascade")).catalogue_facts)
        self.assertNotIn("rank", kept)
        for row in self.lot("cascade").ranking:
            self.assertNotIn(row["supplier"], kept)

    def test_those_who_come_later(self):
        lot = self.lot("cascade")
        *others, last = lot.ranking
        last = {**last, "valid_from": date(2026, 3, 1)}
        self.change(lot, ranking=[*others, last])
        names = ("Alpha Test", "Beta Test", "Gamma Test")
        with at("2026-02-28 12:00"):
            self.assertEqual(self.lot_as_read("2").holders, names[:2])
        with at("2026-03-01 12:00"):
            self.assertEqual(self.lot_as_read("2").holders, names)

    def test_those_of_the_day(self):
        lot = self.lot("direct")
        ranks = [{**row, "valid_to": date(2026, 2, 28)} for row in lot.ranking]
        self.change(lot, ranking=ranks)
        with at("2026-02-28 12:00"):
            self.assertEqual(self.lot_as_read().holders, ("Alpha Test",))
        with at("2026-03-01 12:00"):
            self.assertEqual(self.lot_as_read().holders, ())

    def test_suspended_ones_are_left_out(self):
        lot = self.lot("cascade")
        ranks = [
            {**row, "status": "suspended" if row["rank"] == 1 else "active"}
            for row in lot.ranking
        ]
        self.change(lot, ranking=ranks)
        self.assertEqual(self.lot_as_read("2").holders, ("Beta Test", "Gamma Test"))

    def test_not_published(self):
        api.portal.set_registry_record("imio.centrale.publish_suppliers", False)
        self.assertEqual(self.lot_as_read("2").holders, ())
        api.portal.set_registry_record("imio.centrale.publish_suppliers", True)
        self.assertEqual(len(self.lot_as_read("2").holders), 3)


class TestWithheld(CatalogueTestCase):
    """A sensitive lot is for the parties, and tells of no call-off."""

    PARTIES = ("bertrix", "arlon", "alpha", "agent", "auditor")
    PUBLIC = (None, "stranger", "intake")

    def setUp(self):
        super().setUp()
        withhold(self.lot("direct"))

    def numbers(self, login):
        with acting(login):
            return {lot.number for lot in Catalogue(self.centrale).lots}

    def test_the_public_does_not_see_it(self):
        lot = self.lot("direct")
        for login in self.PUBLIC:
            self.assertEqual(self.numbers(login), {"2"}, login)
            with acting(login):
                self.assertFalse(api.user.has_permission("View", obj=lot))
                self.assertEqual(len(api.content.find(UID=lot.UID())), 0)

    def test_those_who_may_ask_see_it_and_no_holder(self):
        for login in self.PARTIES:
            self.assertEqual(self.numbers(login), {"1", "2"}, login)
            self.assertEqual(self.lot_as_read("1", login).holders, ())
        with acting("bertrix"):
            mission = self.mission("assigned")
        self.assertEqual(state_of(mission), "assigned")

    def test_shown_again(self):
        self.change(self.lot("direct"), withheld=False)
        self.assertEqual(self.numbers(None), {"1", "2"})
        self.assertEqual(self.lot_as_read("1").holders, ("Alpha Test",))

    def test_of_a_market_in_preparation(self):
        """The parties do not see it before its market is open."""
        market = self.future(start=date(2099, 1, 1))
        withhold(market["lot-futur"])
        for login, seen in (("bertrix", False), ("agent", True), (None, False)):
            self.assertEqual("10" in self.numbers(login), seen, login)
        self.moved("agent", market, "open", "open")
        for login, seen in (("bertrix", True), ("agent", True), (None, False)):
            self.assertEqual("10" in self.numbers(login), seen, login)


class TestReading(CatalogueTestCase):
    def test_no_object_is_loaded(self):
        self.change(self.market, ceiling_excl_vat=Decimal("100000.00"))
        self.change(self.lot("direct"), ceiling_excl_vat=Decimal("50000.00"))
        self.mission("ordered")
        processQueue()
        refused = AssertionError("an object is loaded")
        for name in LOADING:
            patch = mock.patch(name, side_effect=refused)
            patch.start()
            self.addCleanup(patch.stop)
        self.assertEqual(len(self.read()["Marché Test"][1]), 2)
        self.assertEqual(self.lot_as_read().holders, ("Alpha Test",))

    def test_committed_amounts_come_from_the_index(self):
        self.mission("ordered")
        self.mission("accepted")
        from imio.centrale import lots

        uid = self.lot("direct").UID()
        self.assertEqual(lots.committed(lot_uid=uid), Decimal("1900.00"))
        self.assertEqual(lots.committed(lot_uid="none"), Decimal("0"))

    def test_facts_without_anything(self):
        lot = self.future()["lot-futur"]
        facts = catalogue.kept_of_lot(lot)
        self.assertEqual(facts["options"], [])
        self.assertFalse(facts["withheld"])
        self.assertIsNone(facts["lead_time_days"])
        self.assertEqual(facts["market"]["start"], "")
