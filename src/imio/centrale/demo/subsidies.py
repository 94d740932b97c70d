"""The subsidies of the demo: an envelope that is large, one that ran dry, one of the past."""

from dataclasses import dataclass
from datetime import date
from datetime import datetime
from decimal import Decimal
from imio.centrale import clock
from imio.centrale import rooms
from imio.centrale.demo import data
from imio.centrale.demo.dates import act
from imio.centrale.demo.dates import ago
from imio.centrale.demo.people import AGENT
from imio.centrale.demo.people import SECOND_AGENT
from imio.centrale.domain.calendar import BRUSSELS
from imio.centrale.subsidy.batches import payable_missions
from imio.centrale.workflows.state import move
from imio.centrale.workflows.state import state_of
from plone import api
from plone.dexterity.utils import createContentInContainer as add
from typing import Callable
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent


SMALL = "subside-smart"
BATCH = "premier-bordereau"
NEXT_BATCH = "bordereau-a-approuver"


def make_programs(instant):
    """Drafts first; then each opens as it did."""
    year = clock.today().year + 1
    with act(instant, AGENT):
        past = _cyber(
            2024,
            "Subside Cyber 2024",
            "Programme clos, avec les échéances du texte. " + data.PROGRAM_NOTE,
        )
        present = _cyber(
            year,
            f"Subside Cyber {year - 1}-{year} (illustratif)",
            "Programme illustratif : les règles et les jours de 2024, reportés à une "
            "période ouverte. " + data.PROGRAM_NOTE,
        )
        small = _small(year)
    _move(past, "open", datetime(2024, 1, 15, 9, tzinfo=BRUSSELS))
    _move(past, "close", datetime(2024, 7, 8, 9, tzinfo=BRUSSELS))
    for program in (present, small):
        _move(program, "open", ago(89))


def _move(program, transition, instant):
    with act(instant, AGENT, program):
        move(program, transition)


def _cyber(year, title, description):
    """The rules of [iMio-cyber] 000 with the deadlines of one year."""
    return add(
        api.portal.get()["cyber"]["subsides"],
        "imio.centrale.SubsidyProgram",
        id=f"subside-cyber-{year}",
        title=title,
        description=description,
        envelope=Decimal(data.ENVELOPE),
        amount_basis="incl_vat",
        categories=_categories(data.CATEGORIES),
        order_deadline=date(year, 6, 30),
        invoice_issue_deadline=date(year, 6, 30),
        dossier_deadline=clock.stored(datetime(year, 7, 5, 17, tzinfo=BRUSSELS)),
        invoice_copy_deadline=date(year, 8, 31),
        payment_expected=f"octobre {year}",
    )


def _small(year):
    """Too small for the orders that come: partial grants and a waiting list."""
    return add(
        api.portal.get()["smart"]["subsides"],
        "imio.centrale.SubsidyProgram",
        id=SMALL,
        title="Subside Smart (illustratif)",
        description=data.SMALL_NOTE,
        envelope=Decimal(data.SMALL_ENVELOPE),
        amount_basis="excl_vat",
        categories=_categories(data.SMALL_CATEGORIES),
        order_deadline=date(year, 12, 31),
    )


def _categories(rows):
    return [
        {
            "code": code,
            "min_users": minimum,
            "max_users": maximum,
            "amount": Decimal(amount),
        }
        for code, minimum, maximum, amount in rows
    ]


@dataclass(frozen=True)
class Event:
    """Something the agents did, so many business days ago."""

    days: int
    do: Callable

    def acts(self):
        """The one act of this course."""
        self.do(self.days)
        yield from ()


def raise_the_envelope(days):
    """The Region adds to it: those who wait are served."""
    program = api.portal.get()["smart"]["subsides"][SMALL]
    with act(ago(days, 15), AGENT, program):
        program.envelope = Decimal(data.SMALL_ENVELOPE_RAISED)
        program.change_reason = data.SMALL_CHANGE
        notify(ObjectModifiedEvent(program))


def prepare_a_batch(days):
    """One agent takes what can be paid, and freezes it for the tutelle."""
    program = api.portal.get()["smart"]["subsides"][SMALL]
    with act(ago(days, 9), AGENT, program):
        batch = add(
            program,
            "imio.centrale.LiquidationBatch",
            id=BATCH,
            title="Premier bordereau (fictif)",
            debtor_iban=data.DEBTOR_IBAN,
            entries=[
                {"mission": mission.UID(), "amount": None}
                for mission in payable_missions(program)
            ],
        )
        move(batch, "freeze")


def approve_the_batch(days):
    """Another one records the approval, and sends the payments to the bank."""
    program = api.portal.get()["smart"]["subsides"][SMALL]
    with act(ago(days, 9), SECOND_AGENT, program):
        batch = program[BATCH]
        batch.tutelle_reference = "DEMO-001"
        batch.tutelle_date = clock.today()
        move(batch, "approve")
        move(batch, "export")


def prepare_the_next_batch(days):
    """What the cyber centrale can pay by now waits for the approval of the tutelle."""
    subsidies = api.portal.get()["cyber"]["subsides"]
    program = next(each for each in subsidies.objectValues() if is_open(each))
    with act(ago(days, 9), AGENT, program):
        batch = add(
            program,
            "imio.centrale.LiquidationBatch",
            id=NEXT_BATCH,
            title="Bordereau à approuver (fictif)",
            debtor_iban=data.DEBTOR_IBAN,
            entries=[
                {"mission": mission.UID(), "amount": None}
                for mission in payable_missions(program)
            ],
        )
        move(batch, "freeze")


def is_open(program):
    return state_of(program) == "open"


def change_an_account(days):
    """An authority writes that its account is another one: it waits for a second agent."""
    authority = api.portal.get()[rooms.authorities_id()]["aubange"]
    with act(ago(days, 11), AGENT, authority):
        authority.iban = data.CHANGED_IBAN
        notify(ObjectModifiedEvent(authority))


def pay_the_batch(days):
    """The bank has paid."""
    program = api.portal.get()["smart"]["subsides"][SMALL]
    with act(ago(days, 16), SECOND_AGENT, program):
        move(program[BATCH], "pay")


EVENTS = (
    Event(13, raise_the_envelope),
    Event(8, prepare_a_batch),
    Event(7, approve_the_batch),
    Event(5, pay_the_batch),
    Event(2, change_an_account),
    Event(1, prepare_the_next_batch),
)
