"""From the reservations of version 1000 to the ledger."""

from BTrees.OOBTree import OOBTree
from decimal import Decimal
from imio.centrale.domain.money import ZERO
from imio.centrale.subsidy.positions import book_of
from imio.centrale.subsidy.positions import position_of
from imio.centrale.subsidy.verifying import findings_of
from imio.centrale.tests.procedure import ProcedureTestCase
from plone import api


PROFILE = "imio.centrale:default"
VIEW_SUBSIDY = "imio.centrale: View Subsidy"
DECLARED = "imio.centrale: Edit Declared Data"


class TestLedgerUpgrade(ProcedureTestCase):
    def setUp(self):
        super().setUp()
        self.program_before = self.program(envelope="5000.00")
        self.granted = self.mission(until="confirmed")["commande-1"]
        self.reserved = self.mission(until="ordered")["commande-1"]
        self.partly = self.mission(until="ordered")["commande-1"]
        self.nothing = self.mission(until="ordered")["commande-1"]
        self.returned = self.mission(until="ordered")["commande-1"]
        self.moved("agent", self.returned, "return", "returned")
        self.back_to_1000()

    def back_to_1000(self):
        """The program and its orders as version 1000 kept them."""
        program = self.program_before
        entries = OOBTree()
        for order, kind in (
            (self.granted, "granted"),
            (self.reserved, "reserved"),
            (self.partly, "reserved"),
            (self.nothing, "reserved"),
            (self.returned, "released"),
        ):
            position = position_of(order)
            entries[order.UID()] = {
                "kind": kind,
                "amount": position.held,
                "authority": position.authority,
                "mission": position.mission,
                "at": order.received,
            }
            vars(order).update(subsidy_reserved=ZERO, subsidy_granted=position.held)
        del program.ledger, program.rules_versions
        program.entries = entries
        workflow = api.portal.get_tool("portal_workflow")["program_workflow"]
        workflow.states["open"].setPermission(DECLARED, 0, ())
        workflow.updateRoleMappingsFor(program)
        self.portal.manage_permission(VIEW_SUBSIDY, (), acquire=0)

    def upgrade(self):
        setup = self.portal.portal_setup
        setup.setLastVersionForProfile(PROFILE, "1000")
        setup.upgradeProfile(PROFILE, dest="1001")

    def test_amounts_and_ranks_stay(self):
        self.upgrade()
        orders = (self.granted, self.reserved, self.partly)
        self.assertEqual(
            [str(position_of(each).held) for each in orders],
            ["2299.00", "2299.00", "402.00"],
        )
        self.assertEqual([position_of(each).rank for each in orders], [1, 2, 3])
        self.assertEqual(self.granted.subsidy_granted, Decimal("2299.00"))
        self.assertEqual(self.reserved.subsidy_granted, 0)
        for order in (self.nothing, self.returned):
            self.assertEqual(position_of(order).rank, 0)
        self.assertEqual(findings_of(self.program_before), [])

    def test_the_first_rules_are_those_of_the_opening(self):
        self.upgrade()
        (version,) = self.program_before.rules_versions
        self.assertEqual(version.number, 1)
        self.assertEqual(version.rules, self.program_before.rules())

    def test_what_was_reserved_is_confirmed_and_released_as_any(self):
        self.upgrade()
        self.moved("agent", self.reserved, "confirm", "confirmed")
        self.moved("agent", self.granted, "cancel", "cancelled")
        self.assertEqual(book_of(self.program_before).balance, Decimal("2299.00"))
        self.assertEqual(findings_of(self.program_before), [])

    def test_permissions(self):
        self.upgrade()
        for permission in (DECLARED, VIEW_SUBSIDY):
            with self.subTest(permission):
                roles = api.user.get_permissions(
                    username="agent", obj=self.program_before
                )
                self.assertTrue(roles[permission])

    def test_twice_is_once(self):
        self.upgrade()
        before = book_of(self.program_before).head
        self.upgrade()
        self.assertEqual(book_of(self.program_before).head, before)
