"""Batches of payments: what they may hold, and what is kept of them when they freeze.

A dossier stands in one unfinished batch at a time. Which one is noted on the program,
where two people who take the same dossier at the same moment meet: one of them commits,
the other is refused.
"""

from imio.centrale import clock
from imio.centrale import missions
from imio.centrale.content.program import ISubsidyProgram
from imio.centrale.domain import accounts
from imio.centrale.domain import liquidation
from imio.centrale.domain.money import ZERO
from imio.centrale.domain.reasons import reason
from imio.centrale.lookup import ancestor
from imio.centrale.lookup import resolve
from imio.centrale.subsidy.accounts import history_of as account_history
from imio.centrale.subsidy.numbering import communication_of
from imio.centrale.subsidy.positions import book_of
from imio.centrale.subsidy.positions import position_of
from imio.centrale.subsidy.positions import program_of
from imio.centrale.subsidy.programs import actor
from imio.centrale.workflows.state import history_of
from imio.centrale.workflows.state import state_of


ORDER = "imio.centrale.Order"
CLOSURE = "imio.centrale.ClosureFile"


def program_at(batch):
    """The program that pays a batch, or a program itself."""
    return ancestor(batch, ISubsidyProgram)


def order_at(mission):
    """The order of a mission that holds its subsidy, or ``None``."""
    return missions.current(mission, ORDER)


def accepted_closure(mission):
    """The closure file that was accepted, or ``None``."""
    return missions.latest_in(mission, CLOSURE, ("accepted",))


def dossier_of(mission, place):
    """What is known now of a mission, for a batch of a program (or the program)."""
    program, order = program_at(place), order_at(mission)
    known = {
        "code": mission.tracking_code,
        "accepted": accepted_closure(mission) is not None,
        "account": account_history(missions.authority_of(mission)),
    }
    if order is None:
        return liquidation.Dossier(granted=ZERO, **known)
    return liquidation.Dossier(
        granted=position_of(order).granted,
        other_program=_other_title(program_of(order), program),
        other_batch=_other_title(resolve(program.in_batch.get(order.UID())), place),
        confirmed_by=confirmed_by(order),
        **known,
    )


def _other_title(found, own):
    """The title of what was found, unless it is the object itself."""
    if found is None or found.UID() == own.UID():
        return ""
    return found.title


def confirmed_by(order):
    """Who confirmed an order last; empty for nobody."""
    found = [each for each in history_of(order) if each["action"] == "confirm"]
    return found[-1]["actor"] if found else ""


def payments_of(batch):
    """The rows of a batch with what is known of their dossiers now."""
    return [
        liquidation.Payment(
            dossier=dossier_of(resolve(row["mission"]), batch),
            amount=row.get("amount"),
            iban=row.get("iban") or "",
        )
        for row in batch.entries or ()
    ]


# -- saving ----------------------------------------------------------------------------


def saving_reasons(batch):
    """Why a batch cannot be saved: the program never opened, or a row is not payable."""
    if not book_of(program_at(batch)).is_open:
        return [reason("ledger_not_open")]
    if state_of(batch) != "draft":
        return []
    return liquidation.entries_reasons(payments_of(batch))


def complete(batch):
    """The rows of a draft get what the product knows, and the dossiers are taken."""
    if state_of(batch) == "draft":
        batch.entries = [_completed(row) for row in batch.entries or ()]
        take(batch, [row["order"] for row in batch.entries])


def _completed(row):
    mission = resolve(row["mission"])
    order = order_at(mission)
    position = position_of(order)
    amount = row.get("amount")
    return {
        "mission": row["mission"],
        "amount": position.granted if amount is None else amount,
        "authority": mission.authority,
        "order": order.UID(),
        "communication": communication_of(program_of(order), position),
        "beneficiary": None,
        "iban": None,
        "status": liquidation.WAITING,
        "paid_on": None,
        "note": None,
    }


def take(batch, orders):
    """These dossiers, and no others, stand in this batch."""
    register, uid = program_at(batch).in_batch, batch.UID()
    for order in [each for each, taken_by in register.items() if taken_by == uid]:
        if order not in orders:
            del register[order]
    for order in orders:
        if register.get(order) != uid:
            register[order] = uid


def give_back(program, batch):
    """A draft that is deleted leaves its dossiers to others."""
    uid = batch.UID()
    for order in [each for each, by in program.in_batch.items() if by == uid]:
        del program.in_batch[order]


def forget(batch):
    """A copy keeps its dossiers and amounts; it was never frozen, approved nor paid."""
    batch.entries = [
        {"mission": row["mission"], "amount": row["amount"]}
        for row in batch.entries or ()
    ]
    batch.tutelle_reference = batch.tutelle_date = batch.execution_date = None
    batch.ledger_number = batch.ledger_hash = batch.payment_file = None


# -- freezing --------------------------------------------------------------------------


def freezing_reasons(batch):
    """Why the payments cannot stay as they are; a frozen account must not change."""
    return liquidation.freezing_reasons(payments_of(batch))


def approval_reasons(batch):
    """Why the approval of the tutelle cannot be recorded by the current user."""
    payments = payments_of(batch)
    return (
        liquidation.approval_reasons(
            batch.tutelle_reference, batch.tutelle_date, clock.today()
        )
        + liquidation.freezing_reasons(payments)
        + liquidation.four_eyes_reasons(payments, actor())
    )


def freeze(batch):
    """Beneficiaries and accounts are those of now, and so is the ledger."""
    batch.entries = [_frozen(row) for row in batch.entries]
    head = book_of(program_at(batch)).head
    batch.ledger_number, batch.ledger_hash = head["number"], head["hash"]


def _frozen(row):
    authority = resolve(row["authority"])
    return {
        **row,
        "beneficiary": authority.title,
        "iban": accounts.account_in_use(account_history(authority)),
    }


def thaw(batch):
    """A batch that is opened again was never frozen nor approved."""
    batch.ledger_number = batch.ledger_hash = None
    batch.tutelle_reference = batch.tutelle_date = None
    complete(batch)


# -- selecting -------------------------------------------------------------------------


def payable_missions(program, batch=None):
    """The missions that a batch may take now, by rank; those of ``batch`` as well."""
    found = []
    place = program if batch is None else batch
    positions = book_of(program).store.dossiers.values()
    for position in sorted(positions, key=lambda each: each.rank):
        mission = resolve(position.mission) if position.granted else None
        if mission is not None and dossier_of(mission, place).is_payable:
            found.append(mission)
    return found
