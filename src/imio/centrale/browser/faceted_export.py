"""The list of missions as a file: the same filters and order, all the pages of it."""

from datetime import datetime
from functools import cached_property
from imio.centrale import _
from imio.centrale import clock
from imio.centrale.columns import amount_of
from imio.centrale.columns import due_of
from imio.centrale.domain.calendar import to_brussels
from imio.centrale.faceted.listing import MissionList
from imio.centrale.faceted.widgets import values_of
from imio.centrale.tables import list_file
from imio.centrale.tables.kinds import CSV
from imio.centrale.tables.kinds import XLSX
from Products.Five.browser import BrowserView
from zope.i18n import translate


#: (heading, width in characters)
COLUMNS = (
    (_("Code"), 16),
    (_("Subject"), 40),
    (_("Authority"), 30),
    (_("Kind of authority"), 22),
    (_("Province"), 18),
    (_("Market"), 30),
    (_("Lot"), 30),
    (_("Supplier"), 30),
    (_("Step"), 14),
    (_("State"), 20),
    (_("Next"), 16),
    (_("Before"), 18),
    (_("Amount excl. VAT"), 18),
    (_("Created"), 18),
    (_("Changed"), 18),
)
#: the columns that are the words for an index, in their place
WORDED = (
    "authority_uid",
    "authority_type",
    "province",
    "market_uid",
    "lot_uid",
    "supplier_uid",
    "centrale_step",
    "review_state",
    "next_actor",
)


class MissionsFile(BrowserView):
    """Base. ``uid``, given once or more, keeps those missions only."""

    kind = ""

    def __call__(self):
        day = f"{clock.today():%Y-%m-%d}"
        written = list_file.written(
            f"missions-{self.context.aq_parent.getId()}-{day}",
            self.kind,
            translate(_("Missions"), context=self.request),
            [translate(title, context=self.request) for title, _width in COLUMNS],
            [width for _title, width in COLUMNS],
            self.rows(),
        )
        return written.send(self.request.response)

    @cached_property
    def list(self):
        return MissionList(self.context, self.request, self.request.form)

    def rows(self):
        """One mission after another, as values."""
        wanted = set(values_of(self.request.form, "uid"))
        for record_id in self.list.in_order:
            brain = self.list.brain(record_id)
            if not wanted or brain.UID in wanted:
                yield self.row(brain)

    def row(self, brain):
        title = self.list.words.title
        words = [title(index, getattr(brain, index)) for index in WORDED]
        return (
            *(brain.tracking_code, brain.Title, *words),
            *(self.instant(due_of(brain)), amount_of(brain)),
            *(
                self.instant(each.asdatetime())
                for each in (brain.created, brain.modified)
            ),
        )

    def instant(self, value: datetime | None):
        return None if value is None else to_brussels(value)


class MissionsXlsx(MissionsFile):
    """``@@centrale-missions.xlsx``"""

    kind = XLSX


class MissionsCsv(MissionsFile):
    """``@@centrale-missions.csv``"""

    kind = CSV
