"""Which roles hold which permission in which state, and what real accounts see of it."""

from imio.centrale.testing import PRODUCT_INTEGRATION
from plone import api

import unittest


ROLES = {
    "*": "Anonymous",
    "M": "Manager",
    "D": "Site Administrator",
    "G": "Centrale Manager",
    "U": "Centrale Auditor",
    "A": "Centrale Authority",
    "S": "Centrale Supplier",
    "C": "Centrale Consulted",
    "I": "Centrale Intake",
    "R": "Centrale Requester",
    "P": "Centrale Provider",
}
VIEW = "View"
ACCESS = "Access contents information"
EDIT = "Modify portal content"
DELETE = "Delete objects"
ADD = "Add portal content"
LIST = "List folder contents"
FILE = "plone.app.contenttypes: Add File"
OFFER = "imio.centrale: Add Offer"
ORDER = "imio.centrale: Add Order"
CLOSURE = "imio.centrale: Add Closure File"
DECLARED = "imio.centrale: Edit Declared Data"
DELIBERATION = "imio.centrale: Edit Deliberation"

#: workflow -> the permissions, then for each state the roles of each, in their order
MATRIX = {
    "adhesion_workflow": (
        (VIEW, EDIT, DELETE, DECLARED, DELIBERATION),
        {
            "interest": ("MGUA", "MGA", "MGA", "MGA", "MGA"),
            "submitted": ("MGUA", "MG", "", "", "MG"),
            "active": ("MGUA", "MGA", "", "", ""),
            "suspended": ("MGUA", "MG", "", "", ""),
            "ended": ("MGUA", "", "", "", ""),
        },
    ),
    "mission_workflow": (
        (VIEW, EDIT, DELETE, DECLARED, ADD, FILE, OFFER, ORDER, CLOSURE),
        {
            "draft": ("MGUASC", "MGA", "MGA", "MGA", "MGA", "MGA", "", "", ""),
            "submitted": ("MGUASC", "MG", "", "", "MGA", "MGA", "", "", ""),
            "consulting": ("MGUASC", "MG", "", "", "MGA", "MGA", "", "", ""),
            "assigned": ("MGUASC", "MG", "", "", "MGAS", "MGAS", "MS", "", ""),
            "offered": ("MGUASC", "MG", "", "", "MGAS", "MGAS", "", "MA", ""),
            "ordered": ("MGUASC", "MG", "", "", "MGAS", "MGAS", "", "", ""),
            "confirmed": ("MGUASC", "MG", "", "", "MGAS", "MGAS", "", "", "MS"),
            "closing": ("MGUASC", "MG", "", "", "MGAS", "MGAS", "", "", ""),
            "closed": ("MGUASC", "", "", "", "", "", "", "", ""),
            "cancelled": ("MGUASC", "", "", "", "", "", "", "", ""),
            "unsuccessful": ("MGUASC", "", "", "", "", "", "", "", ""),
        },
    ),
    "consultation_workflow": (
        (VIEW, EDIT, DELETE),
        {
            "sent": ("MGUS", "", ""),
            "accepted": ("MGUS", "", ""),
            "declined": ("MGUS", "", ""),
            "expired": ("MGUS", "", ""),
            "skipped": ("MGUS", "", ""),
        },
    ),
    "offer_workflow": (
        (VIEW, EDIT, DELETE),
        {
            "draft": ("MGUS", "MS", "MS"),
            "submitted": ("MGUAS", "", ""),
            "accepted": ("MGUAS", "", ""),
            "returned": ("MGUAS", "", ""),
            "withdrawn": ("MGUAS", "", ""),
        },
    ),
    "order_workflow": (
        (VIEW, EDIT, DELETE),
        {
            "draft": ("MGUA", "MA", "MA"),
            "deposited": ("MGUAS", "", ""),
            "returned": ("MGUAS", "", ""),
            "confirmed": ("MGUAS", "", ""),
            "cancelled": ("MGUAS", "", ""),
        },
    ),
    "closure_workflow": (
        (VIEW, EDIT, DELETE),
        {
            "draft": ("MGUS", "MS", "MS"),
            "deposited": ("MGUAS", "", ""),
            "returned": ("MGUAS", "", ""),
            "accepted": ("MGUAS", "", ""),
        },
    ),
    "program_workflow": (
        (VIEW, EDIT, DELETE, ADD, DECLARED),
        {
            "draft": ("MGU", "MG", "MG", "MG", "MG"),
            "open": ("MGU", "MG", "", "MG", "MG"),
            "closed": ("MGU", "MG", "", "MG", "MG"),
        },
    ),
    "liquidation_workflow": (
        (VIEW, EDIT, DELETE, DECLARED, DELIBERATION),
        {
            "draft": ("MGU", "MG", "MG", "MG", "MG"),
            "frozen": ("MGU", "MG", "", "", "MG"),
            "approved": ("MGU", "MG", "", "", ""),
            "exported": ("MGU", "", "", "", ""),
            "paid": ("MGU", "", "", "", ""),
        },
    ),
    "market_workflow": (
        (VIEW, EDIT, DELETE, ADD),
        {
            "preparing": ("MGU", "MG", "MG", "MG"),
            "open": ("*", "MG", "MG", "MG"),
            "suspended": ("*", "MG", "MG", "MG"),
            "exhausted": ("*", "MG", "MG", "MG"),
            "ended": ("*", "MG", "MG", "MG"),
        },
    ),
    "session_workflow": (
        (VIEW, EDIT, DELETE, ADD, FILE),
        {
            "draft": ("MGU", "MG", "MG", "MG", "MG"),
            "published": ("*", "MG", "MG", "MG", "MG"),
        },
    ),
    "inventory_workflow": (
        (VIEW, EDIT, DELETE),
        {
            "draft": ("MGU", "MG", "MG"),
            "published": ("MGUS", "", ""),
            "superseded": ("MGUS", "", ""),
        },
    ),
    "enquiry_workflow": (
        (VIEW, EDIT, DELETE),
        {
            "open": ("MGUAS", "", "M"),
            "answered": ("MGUAS", "", "M"),
            "closed": ("MGUAS", "", "M"),
        },
    ),
    "register_workflow": (
        (VIEW, EDIT, DELETE),
        {"registered": ("MDGUAS", "MDG", "MD")},
    ),
    "public_room_workflow": (
        (VIEW, EDIT, DELETE, ADD, LIST),
        {"available": ("*", "MDG", "M", "MDG", "MDGU")},
    ),
    "members_room_workflow": (
        (VIEW, EDIT, DELETE, ADD, LIST),
        {"available": ("MGURP", "M", "M", "MGR", "MGU")},
    ),
    "agents_room_workflow": (
        (VIEW, EDIT, DELETE, ADD, LIST),
        {"available": ("MDGU", "M", "M", "MDG", "MDGU")},
    ),
}
#: permissions of the package at the root of the site
ROOT = {
    "Add Centrale": "MDG",
    "Add Local Authority": "MDG",
    "Add Supplier": "MDG",
    "Add Market": "MG",
    "Add Lot": "MG",
    "Add Price Inventory": "MG",
    "Add Adhesion": "MGR",
    "Add Mission Request": "MGR",
    "Add Offer": "",
    "Add Order": "",
    "Add Closure File": "",
    "Add Subsidy Program": "MG",
    "Add Liquidation Batch": "MG",
    "Add Information Session": "MG",
    "Add By The Product": "",
    "Act for the Centrale": "MG",
    "Act for the Authority": "MA",
    "Act for the Supplier": "MS",
    "Edit Declared Data": "MGRA",
    "Edit Deliberation": "MGRA",
    "View Ranking": "MGU",
    "View Checks": "MGU",
    "Ask the Centrale": "*",
    "Use the Supplier Workplace": "MP",
    "View Members": "MGUP",
    "Run the Clock": "MDG",
    "Send Forms": "MI",
}


