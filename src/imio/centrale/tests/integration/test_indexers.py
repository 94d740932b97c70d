"""Every index, with a value and without one."""

from decimal import Decimal
from imio.centrale.tests.procedure import acting
from imio.centrale.tests.procedure import at
from imio.centrale.tests.procedure import ProcedureTestCase
from plone import api
from Products.CMFCore.indexing import processQueue


MISSION_INDEXES = (
    "tracking_code",
    "centrale_uid",
    "market_uid",
    "lot_uid",
    "authority_uid",
    "supplier_uid",
    "centrale_step",
    "next_actor",
    "due",
    "amount_excl_vat",
    "province",
    "authority_type",
    "external_id",
    "state_since",
)


class TestIndexers(ProcedureTestCase):
    """What the index holds for one object, metadata included."""

    def held(self, obj, name):
        """What the index and the metadata hold; ``None`` when nothing."""
        processQueue()
        catalog = self.portal.portal_catalog
        rid = catalog.getrid("/".join(obj.getPhysicalPath()))
        index = catalog._catalog.getIndex(name)
        in_index = index.getEntryForObject(rid, None)
        if name in catalog.schema():
            shown = getattr(self.brain(obj), name) or None
            self.assertEqual(shown, in_index or None, "the metadata disagree")
        return in_index

    def assert_held(self, obj, **expected):
        for name, value in expected.items():
            with self.subTest(f"{obj.portal_type} {name}"):
                self.assertEqual(self.held(obj, name), value)

    def test_a_mission_with_everything(self):
        with at("2026-03-02 10:00"):
            mission = self.request(external_id="E-1")
            self.moved("bertrix", mission, "submit", "assigned")
            self.moved("alpha", self.offer(mission), "submit", "submitted")
            self.moved("bertrix", mission["offre-1"], "accept", "accepted")
        self.assert_held(
            mission,
            tracking_code=mission.tracking_code,
            centrale_uid=self.centrale.UID(),
            market_uid=self.market.UID(),
            lot_uid=self.lot("direct").UID(),
            authority_uid=self.bertrix.UID(),
            supplier_uid=self.alpha.UID(),
            centrale_step=3,
            next_actor="authority",
            due="2099-01-01T23:59:59+01:00",
            amount_excl_vat=Decimal("1900.00"),
            province="luxembourg",
            authority_type="commune",
            external_id="E-1",
        )

    def test_a_mission_with_nothing(self):
        self.bertrix.province = None
        self.assert_held(
            self.request(),
            supplier_uid=None,
            due=None,
            amount_excl_vat=None,
            province=None,
            external_id=None,
        )

    def test_what_goes_leaves_the_index(self):
        mission = self.mission(until="accepted")
        self.moved("bertrix", mission["offre-1"], "return", "returned")
        self.assert_held(mission, due=None, amount_excl_vat=None)

    def test_children(self):
        mission = self.consulting()
        with at("2026-03-02 10:00"):
            asked = self.consulting()
        consultation = asked["consultation-1"]
        self.assert_held(
            consultation,
            tracking_code=asked.tracking_code,
            centrale_uid=self.centrale.UID(),
            authority_uid=self.bertrix.UID(),
            lot_uid=self.lot("cascade").UID(),
            supplier_uid=self.alpha.UID(),
            due="2026-03-09T23:59:59+01:00",
            external_id=None,
            amount_excl_vat=None,
        )
        self.moved("alpha", mission["consultation-1"], "accept", "accepted")
        direct = self.mission(until="closing")
        self.assert_held(
            direct["offre-1"],
            tracking_code=direct.tracking_code,
            amount_excl_vat=Decimal("1900.00"),
            supplier_uid=None,
            due=None,
        )
        self.assert_held(
            direct["commande-1"],
            tracking_code=direct.tracking_code,
            lot_uid=self.lot("direct").UID(),
            amount_excl_vat=None,
        )
        self.assert_held(
            direct["cloture-1"],
            tracking_code=direct.tracking_code,
            amount_excl_vat=Decimal("1900.00"),
        )

    def test_a_document_of_a_mission_takes_nothing_from_it(self):
        mission = self.mission(until="accepted")
        with acting("bertrix"):
            document = api.content.create(mission, "File", title="Plan")
        self.assert_held(document, **dict.fromkeys(MISSION_INDEXES))

    def test_registers(self):
        self.assert_held(
            self.bertrix,
            enterprise_number="0999000129",
            province="luxembourg",
            authority_type="commune",
            centrale_uid=None,
        )
        self.assert_held(self.newcomer(), province=None, enterprise_number="0999000624")
        self.assert_held(
            self.alpha, enterprise_number="0999000327", province=None, supplier_uid=None
        )

    def test_catalogue(self):
        self.assert_held(
            self.centrale, code_prefix="CYB", centrale_uid=self.centrale.UID()
        )
        self.assert_held(
            self.market,
            centrale_uid=self.centrale.UID(),
            market_uid=self.market.UID(),
            lot_uid=None,
            code_prefix=None,
        )
        self.assert_held(
            self.lot("direct"),
            lot_number="1",
            centrale_uid=self.centrale.UID(),
            market_uid=self.market.UID(),
        )
        self.assert_held(
            self.lot("direct")["inventory-alpha-test-1"],
            supplier_uid=self.alpha.UID(),
            lot_uid=self.lot("direct").UID(),
            lot_number=None,
        )

    def test_adhesion(self):
        self.assert_held(
            self.adhesion,
            authority_uid=self.bertrix.UID(),
            province="luxembourg",
            authority_type="commune",
            tracking_code=None,
        )
        newcomer = self.adhesion_of(self.newcomer())
        self.assert_held(newcomer, province=None, authority_type="commune")

    def test_lists_filter_on_them(self):
        mission = self.mission(until="assigned")
        for name, value in (
            ("supplier_uid", self.alpha.UID()),
            ("authority_uid", self.bertrix.UID()),
            ("next_actor", "supplier"),
            ("centrale_step", 3),
            ("province", "luxembourg"),
        ):
            with self.subTest(name), acting("agent"):
                found = api.content.find(
                    portal_type="imio.centrale.MissionRequest", **{name: value}
                )
                self.assertEqual([each.UID for each in found], [mission.UID()])
