"""The subsidy gets its ledger."""

from BTrees.OOBTree import OOBTree
from imio.centrale import clock
from imio.centrale import missions
from imio.centrale.domain import envelope
from imio.centrale.domain.money import ZERO
from imio.centrale.lookup import resolve
from imio.centrale.subsidy import programs
from imio.centrale.subsidy.eligibility import applicant_of
from imio.centrale.subsidy.positions import book_of
from imio.centrale.subsidy.positions import position_of
from imio.centrale.subsidy.store import LedgerStore
from imio.centrale.upgrades import v1001_liquidation
from imio.centrale.upgrades.reading import every
from imio.centrale.upgrades.reading import give_permission
from imio.centrale.upgrades.reading import read_workflow
from imio.centrale.workflows.state import history_of
from imio.centrale.workflows.state import state_of


#: what version 1000 kept on an order, and now stands in the ledger
OLD_AMOUNTS = ("subsidy_reserved", "subsidy_granted")


def upgrade(setup_tool):
    """What programs reserved and granted becomes entries; amounts and ranks stay."""
    give_permission(
        "imio.centrale: View Subsidy",
        ["Manager", "Centrale Manager", "Centrale Auditor", "Centrale Authority"],
    )
    read_workflow(setup_tool, "program_workflow", "imio.centrale.SubsidyProgram")
    read_workflow(setup_tool, "liquidation_workflow", "imio.centrale.LiquidationBatch")
    for program in every("imio.centrale.SubsidyProgram"):
        if "ledger" not in vars(program):
            open_ledger(program)
    v1001_liquidation.upgrade()
    for order in every("imio.centrale.Order"):
        for name in OLD_AMOUNTS:
            vars(order).pop(name, None)
        if not position_of(order).rank:
            order.subsidy_program = None


def open_ledger(program):
    """The ledger opens when the program did, and takes the orders as they came."""
    program.ledger = LedgerStore()
    program.in_batch = OOBTree()
    old = vars(program).pop("entries", {})
    vars(program).pop("writes", None)
    if state_of(program) == "draft":
        return
    with clock.at(opened(program)):
        programs.open_ledger(program)
    kept = [(uid, entry) for uid, entry in old.items() if entry["kind"] != "released"]
    for uid, entry in sorted(kept, key=lambda pair: received(*pair)):
        take_over(program, resolve(uid), entry)


def opened(program):
    """The instant at which a program opened."""
    opening = next(each for each in history_of(program) if each["action"] == "open")
    return opening["time"].asdatetime()


def received(uid, entry):
    """The instant of the deposit, which was the rank."""
    order = resolve(uid)
    return (order.received if order is not None else None) or entry["at"]


def take_over(program, order, entry):
    """What an order got is never less nor more than it was: it has that amount."""
    if order is None or entry["amount"] <= ZERO:
        return
    mission = missions.mission_of(order)
    rules = program.rules()
    category = envelope.category_for(
        rules.categories, applicant_of(mission).users_count or 0
    )
    book = book_of(program)
    book.deposit(
        dossier=order.UID(),
        mission=mission.UID(),
        authority=mission.authority,
        order_amount=entry["amount"],
        category_amount=category.amount,
        at=order.received or entry["at"],
        actor="",
    )
    order.subsidy_rules = 1
    if entry["kind"] == "granted":
        book.confirm(order.UID(), entry["at"], "")