def roles(letters):
    """The roles of a word of the table."""
    return sorted(ROLES[letter] for letter in letters)


class TestPermissionMatrix(unittest.TestCase):
    """The workflow definitions and the role map against the tables."""

    layer = PRODUCT_INTEGRATION
    maxDiff = None

    def setUp(self):
        self.tool = api.portal.get_tool("portal_workflow")

    def test_states(self):
        for workflow_id, (permissions, states) in MATRIX.items():
            workflow = self.tool[workflow_id]
            self.assertEqual(set(workflow.states.keys()), set(states))
            for state_id, row in states.items():
                for permission, letters in zip(permissions, row, strict=True):
                    with self.subTest(workflow_id, state=state_id, of=permission):
                        found = workflow.states[state_id].permission_roles[permission]
                        self.assertIsInstance(found, tuple, "acquired")
                        self.assertEqual(sorted(found), roles(letters))

    def test_no_permission_is_left_out_of_the_tables(self):
        for workflow_id, (permissions, _) in MATRIX.items():
            with self.subTest(workflow_id):
                self.assertEqual(
                    set(self.tool[workflow_id].permissions), {ACCESS, *permissions}
                )

    def test_who_views_has_access_to_the_contents(self):
        for workflow_id in MATRIX:
            for state in self.tool[workflow_id].states.values():
                with self.subTest(workflow_id, state=state.getId()):
                    self.assertEqual(
                        state.permission_roles[ACCESS], state.permission_roles[VIEW]
                    )

    def test_root(self):
        portal = self.layer["portal"]
        for name, letters in ROOT.items():
            with self.subTest(name):
                found = portal.rolesOfPermission(f"imio.centrale: {name}")
                self.assertEqual(
                    sorted(each["name"] for each in found if each["selected"]),
                    roles(letters),
                )

    def test_the_auditor_holds_no_permission_that_changes(self):
        for permission in (EDIT, DELETE, ADD, FILE, OFFER, ORDER, CLOSURE, DECLARED):
            for workflow_id in MATRIX:
                for state in self.tool[workflow_id].states.values():
                    held = state.permission_roles.get(permission, ())
                    self.assertNotIn("Centrale Auditor", held)

    def test_the_intake_holds_none_at_all(self):
        for workflow_id in MATRIX:
            for state in self.tool[workflow_id].states.values():
                for held in state.permission_roles.values():
                    self.assertNotIn("Centrale Intake", held)
