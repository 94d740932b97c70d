"""What the ledger of its program holds for an order."""

from imio.centrale.domain.ledger import Book
from imio.centrale.domain.ledger_state import Position
from imio.centrale.lookup import resolve


NOTHING = Position()


def book_of(program):
    """The ledger of a program."""
    return Book(program.ledger)


def program_of(order):
    """The program in whose ledger an order stands, or ``None``."""
    return resolve(order.subsidy_program)


def position_of(order):
    """What an order holds; a position without rank when it is in no ledger."""
    program = program_of(order)
    if program is None:
        return NOTHING
    return book_of(program).position(order.UID()) or NOTHING


def is_held(position):
    """Whether the order stands in the ledger, be it for nothing: it can be released."""
    return position.rank > 0 and position.state != "released"
