"""``@@centrale-figures``: the figures of the activity report, with their pictures."""

from functools import cached_property
from imio.centrale import _
from imio.centrale import figures
from imio.centrale import figures_wording as wording
from imio.centrale.browser import charts
from imio.centrale.browser import figures_charts
from imio.centrale.browser import figures_map
from imio.centrale.browser import figures_sheets
from imio.centrale.browser import showing
from imio.centrale.browser.asked import text_of
from imio.centrale.browser.base import Macros
from imio.centrale.browser.base import Page
from imio.centrale.browser.figures_cells import count
from imio.centrale.browser.figures_cells import decimal
from imio.centrale.browser.figures_cells import table_of
from imio.centrale.browser.figures_focus import Focus
from imio.centrale.domain import figures_public as public
from imio.centrale.lookup import search
from imio.centrale.subsidy.positions import book_of
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from urllib.parse import urlencode
from zExceptions import Unauthorized


PAGE = "@@centrale-figures"
DOSSIERS = "@@centrale-figures-dossiers"
FILE = "@@centrale-figures-file"
ASKED = ("year", "market")
#: the parts of a bar of the funnel
FUNNEL_PARTS = {
    "on": _("Went on"),
    "waiting": _("Wait there"),
    "stopped": _("Stopped there"),
}
#: the parts of an envelope, from what is done to what is still to have
SUBSIDY_PARTS = {
    "liquidated": _("Paid"),
    "granted": _("Granted, not yet paid"),
    "reserved": _("Reserved"),
    "free": _("Free"),
}


#: part of any picture -> how it is filled
PATTERNS = {
    "member": "full",
    "begun": "hatched",
    "on": "full",
    "waiting": "dotted",
    "stopped": "hatched",
    "liquidated": "full",
    "granted": "hatched",
    "reserved": "dotted",
}
BOXES = {
    "process": _("Lead times of the procedure"),
    "deliveries": _("From the order to the delivery, by lot"),
}


class FiguresMacros(Macros):
    """``context/@@centrale-figures-macros/<name>``: tables and pictures."""

    index = ViewPageTemplateFile("templates/figures_macros.pt")


class FiguresBase(Page):
    """Base: what is asked for, and the figures of it. Raises ``Refused`` for a year or a
    market that there are none of.
    """

    buttons = links = ()
    state_title = ""

    def __call__(self):
        if not self.may_read:
            raise Unauthorized(self.__name__)
        return self.answer()

    def answer(self):
        """The page, or the file."""
        return self.index()

    @cached_property
    def reads_all(self):
        return figures.may_read_all(self.context)

    @property
    def may_read(self):
        return self.reads_all

    @property
    def kind(self):
        return self.context.title

    @property
    def back(self):
        return showing.link(self.context)

    def facts(self):
        return []

    @cached_property
    def asked(self):
        """What is asked, as text: nothing means this year, and every market."""
        asked = {name: text_of(self.request, name) for name in ASKED}
        return asked if self.reads_all else {**asked, "market": ""}

    @cached_property
    def found(self):
        is_public = not self.reads_all
        return figures.figures_of(self.context, **self.asked, is_public=is_public)

    @cached_property
    def words(self):
        titles = {uid: lot.title for uid, lot in self.found.lots.items()}
        return wording.Words(self.request, {**titles, **self.found.markets})

    @cached_property
    def sheets(self):
        """Id -> table, of those that this user may read."""
        if self.reads_all:
            return figures_sheets.all_sheets(self.found, self.words)
        return figures_sheets.public_sheets(self.found, self.words)

    def address_of(self, view, **more):
        """The way to another page on the same figures."""
        given = {**self.asked, **more}
        query = urlencode({name: value for name, value in given.items() if value})
        return f"{self.context.absolute_url()}/{view}?{query}"

    def behind(self, address):
        """The way to the dossiers of a figure."""
        return self.address_of(DOSSIERS, figure=address)

    @property
    def period_text(self):
        """Of which days, read when: what makes the figures again."""
        period = self.found.period
        values = {
            "first": showing.day(period.first),
            "last": showing.day(period.last),
            "instant": showing.instant(self.found.instant),
        }
        text = _(
            "From ${first} to ${last}, read on ${instant}.",
            mapping=values,
        )
        return self.translate(text)

    @property
    def left_out_text(self):
        """That these are not the figures of every lot; empty when they are."""
        if not self.found.left_out:
            return ""
        return self.translate(_("Sensitive lots are left out of these figures."))


