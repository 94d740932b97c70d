"""The list of missions as a file: the same filters and order, all the pages of it."""

from datetime import datetime
from functools import cached_property
from imio.centrale import _
from imio.centrale import clock
from imio.centrale.browser.ledger_export import Lines
from imio.centrale.browser.offer_conformity import XLSX
from imio.centrale.columns import amount_of
from imio.centrale.columns import due_of
from imio.centrale.domain.calendar import to_brussels
from imio.centrale.faceted.listing import MissionList
from imio.centrale.faceted.widgets import values_of
from imio.centrale.tables.list_file import csv_lines
from imio.centrale.tables.list_file import write_xlsx
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

    extension = ""

    def __call__(self):
        day = f"{clock.today():%Y-%m-%d}"
        name = f"missions-{self.context.aq_parent.getId()}-{day}.{self.extension}"
        response = self.request.response
        response.setHeader("Content-Type", self.media_type)
        response.setHeader("Content-Disposition", f'attachment; filename="{name}"')
        response.setHeader("Cache-Control", "no-store")
        return self.file()

    @cached_property
    def list(self):
        return MissionList(self.context, self.request, self.request.form)

    @property
    def headers(self):
        return [translate(title, context=self.request) for title, _width in COLUMNS]

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

    extension = "xlsx"
    media_type = XLSX

    def file(self):
        title = translate(_("Missions"), context=self.request)
        widths = [width for _title, width in COLUMNS]
        return write_xlsx(title, self.headers, widths, self.rows())


class MissionsCsv(MissionsFile):
    """``@@centrale-missions.csv``: read here, written while it is sent."""

    extension = "csv"
    media_type = "text/csv; charset=utf-8"

    def file(self):
        return Lines(csv_lines(self.headers, list(self.rows())))
