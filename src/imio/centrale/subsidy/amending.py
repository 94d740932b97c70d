"""A change of the rules of a program that is open, or closed: recorded with its reason.

What was reserved or granted stays as it was written. What comes from then on counts by
the new rules, and so does an order that came and was refused: if they let it in it
enters now, in the order of the deposits. The envelope follows the same way: raised, it
serves the waiting list first; it is never lowered below what is committed.
"""

from imio.centrale import clock
from imio.centrale.content.program import rules_in
from imio.centrale.domain.amendment import Rehearsal
from imio.centrale.domain.amendment import rehearse
from imio.centrale.domain.reasons import reason
from imio.centrale.subsidy import late
from imio.centrale.subsidy import notices
from imio.centrale.subsidy.positions import book_of
from imio.centrale.subsidy.programs import actor
from imio.centrale.subsidy.programs import differences
from imio.centrale.subsidy.programs import note_version
from imio.centrale.subsidy.standings import missions_of
from imio.centrale.subsidy.standings import situation_of
from imio.centrale.subsidy.standings import standings_of
from imio.centrale.texts import text_reasons

import dataclasses


class Proposal:
    """A program as it would be: the values given, and for the rest those it has."""

    def __init__(self, program, values):
        self.program = program
        self.values = values

    def __getattr__(self, name):
        values = self.__dict__["values"]
        return values[name] if name in values else getattr(self.program, name)

    def rules(self):
        """The rules it would have."""
        return rules_in(self)

    def version(self):
        """The version of the rules that it would become."""
        last = self.program.rules_versions[-1]
        return dataclasses.replace(last, rules=self.rules(), envelope=self.envelope)

    def domain_categories(self):
        """Its categories, as the domain reads them."""
        return list(self.rules().categories)


def changes_of(program):
    """The names of what differs from the last version: rules, and ``envelope``.

    Empty for a program that never opened: its draft may change as it likes.
    """
    if not program.rules_versions:
        return []
    return differences(program.rules_versions[-1], program.rules(), program.envelope)


def amendment_reasons(program):
    """Why a program, or a proposal for it, cannot be saved.

    ``note_missing`` for a change without reason; ``envelope_below_commitments``.
    """
    if not changes_of(program):
        return []
    return [*_commitment_reasons(program), *_note_reasons(program.change_reason or "")]


def _commitment_reasons(program):
    book = book_of(program)
    committed = book.head["envelope"] - book.balance
    if program.envelope >= committed:
        return []
    return [reason("envelope_below_commitments", "envelope", committed=committed)]


def _note_reasons(note):
    found = text_reasons(reason_note=note)
    if not note.strip():
        found.append(reason("note_missing"))
    return [dataclasses.replace(each, field="change_reason") for each in found]


def record(program):
    """What changed becomes a version of the rules, with its reason."""
    note, program.change_reason = (program.change_reason or "").strip(), ""
    changes = changes_of(program)
    if not changes:
        return
    if "envelope" in changes:
        entries = book_of(program).change_envelope(
            program.envelope, clock.now(), actor(), note
        )
        notices.tell(program, entries)
    note_version(program, note)
    if changes != ["envelope"]:
        admit(program)


def admit(program):
    """The orders that were refused and that the new rules let in, in their order."""
    refused = [
        (order.received, order.UID(), mission)
        for mission, order in _orders_judged_by(program)
        if late.may_enter(order)
    ]
    for _received, _uid, mission in sorted(refused, key=lambda each: each[:2]):
        late.enter_late(mission)


def _orders_judged_by(program):
    for mission in missions_of(program):
        order = late.live_order(mission)
        if order is not None and late.was_judged_by(order, program):
            yield mission, order


def rehearsal_of(proposal):
    """What a proposal would do to the dossiers, as the domain says it; writes nothing.

    Nothing for a draft, or where no rule changes. Raises ``Refused``,
    ``envelope_below_commitments``.
    """
    program = proposal.program
    if not changes_of(proposal):
        return Rehearsal((), ())
    return rehearse(
        situation_of(program),
        proposal.rules(),
        proposal.envelope,
        standings_of(program),
    )