class FiguresPage(FiguresBase):
    """Every figure with its table for agents and auditors; totals for anybody else."""

    @property
    def may_read(self):
        return figures.may_read(self.context)

    @property
    def title(self):
        year = self.found.period.year
        return self.translate(_("Figures of ${year}", mapping={"year": str(year)}))

    # -- what can be asked -------------------------------------------------------------

    @property
    def years(self):
        """Those that can be chosen, with the one that is shown."""
        shown = self.found.period.year
        return sorted({shown, *figures.years_of(self.context)}, reverse=True)

    def is_year(self, year):
        return year == self.found.period.year

    # -- at a glance -------------------------------------------------------------------

    @cached_property
    def glance(self):
        """(label, number, way to what stands behind), of what people ask first."""
        report = self.found.report
        members, total = report.members, report.total
        shown = (
            ("members", members.total.members, "members"),
            ("joined", members.joined, "joined"),
            ("in_progress", members.in_progress, "in_progress"),
            ("requests", total.requests, "requests"),
            ("orders", total.orders, "orders"),
            ("production", total.production, "production"),
        )
        return [
            {
                "label": self.translate(wording.FIGURES[name]),
                "number": count(figure.number),
                "url": self.behind(address) if self.reads_all and figure.uids else "",
            }
            for name, figure, address in shown
            if self.reads_all or self.is_told(name, figure)
        ]

    def is_told(self, name, figure):
        """Whether anybody may read that number."""
        return name in ("members", "joined", "orders") and public.is_published(figure)

    @property
    def inhabitants(self):
        """Of the municipalities that are members."""
        members = self.found.report.members
        if not members.inhabitants or not self.is_told(
            "members", members.communes.members
        ):
            return ""
        return self.translate(
            _(
                "The municipalities that are members have ${number} inhabitants.",
                mapping={"number": count(members.inhabitants)},
            )
        )

    # -- tables --------------------------------------------------------------------------

    def has(self, *sheet_ids):
        """Those of the tables that are there and hold something."""
        found = (self.sheets.get(each) for each in sheet_ids)
        return [sheet for sheet in found if sheet is not None and sheet.rows]

    def table(self, sheet):
        return table_of(sheet, self.behind)

    def file_url(self, sheet, kind):
        return self.address_of(FILE, table=sheet.id, format=kind)

    # -- pictures ------------------------------------------------------------------------

    @cached_property
    def provinces(self):
        """The cartogram; names of members are public where the figures are."""
        return figures_map.provinces(self.found, self.words) if self.reads_all else []

    @property
    def is_whole_map(self):
        """Whether every province is there: then each has its place on the page."""
        shown = {province.id for province in self.provinces}
        return shown.issuperset(figures_map.WALLONIA)

    @property
    def tile_legend(self):
        return [(key, self.translate(text)) for key, text in figures_map.STATES.items()]

    def tile_state(self, tile):
        return self.translate(figures_map.STATES[tile.state])

    def province_text(self, province):
        """A province in words."""
        values = {
            "members": province.counts["member"],
            "begun": province.counts["begun"],
            "whole": province.whole,
        }
        return self.translate(
            _(
                "${members} members and ${begun} adhesions in progress, of ${whole} municipalities of the register",
                mapping=values,
            )
        )

    def tile_text(self, tile):
        return f"{tile.name} – {self.tile_state(tile)}"

    @cached_property
    def funnel(self):
        """The bars of the steps; none without request."""
        steps = self.found.report.funnel
        if not self.reads_all or not steps[0].reached.uids:
            return []
        return figures_charts.funnel_bars(steps)

    def step_title(self, bar):
        return self.translate(wording.STEPS[bar.step.name])

    def bar_label(self, bar):
        """A step, and how many reached it."""
        return f"{self.step_title(bar)} – {count(bar.step.reached.number)}"

    @property
    def funnel_parts(self):
        return [(key, self.translate(text)) for key, text in FUNNEL_PARTS.items()]

    def funnel_part_text(self, part):
        return f"{self.translate(FUNNEL_PARTS[part.name])}: {count(int(part.amount))}"

    @property
    def funnel_text(self):
        """The funnel in words."""
        return "; ".join(self.bar_label(bar) for bar in self.funnel)

    @cached_property
    def process(self):
        """Boxes of the parts of the procedure, with their scale."""
        times = self.found.report.times if self.reads_all else ()
        rows = [
            (self.translate(wording.SPANS[each.span.name]), each, None)
            for each in times
        ]
        return figures_charts.boxes(rows)

    @cached_property
    def deliveries(self):
        """Boxes of the lots, from the order to the delivery, with what was promised."""
        sheets = figures_sheets
        found = sheets.deliveries if self.reads_all else sheets.public_deliveries
        rows = [(lot.title, each, lot.promised) for lot, each in found(self.found)]
        return figures_charts.boxes(rows)

    def box_text(self, box):
        """A box in words."""
        values = {
            "title": box.title,
            "number": box.times.number,
            "least": box.times.least,
            "median": decimal(box.times.median),
            "most": box.times.most,
        }
        return self.translate(
            _(
                "${title}: median ${median} days, from ${least} to ${most}, of ${number} missions",
                mapping=values,
            )
        )

    def boxes_text(self, boxes):
        return "; ".join(map(self.box_text, boxes))

    @cached_property
    def subsidies(self):
        """The envelope of each program: its title and the parts of the bar."""
        programs = self.found.programs if self.reads_all else []
        return [
            {
                "id": f"centrale-envelope-{number}",
                "title": program.title,
                "url": program.absolute_url(),
                "parts": charts.meter(envelope_of(book_of(program))),
            }
            for number, program in enumerate(programs, start=1)
        ]

    def subsidy_part_text(self, part):
        title = self.translate(SUBSIDY_PARTS[part.name])
        return f"{title} – {showing.euros(part.amount)} ({part.share})"

    def subsidy_text(self, parts):
        return "; ".join(map(self.subsidy_part_text, parts))

    @property
    def subsidy_parts(self):
        return [(key, self.translate(text)) for key, text in SUBSIDY_PARTS.items()]

    # -- drawing -------------------------------------------------------------------------

    def fill(self, name):
        """The pattern of a part; those that hold nothing are empty."""
        pattern = PATTERNS.get(name)
        return f"url(#centrale-{pattern})" if pattern else "none"

    def days_text(self, days, is_last):
        """A mark of the scale; the last one says what it counts."""
        if not is_last:
            return count(days)
        return self.translate(_("${number} days", mapping={"number": count(days)}))

    def box_label(self, box):
        """The title and the median, which people look for."""
        median = decimal(box.times.median)
        days = self.translate(_("${number} days", mapping={"number": median}))
        return f"{box.title} – {days}"

    def box_title(self, name):
        return self.translate(BOXES[name])

    # -- one authority -------------------------------------------------------------------

    @cached_property
    def authority(self):
        return text_of(self.request, "authority")

    @cached_property
    def focus(self):
        """What the authority asked for chose; ``None`` when none is asked for."""
        if not self.reads_all or not self.authority:
            return None
        return Focus(self.found, self.authority, self.words)

    @cached_property
    def authorities(self):
        """(UID, name) of the register, by name."""
        if not self.reads_all:
            return []
        brains = search(portal_type=figures.AUTHORITY, sort_on="sortable_title")
        return [(brain.UID, brain.Title) for brain in brains]


def envelope_of(book):
    """The parts of an envelope, which add up to it."""
    return {
        name: book.balance if name == "free" else book.head[name]
        for name in SUBSIDY_PARTS
    }
