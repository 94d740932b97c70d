"""Every workflow against the states and transitions of the contract."""

from imio.centrale.testing import PRODUCT_INTEGRATION
from plone import api

import unittest


#: workflow -> initial state, {transition: ([from], to)}
GRAPHS = {
    "adhesion_workflow": (
        "interest",
        {
            "submit": (["interest"], "submitted"),
            "activate": (["submitted"], "active"),
            "return": (["submitted"], "interest"),
            "suspend": (["active"], "suspended"),
            "resume": (["suspended"], "active"),
            "end": (["active", "interest", "suspended"], "ended"),
        },
    ),
    "mission_workflow": (
        "draft",
        {
            "submit": (["draft"], "submitted"),
            "consult": (["submitted"], "consulting"),
            "assign": (["consulting", "submitted"], "assigned"),
            "offer": (["assigned"], "offered"),
            "return_offer": (["offered"], "assigned"),
            "order": (["offered"], "ordered"),
            "return_order": (["confirmed", "ordered"], "offered"),
            "confirm_order": (["ordered"], "confirmed"),
            "deposit_closure": (["confirmed"], "closing"),
            "return_closure": (["closing"], "confirmed"),
            "close": (["closing"], "closed"),
            "cancel": (
                [
                    "assigned",
                    "confirmed",
                    "consulting",
                    "draft",
                    "offered",
                    "ordered",
                    "submitted",
                ],
                "cancelled",
            ),
            "declare_unsuccessful": (
                ["assigned", "consulting", "offered", "submitted"],
                "unsuccessful",
            ),
        },
    ),
    "consultation_workflow": (
        "sent",
        {
            "accept": (["sent"], "accepted"),
            "decline": (["sent"], "declined"),
            "expire": (["sent"], "expired"),
            "skip": (["sent"], "skipped"),
        },
    ),
    "offer_workflow": (
        "draft",
        {
            "submit": (["draft"], "submitted"),
            "accept": (["submitted"], "accepted"),
            "return": (["accepted", "submitted"], "returned"),
            "revise": (["returned"], "draft"),
            "withdraw": (["draft", "returned", "submitted"], "withdrawn"),
        },
    ),
    "order_workflow": (
        "draft",
        {
            "deposit": (["draft"], "deposited"),
            "return": (["deposited"], "returned"),
            "revise": (["returned"], "draft"),
            "confirm": (["deposited"], "confirmed"),
            "cancel": (["confirmed", "deposited", "draft", "returned"], "cancelled"),
        },
    ),
    "closure_workflow": (
        "draft",
        {
            "deposit": (["draft"], "deposited"),
            "return": (["deposited"], "returned"),
            "revise": (["returned"], "draft"),
            "accept": (["deposited"], "accepted"),
        },
    ),
    "program_workflow": (
        "draft",
        {"open": (["draft"], "open"), "close": (["open"], "closed")},
    ),
    "liquidation_workflow": (
        "draft",
        {
            "freeze": (["draft"], "frozen"),
            "reopen": (["approved", "frozen"], "draft"),
            "approve": (["draft", "frozen"], "approved"),
            "export": (["approved"], "exported"),
            "pay": (["exported"], "paid"),
        },
    ),
    "market_workflow": (
        "preparing",
        {
            "open": (["preparing"], "open"),
            "suspend": (["open"], "suspended"),
            "resume": (["suspended"], "open"),
            "exhaust": (["open", "suspended"], "exhausted"),
            "end": (["exhausted", "open", "suspended"], "ended"),
        },
    ),
    "session_workflow": (
        "draft",
        {
            "publish": (["draft"], "published"),
            "retract": (["published"], "draft"),
        },
    ),
    "inventory_workflow": (
        "draft",
        {
            "publish": (["draft"], "published"),
            "supersede": (["published"], "superseded"),
        },
    ),
    "enquiry_workflow": (
        "open",
        {
            "answer": (["open"], "answered"),
            "reopen": (["answered", "closed"], "open"),
            "close": (["answered", "open"], "closed"),
        },
    ),
    "register_workflow": ("registered", {}),
    "public_room_workflow": ("available", {}),
    "members_room_workflow": ("available", {}),
    "agents_room_workflow": ("available", {}),
}
#: states that no transition leads to or leaves are named here
STATES = {
    "adhesion_workflow": "interest submitted active suspended ended",
    "mission_workflow": "draft submitted consulting assigned offered ordered confirmed"
    " closing closed cancelled unsuccessful",
    "consultation_workflow": "sent accepted declined expired skipped",
    "offer_workflow": "draft submitted accepted returned withdrawn",
    "order_workflow": "draft deposited returned confirmed cancelled",
    "closure_workflow": "draft deposited returned accepted",
    "program_workflow": "draft open closed",
    "liquidation_workflow": "draft frozen approved exported paid",
    "market_workflow": "preparing open suspended exhausted ended",
    "session_workflow": "draft published",
    "inventory_workflow": "draft published superseded",
    "enquiry_workflow": "open answered closed",
    "register_workflow": "registered",
    "public_room_workflow": "available",
    "members_room_workflow": "available",
    "agents_room_workflow": "available",
}
WORKFLOW_OF = {
    "Adhesion": "adhesion_workflow",
    "AdhesionsFolder": "members_room_workflow",
    "AuthoritiesRegister": "agents_room_workflow",
    "Centrale": "public_room_workflow",
    "ClosureFile": "closure_workflow",
    "Consultation": "consultation_workflow",
    "ContactsFolder": "agents_room_workflow",
    "Enquiry": "enquiry_workflow",
    "InformationSession": "session_workflow",
    "LiquidationBatch": "liquidation_workflow",
    "LocalAuthority": "register_workflow",
    "Lot": None,
    "Market": "market_workflow",
    "MarketsFolder": "public_room_workflow",
    "MissionRequest": "mission_workflow",
    "MissionsFolder": "members_room_workflow",
    "MissionsYear": "members_room_workflow",
    "Offer": "offer_workflow",
    "Order": "order_workflow",
    "PriceInventory": "inventory_workflow",
    "ProgramsFolder": "agents_room_workflow",
    "SessionsFolder": "public_room_workflow",
    "SubsidyProgram": "program_workflow",
    "Supplier": "register_workflow",
    "SuppliersRegister": "agents_room_workflow",
}
#: transitions that nobody runs: they follow from another act
FOLLOWERS = {
    "mission_workflow": {
        "assign",
        "offer",
        "return_offer",
        "order",
        "return_order",
        "confirm_order",
        "deposit_closure",
        "return_closure",
        "close",
    },
    "inventory_workflow": {"supersede"},
}


