"""Ids of the states and transitions that code speaks of."""

#: titles of workflows are translated with Plone's own
DOMAIN = "plone"

MISSION_FOLLOWS = {
    # transition of a child -> transition of the mission that follows it
    ("offer_workflow", "submit"): "offer",
    ("offer_workflow", "return"): "return_offer",
    ("offer_workflow", "withdraw"): "return_offer",
    ("order_workflow", "deposit"): "order",
    ("order_workflow", "return"): "return_order",
    ("order_workflow", "cancel"): "return_order",
    ("order_workflow", "confirm"): "confirm_order",
    ("closure_workflow", "deposit"): "deposit_closure",
    ("closure_workflow", "return"): "return_closure",
    ("closure_workflow", "accept"): "close",
}

#: state of the mission that waits for a child of this type
WAITS_FOR = {
    "imio.centrale.Offer": "assigned",
    "imio.centrale.Order": "offered",
    "imio.centrale.ClosureFile": "confirmed",
}
#: permission of the side that makes a child of this type
ADDED_WITH = {
    "imio.centrale.Offer": "imio.centrale: Act for the Supplier",
    "imio.centrale.Order": "imio.centrale: Act for the Authority",
    "imio.centrale.ClosureFile": "imio.centrale: Act for the Supplier",
}
#: states in which a child still counts
LIVE_OFFER = ("submitted", "accepted")
LIVE_ORDER = ("deposited", "confirmed")
LIVE_CLOSURE = ("deposited", "accepted")
ENDED_MISSION = ("closed", "cancelled", "unsuccessful")
