"""What follows from an act besides the new state: said before it is done."""

from imio.centrale import _


STOPS = _(
    "The mission stops for good: its offers and orders are withdrawn and what was reserved is released."
)
NO_MORE_REQUESTS = _(
    "No request can be submitted on its lots any more; missions under way go on."
)
#: (workflow, transition) -> sentence
CONSEQUENCES = {
    ("adhesion_workflow", "activate"): _("The authority can then submit requests."),
    ("mission_workflow", "submit"): _(
        "The contact of the authority then receives the tracking code by mail."
    ),
    ("mission_workflow", "consult"): _("The first rank is then consulted."),
    ("mission_workflow", "cancel"): STOPS,
    ("mission_workflow", "declare_unsuccessful"): STOPS,
    ("consultation_workflow", "accept"): _("You then prepare the offer."),
    ("consultation_workflow", "decline"): _(
        "You then no longer see the mission, and the next rank is consulted at once."
    ),
    ("consultation_workflow", "expire"): _("The next rank is then consulted at once."),
    ("consultation_workflow", "skip"): _("The next rank is then consulted at once."),
    ("order_workflow", "deposit"): _(
        "The instant of the deposit is the rank of the order for the subsidy."
    ),
    ("liquidation_workflow", "reopen"): _(
        "Its payments may then change, and the approval is asked again."
    ),
    ("liquidation_workflow", "export"): _(
        "The file for the bank is then written, and nothing of the batch changes any more."
    ),
    ("liquidation_workflow", "pay"): _(
        "Every payment that waits is then noted as made today, and the authorities are told."
    ),
    ("inventory_workflow", "publish"): _(
        "The inventory then no longer changes; it supersedes the version before."
    ),
    ("adhesion_workflow", "return"): _(
        "The authority can then correct it and submit it again."
    ),
    ("adhesion_workflow", "suspend"): _(
        "The authority can submit no request until it is resumed; missions under way go on."
    ),
    ("adhesion_workflow", "end"): _(
        "The authority can submit no request until it joins again; missions under way go on."
    ),
    ("offer_workflow", "return"): _(
        "The supplier can then correct it and submit it again; until then nothing can be ordered on it."
    ),
    ("offer_workflow", "withdraw"): _(
        "The offer no longer counts, for good; the mission waits for another one."
    ),
    ("order_workflow", "return"): _(
        "What was reserved for it is released: deposited again, it takes a new rank."
    ),
    ("order_workflow", "cancel"): _(
        "The order no longer counts, for good: what was reserved or granted for it is released."
    ),
    ("closure_workflow", "return"): _(
        "The supplier can then correct it and deposit it again."
    ),
    ("market_workflow", "suspend"): _(
        "No request can be submitted on its lots until it is resumed; missions under way go on."
    ),
    ("market_workflow", "exhaust"): NO_MORE_REQUESTS,
    ("market_workflow", "end"): NO_MORE_REQUESTS,
    ("program_workflow", "close"): _(
        "Orders deposited from then on get no subsidy; what was reserved or granted stays."
    ),
}