def graph_of(workflow):
    """The graph of a DCWorkflow in the form of the literals."""
    return workflow.initial_state, {
        transition.getId(): (
            sorted(
                state.getId()
                for state in workflow.states.values()
                if transition.getId() in state.transitions
            ),
            transition.new_state_id,
        )
        for transition in workflow.transitions.values()
    }


class TestWorkflowGraphs(unittest.TestCase):
    """The definitions say what the contract says."""

    layer = PRODUCT_INTEGRATION
    maxDiff = None

    def setUp(self):
        self.tool = api.portal.get_tool("portal_workflow")

    def test_graphs(self):
        for workflow_id, graph in GRAPHS.items():
            with self.subTest(workflow_id):
                self.assertEqual(graph_of(self.tool[workflow_id]), graph)

    def test_states(self):
        for workflow_id, states in STATES.items():
            with self.subTest(workflow_id):
                self.assertEqual(
                    sorted(self.tool[workflow_id].states.keys()),
                    sorted(states.split()),
                )

    def test_every_type_has_its_workflow(self):
        types = {
            each.rpartition(".")[2]: self.tool.getChainForPortalType(each)
            for each in api.portal.get_tool("portal_types").objectIds()
            if each.startswith("imio.centrale.")
        }
        expected = {
            name: (workflow_id,) if workflow_id else ()
            for name, workflow_id in WORKFLOW_OF.items()
        }
        self.assertEqual(types, expected)

    def test_every_transition_asks_the_rules(self):
        for workflow_id in GRAPHS:
            for transition in self.tool[workflow_id].transitions.values():
                with self.subTest(workflow_id, transition=transition.getId()):
                    self.assertEqual(
                        transition.getGuard().getExprText(),
                        f'python:here.rules_allow("{transition.getId()}")',
                    )

    def test_followers_are_the_transitions_of_the_product(self):
        found = {
            workflow_id: {
                transition.getId()
                for transition in self.tool[workflow_id].transitions.values()
                if transition.getGuard().permissions
                == ("imio.centrale: Move By The Product",)
            }
            for workflow_id in GRAPHS
        }
        self.assertEqual({k: v for k, v in found.items() if v}, FOLLOWERS)
