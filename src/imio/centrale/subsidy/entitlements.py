"""What is left of the subsidy to an authority, over all its orders.

One single amount per authority, by its category, usable over all of its orders
([iMio-cyber] text 000 point 9).
"""

from dataclasses import dataclass
from imio.centrale import clock
from imio.centrale.domain.ledger_state import AuthorityTotals
from imio.centrale.domain.prospect import Prospect
from imio.centrale.domain.prospect import prospect
from imio.centrale.subsidy.eligibility import applicant_from
from imio.centrale.subsidy.positions import book_of
from imio.centrale.subsidy.programs import present_program
from imio.centrale.workflows.state import state_of


@dataclass(frozen=True)
class Entitlement:
    """What an authority holds of the envelope of ``program``, and what an order
    deposited now would get at most.
    """

    program: object
    held: AuthorityTotals
    ahead: Prospect


def entitlement(centrale, authority, adhesion):
    """That of an authority in a centrale; ``None`` where no program was ever open.

    ``adhesion`` is ``None`` for an authority that did not join.
    """
    program = present_program(centrale)
    if program is None:
        return None
    book = book_of(program)
    held = book.authority(authority.UID())
    found = prospect(
        program_state=state_of(program),
        rules=program.rules(),
        applicant=applicant_from(authority, adhesion),
        received=clock.now(),
        order_amount=None,
        already=held.held,
        balance=book.balance,
    )
    return Entitlement(program, held, found)


def next_rank(mission):
    """The rank that an order deposited now would take; ``None`` without an open program."""
    program = present_program(mission)
    if program is None or state_of(program) != "open":
        return None
    return book_of(program).head["rank"] + 1
