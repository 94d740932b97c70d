"""Joining a centrale, and what the adhesion opens.

"Seuls les Pouvoirs locaux ayant soumis leur adhésion à la centrale d'achat [...] sont
en mesure d'exploiter les moyens" ([iMio-cyber] text 000 point 1). The subsidy depends
on the number of users as it was declared (point 9).
"""

from collections.abc import Sequence
from datetime import date
from imio.centrale.domain.deliberation import deliberation_reasons
from imio.centrale.domain.reasons import Reason
from imio.centrale.domain.reasons import reason


ACTIVE = "active"

#: The day of a declaration and the number of users declared that day.
Declaration = tuple[date, int]


def activation_reasons(
    has_deliberation: bool, deliberation_date: date | None, organ: str | None
) -> list[Reason]:
    """What an adhesion lacks to be activated."""
    return deliberation_reasons(has_deliberation, deliberation_date, organ)


def ordering_reasons(adhesion_state: str | None) -> list[Reason]:
    """``adhesion_missing`` unless the authority's adhesion to the centrale is active.

    ``None`` is for an authority that has no adhesion there.
    """
    return [] if adhesion_state == ACTIVE else [reason("adhesion_missing")]


def check_declarations(
    old_rows: Sequence[Declaration], new_rows: Sequence[Declaration]
) -> list[Reason]:
    """``declaration_rewritten`` for each old row that is changed, moved or left out.

    A later number of users is a new declaration, written after the others.
    """
    kept = dict(enumerate(map(tuple, new_rows)))
    return [
        reason("declaration_rewritten", f"declarations.{i}")
        for i, row in enumerate(old_rows)
        if kept.get(i) != tuple(row)
    ]
