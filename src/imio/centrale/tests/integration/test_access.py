"""What real accounts see: by object, by search and by vocabulary."""

from imio.centrale.tests.fixture import make_inventory
from imio.centrale.tests.procedure import acting
from imio.centrale.tests.procedure import ProcedureTestCase
from plone import api
from zope.component import getUtility
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent
from zope.schema.interfaces import IVocabularyFactory


EVERYBODY = (
    "agent",
    "auditor",
    "bertrix",
    "arlon",
    "alpha",
    "beta",
    "gamma",
    "intake",
    "stranger",
    "siteadmin",
    None,
)
CHANGING = (
    "Modify portal content",
    "Delete objects",
    "Add portal content",
    "Sharing page: Delegate roles",
    "Change local roles",
    "Manage properties",
    "Review portal content",
    "imio.centrale: Add Mission Request",
    "imio.centrale: Act for the Centrale",
    "imio.centrale: Edit Declared Data",
    "imio.centrale: Run the Clock",
)


class TestAccess(ProcedureTestCase):
    """Object permission and catalog agree, and say what the contract says."""

    def may_view(self, login, obj):
        with acting(login):
            return bool(api.user.has_permission("View", obj=obj))

    def finds(self, login, obj):
        with acting(login):
            return bool(api.content.find(UID=obj.UID()))

    def assert_seen(self, obj, *logins):
        """These accounts see the object, by both doors, and no other does."""
        with self.subTest(obj.getId()):
            viewers = [each for each in EVERYBODY if self.may_view(each, obj)]
            finders = [each for each in EVERYBODY if self.finds(each, obj)]
            self.assertEqual(viewers, finders, "the catalog disagrees")
            self.assertEqual(set(viewers), set(logins))

    def terms(self, login, name):
        with acting(login):
            factory = getUtility(IVocabularyFactory, f"imio.centrale.{name}")
            return sorted(term.title for term in factory(self.portal))

    # -- the catalogue and the registers -----------------------------------------------

    def test_the_catalogue_is_public(self):
        for obj in (self.centrale, self.market, self.lot("direct")):
            self.assert_seen(obj, *EVERYBODY)

    def test_a_market_in_preparation_is_not(self):
        with acting("agent"):
            market = api.content.create(
                self.centrale["marches"], "imio.centrale.Market", title="Futur"
            )
            lot = api.content.create(
                market,
                "imio.centrale.Lot",
                title="Lot futur",
                number="9",
                award_mode="direct",
            )
        self.assert_seen(market, "agent", "auditor")
        self.assert_seen(lot, "agent", "auditor")

    def test_a_party_is_seen_by_its_own_people(self):
        self.assert_seen(self.bertrix, "agent", "auditor", "siteadmin", "bertrix")
        self.assert_seen(self.alpha, "agent", "auditor", "siteadmin", "alpha")

    def test_an_adhesion_is_seen_by_its_authority(self):
        self.assert_seen(self.adhesion, "agent", "auditor", "bertrix")

    def test_an_inventory_is_seen_by_its_supplier_once_published(self):
        beta_inventory = self.lot("cascade")["inventory-beta-test-1"]
        self.assert_seen(beta_inventory, "agent", "auditor", "beta")
        with acting("agent"):
            draft = make_inventory(
                self.lot("cascade"), self.beta, version="2", publish=False
            )
        self.assert_seen(draft, "agent", "auditor")

    def test_the_subsidy_is_for_agents_and_auditors(self):
        self.assert_seen(self.program(), "agent", "auditor")

    # -- dossiers ------------------------------------------------------------------------

    def test_a_draft_is_for_its_authority(self):
        self.assert_seen(self.request(), "agent", "auditor", "bertrix")

    def test_a_direct_mission_reaches_its_supplier(self):
        mission = self.mission(until="assigned")
        self.assert_seen(mission, "agent", "auditor", "bertrix", "alpha")

    def test_what_is_being_written_is_for_its_maker(self):
        mission = self.mission(until="assigned")
        offer = self.offer(mission)
        self.assert_seen(offer, "agent", "auditor", "alpha")
        self.moved("alpha", offer, "submit", "submitted")
        self.assert_seen(offer, "agent", "auditor", "alpha", "bertrix")
        self.moved("bertrix", offer, "accept", "accepted")
        order = self.order(mission)
        self.assert_seen(order, "agent", "auditor", "bertrix")
        self.moved("bertrix", order, "deposit", "deposited")
        self.assert_seen(order, "agent", "auditor", "bertrix", "alpha")
        self.moved("agent", order, "confirm", "confirmed")
        closure = self.closure(mission)
        self.assert_seen(closure, "agent", "auditor", "alpha")
        self.moved("alpha", closure, "deposit", "deposited")
        self.assert_seen(closure, "agent", "auditor", "alpha", "bertrix")

    def test_a_consultation_is_for_the_supplier_asked(self):
        mission = self.consulting()
        first = mission["consultation-1"]
        self.assert_seen(mission, "agent", "auditor", "bertrix", "alpha")
        self.assert_seen(first, "agent", "auditor", "alpha")
        self.moved("alpha", first, "decline", "declined")
        self.assert_seen(mission, "agent", "auditor", "bertrix", "beta")
        self.assert_seen(first, "agent", "auditor", "alpha")
        self.assert_seen(mission["consultation-2"], "agent", "auditor", "beta")

    def test_a_document_of_a_mission_follows_it(self):
        mission = self.consulting()
        with acting("bertrix"):
            document = api.content.create(mission, "File", title="Cahier des charges")
        self.assert_seen(document, "agent", "auditor", "bertrix", "alpha")
        self.moved("alpha", mission["consultation-1"], "decline", "declined")
        self.assert_seen(document, "agent", "auditor", "bertrix", "beta")

    # -- groups are all it takes ---------------------------------------------------------

    def test_leaving_the_group_takes_every_access(self):
        mission = self.request()
        group = f"centrale-authority-{self.bertrix.UID()}"
        api.group.remove_user(groupname=group, username="bertrix")
        self.assert_seen(mission, "agent", "auditor")
        with acting("bertrix"):
            left = [
                each for each in CHANGING if api.user.has_permission(each, obj=mission)
            ]
        self.assertEqual(left, [])

    def test_joining_the_group_gives_it(self):
        mission = self.mission(until="assigned")
        api.group.add_user(
            groupname=f"centrale-supplier-{self.alpha.UID()}", username="stranger"
        )
        self.assert_seen(mission, "agent", "auditor", "bertrix", "alpha", "stranger")

    def test_another_authority_of_a_draft_changes_who_sees_it(self):
        mission = self.request()
        with acting("agent"):
            mission.authority = self.arlon.UID()
            notify(ObjectModifiedEvent(mission))
        self.assert_seen(mission, "agent", "auditor", "arlon")

    # -- nobody changes what is not his --------------------------------------------------

    def test_who_changes_nothing(self):
        mission = self.mission(until="closing")
        objects = (
            self.centrale,
            self.centrale["missions"],
            self.centrale["adhesions"],
            self.centrale["subsides"],
            self.portal["autorites"],
            self.bertrix,
            self.market,
            self.lot("cascade"),
            self.lot("cascade")["inventory-beta-test-1"],
            self.adhesion,
            mission,
            *mission.objectValues(),
        )
        for login in ("auditor", "intake", "stranger", "beta", None):
            with acting(login):
                found = [
                    (obj.getId(), permission)
                    for obj in objects
                    for permission in CHANGING
                    if api.user.has_permission(permission, obj=obj)
                ]
            with self.subTest(login):
                self.assertEqual(found, [])

    def test_no_member_deletes_a_room(self):
        self.request()
        rooms = [
            *self.centrale.objectValues(),
            *self.centrale["missions"].objectValues(),
        ]
        for login in EVERYBODY:
            with acting(login):
                found = [
                    room.getId()
                    for room in rooms
                    if api.user.has_permission("Delete objects", obj=room)
                ]
            with self.subTest(login):
                self.assertEqual(found, [])

    def test_who_made_an_object_owns_nothing(self):
        mission = self.mission(until="confirmed")
        cascade = self.consulting()
        self.moved("alpha", cascade["consultation-1"], "decline", "declined")
        for obj in (
            mission,
            *mission.objectValues(),
            cascade,
            *cascade.objectValues(),
        ):
            with self.subTest(obj.getId()):
                given = {role for _, roles in obj.get_local_roles() for role in roles}
                self.assertNotIn("Owner", given)

    # -- vocabularies --------------------------------------------------------------------

    def test_vocabularies(self):
        self.mission(until="assigned")
        subject = "Audit de sécurité"
        lots = ["Lot direct", "Lot en cascade"]
        everything = (
            ["Arlon", "Bertrix"],
            ["Alpha Test", "Beta Test", "Gamma Test"],
            lots,
            [subject],
        )
        expected = {
            "agent": everything,
            "auditor": everything,
            "bertrix": (["Bertrix"], [], lots, [subject]),
            "arlon": (["Arlon"], [], lots, []),
            "alpha": ([], ["Alpha Test"], lots, [subject]),
            "beta": ([], ["Beta Test"], lots, []),
            "intake": ([], [], lots, []),
            None: ([], [], lots, []),
        }
        names = ("authorities", "suppliers", "lots", "missions")
        for login, terms in expected.items():
            with self.subTest(login):
                found = tuple(self.terms(login, name) for name in names)
                self.assertEqual(found, terms)
