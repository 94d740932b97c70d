"""What waits for the agents of a centrale, found in the catalog and nowhere else.

A section is one kind of work. Its rows come sorted from the indexes, overdue first, so
that a page reads the brains it shows and no others; how many there are is the size of
the intersection of the indexes.
"""

from dataclasses import dataclass
from dataclasses import field
from datetime import datetime
from imio.centrale import clock
from imio.centrale import settings
from imio.centrale.columns import due_of
from imio.centrale.columns import read_instant
from imio.centrale.domain import desk
from imio.centrale.domain.calendar import BRUSSELS
from plone import api


ADHESION = "imio.centrale.Adhesion"
BATCH = "imio.centrale.LiquidationBatch"
CONSULTATION = "imio.centrale.Consultation"
ENQUIRY = "imio.centrale.Enquiry"
AUTHORITY = "imio.centrale.LocalAuthority"
MISSION = "imio.centrale.MissionRequest"
#: until when a row may wait: as long as the centrale gives itself, or its own due date
OURS, OWN, NEVER = "ours", "own", ""
#: parts of the range of due dates: all that has passed, or what passes soon
PAST, SOON = "past", "soon"


@dataclass(frozen=True, eq=False)
class Section:
    """One kind of work; ``step`` is 1 to 5, or 0 for what belongs to no step."""

    id: str
    step: int
    portal_type: str
    query: dict = field(default_factory=dict)
    #: index in whose order the rows stand
    sort_on: str = "state_since"
    due: str = OURS
    #: the part of the due dates it is about
    passing: str = ""
    #: the register of authorities belongs to every centrale of the site
    of_centrale: bool = True


def _missions(id, step, state):
    return Section(id, step, MISSION, {"review_state": state, "next_actor": "manager"})


def _by_due(id, step, portal_type, state, passing):
    query = {"review_state": state}
    return Section(id, step, portal_type, query, "due", OWN, passing)


SECTIONS = (
    Section("adhesions", 1, ADHESION, {"review_state": "submitted"}),
    _missions("requests", 2, "submitted"),
    _missions("cascades", 2, "consulting"),
    _by_due("expired", 2, CONSULTATION, "sent", PAST),
    _by_due("expiring", 2, CONSULTATION, "sent", SOON),
    _by_due("offers", 3, MISSION, "offered", PAST),
    _missions("orders", 4, "ordered"),
    _missions("closures", 5, "closing"),
    Section(
        "accounts",
        0,
        AUTHORITY,
        {"next_actor": "manager"},
        "modified",
        NEVER,
        of_centrale=False,
    ),
    Section(
        "batches",
        0,
        BATCH,
        {"review_state": ["draft", "frozen", "approved", "exported"]},
        "modified",
        NEVER,
    ),
    Section("enquiries", 0, ENQUIRY, {"review_state": "open"}, "created", OURS),
)
BY_ID = {section.id: section for section in SECTIONS}


@dataclass(frozen=True)
class Times:
    """Now, and what the site decided about days; read once for a page."""

    now: datetime
    centrale_days: int
    warning_days: int
    closed: tuple

    @property
    def soon(self):
        return desk.soon(self.now, self.warning_days, self.closed)


def times():
    """The times of this request."""
    return Times(
        clock.now(),
        settings.get("centrale_days"),
        settings.get("warning_days"),
        tuple(settings.get("closing_days")),
    )


def found(section, centrale, times, limit=None):
    """The brains of a section, the most urgent first; ``actual_result_count`` of all."""
    query = {"portal_type": section.portal_type, **section.query, **limits(limit)}
    if section.of_centrale:
        query["centrale_uid"] = centrale.UID()
    if section.passing:
        query["due"] = _range(section.passing, times)
    catalog = api.portal.get_tool("portal_catalog")
    return catalog(sort_on=section.sort_on, **query)


def limits(limit):
    """So many rows, or all."""
    return {} if limit is None else {"sort_limit": limit}


def _range(passing, times):
    """Due dates are indexed as ISO texts of Brussels, which sort as the instants do."""
    now = times.now.isoformat()
    if passing == PAST:
        return {"query": now, "range": "max"}
    return {"query": (now, times.soon.isoformat()), "range": "min:max"}


def wait_of(brain, section, times):
    """Since when, and until when; the domain says what that means."""
    since = _since(brain)
    if section.due == OWN:
        due = due_of(brain)
    elif section.due == OURS:
        due = desk.due_within(since, times.centrale_days, times.closed)
    else:
        due = None
    return desk.Wait(brain.UID, since, due)


def _since(brain):
    """When it entered its state; what has no such column, when it was made."""
    known = read_instant(getattr(brain, "state_since", None))
    return known or brain.created.asdatetime().astimezone(BRUSSELS)
