"""The dossiers that wait for their payment, as an agent chooses among them."""

from dataclasses import dataclass
from decimal import Decimal
from imio.centrale import missions
from imio.centrale.domain import accounts
from imio.centrale.subsidy.accounts import history_of
from imio.centrale.subsidy.batches import accepted_closure
from imio.centrale.subsidy.batches import order_at
from imio.centrale.subsidy.batches import payable_missions
from imio.centrale.subsidy.numbering import communication_of
from imio.centrale.subsidy.positions import position_of


@dataclass(frozen=True)
class Payable:
    """An accepted closure with something granted that is not yet paid."""

    mission: object
    authority: object
    rank: int
    communication: str
    #: of the invoice, on the basis of the program
    invoiced: Decimal
    granted: Decimal
    #: ``none``, ``pending`` or ``in_use``
    account: str


def payable(program):
    """What a new batch of the program may take, by rank."""
    return [_payable(program, mission) for mission in payable_missions(program)]


def _payable(program, mission):
    closure, authority = accepted_closure(mission), missions.authority_of(mission)
    position = position_of(order_at(mission))
    return Payable(
        mission=mission,
        authority=authority,
        rank=position.rank,
        communication=communication_of(program, position),
        invoiced=program.rules().amount_of(
            closure.invoice_excl_vat, closure.invoice_incl_vat
        ),
        granted=position.granted,
        account=accounts.state_of(history_of(authority)),
    )
