"""The views of a list that somebody keeps: a name for filters and an order.

Names are compared as people read them: without regard to case and blanks around.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from imio.centrale.domain.reasons import Reason
from imio.centrale.domain.reasons import reason


#: views that one person keeps
MOST_VIEWS = 20
#: characters of a name
LONGEST_NAME = 60
#: characters of the filters, as they stand in an address
LONGEST_QUERY = 4000


@dataclass(frozen=True)
class SavedView:
    """``query`` is what stands in the address of the list; ``shared`` with the agents."""

    name: str
    query: str
    shared: bool = False


def clean_name(text: str) -> str:
    """The name without blanks around or doubled."""
    return " ".join(text.split())


def naming_reasons(name: str, taken: Iterable[str]) -> list[Reason]:
    """Why a view cannot have that name: ``view_name_missing``, ``view_name_too_long``,
    ``view_name_taken`` by another view of the same person.
    """
    if not name:
        return [reason("view_name_missing", "name")]
    if len(name) > LONGEST_NAME:
        return [reason("view_name_too_long", "name", most=LONGEST_NAME)]
    if name.casefold() in {each.casefold() for each in taken}:
        return [reason("view_name_taken", "name", name=name)]
    return []


def saving_reasons(name: str, query: str, taken: Iterable[str]) -> list[Reason]:
    """Why a new view is not kept: its name, ``too_many_views``, ``view_too_long``."""
    taken = list(taken)
    reasons = naming_reasons(name, taken)
    if len(taken) >= MOST_VIEWS:
        reasons.append(reason("too_many_views", most=MOST_VIEWS))
    if len(query) > LONGEST_QUERY:
        reasons.append(reason("view_too_long"))
    return reasons
