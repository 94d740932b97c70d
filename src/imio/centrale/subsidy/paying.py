"""What the bank did with an exported batch: each payment was made, or was refused.

A payment that was made is written in the ledger at that instant. One that is refused
leaves what was granted as it was, or gives it back when it had been noted as paid: the
dossier can then stand in another batch, once its account is right.
"""

from imio.centrale import clock
from imio.centrale.domain import liquidation
from imio.centrale.domain.money import ZERO
from imio.centrale.domain.reasons import reason
from imio.centrale.domain.reasons import Refused
from imio.centrale.lookup import resolve
from imio.centrale.subsidy import notices
from imio.centrale.subsidy.batches import program_at
from imio.centrale.subsidy.positions import book_of
from imio.centrale.subsidy.positions import position_of
from imio.centrale.subsidy.programs import actor
from imio.centrale.texts import text_reasons
from imio.centrale.workflows.state import move_as_product
from imio.centrale.workflows.state import state_of
from imio.centrale.workflows.state import wrong_state


EXPORTED = "exported"
#: states in which the bank may say that a payment came back
KNOWN_TO_BANK = (EXPORTED, "paid")


def waiting_rows(batch):
    """The positions of the payments of which the bank said nothing yet."""
    return [
        i
        for i, row in enumerate(batch.entries or ())
        if row["status"] == liquidation.WAITING
    ]


def paying_reasons(batch):
    """Why what waits cannot be noted as paid: more than is granted, since."""
    return [found for i in waiting_rows(batch) for found in row_reasons(batch, i)]


def row_reasons(batch, i):
    """Why the ledger would refuse the payment of a row that waits."""
    row = batch.entries[i]
    if row["status"] != liquidation.WAITING:
        return []
    granted = position_of(resolve(row["order"])).granted
    return liquidation.amount_reasons(row["amount"], granted, f"entries.{i}.amount")


def pay_waiting(batch):
    """Every payment that waits was made today."""
    rows = waiting_rows(batch)
    if rows:
        write_payments(batch, rows, clock.today())


def pay(batch, mission, paid_on=None):
    """One payment was made, on that day or today; or ``Refused``."""
    i = row_of(batch, mission, (EXPORTED,))
    day = paid_on or clock.today()
    reasons = liquidation.paying_reasons(
        batch.entries[i]["status"],
        mission.tracking_code,
        day,
        batch.tutelle_date,
        clock.today(),
    )
    reasons += row_reasons(batch, i)
    if reasons:
        raise Refused(reasons)
    write_payments(batch, [i], day)
    finish(batch)


def refuse(batch, mission, note):
    """The bank refused a payment, or it came back, for that reason; or ``Refused``."""
    i = row_of(batch, mission, KNOWN_TO_BANK)
    status = batch.entries[i]["status"]
    reasons = liquidation.refusing_reasons(status, mission.tracking_code)
    if not note.strip():
        reasons.append(reason("note_required", "note"))
    reasons += text_reasons(reason_note=note)
    if reasons:
        raise Refused(reasons)
    if status == liquidation.PAID:
        correct(batch, batch.entries[i], note.strip())
    write_answers(batch, [i], status=liquidation.REFUSED, note=note.strip())
    finish(batch)


def row_of(batch, mission, states):
    """The position of a mission in a batch that is in one of the states."""
    if state_of(batch) not in states:
        raise Refused([wrong_state(batch)])
    for i, row in enumerate(batch.entries):
        if row["mission"] == mission.UID():
            return i
    raise Refused([reason("not_in_batch", "mission", code=mission.tracking_code)])


def write_payments(batch, rows, paid_on):
    """The ledger says so first: what it refuses, nobody notes as paid."""
    program = program_at(batch)
    entries = []
    for i in rows:
        row = batch.entries[i]
        entries += book_of(program).liquidate(
            row["order"], row["amount"], clock.now(), actor(), note=batch.title
        )
    write_answers(batch, rows, status=liquidation.PAID, paid_on=paid_on)
    notices.tell(program, entries)


def correct(batch, row, note):
    """A payment that was noted came back: what was granted is there again."""
    program = program_at(batch)
    entries = book_of(program).correct(
        row["order"], row["amount"], clock.now(), actor(), note=note
    )
    notices.tell(program, entries)


def write_answers(batch, rows, **answer):
    """The rows get the answer of the bank, and their dossiers leave the batch."""
    batch.entries = [
        {**row, **answer} if i in rows else row for i, row in enumerate(batch.entries)
    ]
    register = program_at(batch).in_batch
    for i in rows:
        if register.get(batch.entries[i]["order"]) == batch.UID():
            del register[batch.entries[i]["order"]]
    batch.notifyModified()
    batch.reindexObject(idxs=["modified"])


def finish(batch):
    """The batch is done with its last payment, made or refused."""
    statuses = [row["status"] for row in batch.entries]
    if state_of(batch) == EXPORTED and liquidation.is_finished(statuses):
        move_as_product(batch, "pay")


def totals(batch):
    """Euro in each state of the payments: waiting, paid, refused."""
    found = dict.fromkeys(
        (liquidation.WAITING, liquidation.PAID, liquidation.REFUSED), ZERO
    )
    for row in batch.entries or ():
        found[row.get("status") or liquidation.WAITING] += row["amount"]
    return found
