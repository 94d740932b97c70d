"""``@@centrale-desk``: what waits for the agents, from the catalog only."""

from functools import cached_property
from imio.centrale import _
from imio.centrale import clock
from imio.centrale import waiting
from imio.centrale.browser import showing
from imio.centrale.browser.asked import Paged
from imio.centrale.browser.asked import text_of
from imio.centrale.browser.base import brain_state
from imio.centrale.browser.base import Page
from imio.centrale.browser.indicators import indicators_link
from imio.centrale.browser.lateness import age
from imio.centrale.browser.lateness import late
from imio.centrale.browser.mission import STEP_TITLES
from imio.centrale.browser.showing import Cell
from imio.centrale.domain import desk
from imio.centrale.domain.procedure import STEPS
from imio.centrale.lookup import brains_of
from imio.centrale.parties import may_view
from imio.centrale.rooms import ROOMS
from imio.centrale.subsidy.positions import book_of
from plone import api
from plone.batching import Batch
from urllib.parse import urlencode


#: rows of a section on the desk, and of one section alone
TOP, ALL = 10, 50
#: what is to be done, in the words of the heading, and how
TITLES = {
    "adhesions": _("Adhesions to activate"),
    "requests": _("Requests to put to the suppliers"),
    "cascades": _("Cascades to decide"),
    "expired": _("Consultations that have expired"),
    "expiring": _("Consultations about to expire"),
    "offers": _("Offers that are no longer valid"),
    "orders": _("Orders to confirm"),
    "closures": _("Closure files to check"),
    "accounts": _("Accounts that wait for a second person"),
    "batches": _("Batches of payments to finish"),
    "enquiries": _("Questions to answer"),
}
HELP = {
    "adhesions": _("Check the deliberation, then activate."),
    "requests": _("Consult the first rank."),
    "cascades": _("Every rank has been consulted: choose one again, or stop there."),
    "expired": _("Without an answer the next rank is consulted."),
    "expiring": _("A call to the supplier may save a rank."),
    "offers": _("The authority can no longer order: ask the supplier for a new one."),
    "orders": _("Compare the order with the offer that was accepted."),
    "closures": _("Compare the invoice with the order, then accept or send back."),
    "accounts": _("Nothing is paid on them until then."),
    "batches": _("Have them approved, send them to the bank, note what was paid."),
    "enquiries": _("People wait for your answer."),
}
OTHER_WORK = _("Subsidy, accounts and questions")
#: headings of the columns; each has a method of the page
CODE = ("code", _("Code"))
SUBJECT = ("subject", _("Subject"))
AUTHORITY = ("authority", _("Authority"))
LOT = ("lot", _("Lot"))
SUPPLIER = ("supplier", _("Supplier"))
AMOUNT = ("amount", _("Amount excl. VAT"))
STATE = ("state_of_row", _("State"))
TITLE = ("title_of_row", _("Title"))
MISSION_COLUMNS = (CODE, SUBJECT, AUTHORITY, LOT)
CSS = {"number": "text-end text-nowrap", "code": "text-nowrap"}
COLUMNS = {
    "adhesions": (("title_of_row", _("Authority")),),
    "expired": (*MISSION_COLUMNS, SUPPLIER),
    "expiring": (*MISSION_COLUMNS, SUPPLIER),
    "orders": (*MISSION_COLUMNS, AMOUNT),
    "closures": (*MISSION_COLUMNS, AMOUNT),
    "accounts": (("account", _("Authority")),),
    "batches": (TITLE, STATE),
    "enquiries": (TITLE, ("code", _("Dossier"))),
}


def shown(cell, column):
    """A cell as the page has it; the heading goes with it on narrow screens."""
    css = CSS.get(cell.kind, "")
    return {"text": cell.text, "url": cell.url, "css": css, "label": column.text}


class DeskPage(Paged, Page):
    """What waits for the centrale, step by step; or one section, with all its rows."""

    state_title = ""

    @property
    def title(self):
        return self.translate(_("My work"))

    @property
    def kind(self):
        return self.context.title

    @cached_property
    def times(self):
        return waiting.times()

    @cached_property
    def asked(self):
        """The one section asked for, or ``None``."""
        return waiting.BY_ID.get(text_of(self.request, "section"))

    @cached_property
    def found(self):
        """Section -> its most urgent brains, which know how many there are."""
        if self.asked is not None:
            return {
                self.asked: waiting.found(self.asked, self.context, self.times),
            }
        return {
            section: waiting.found(section, self.context, self.times, TOP)
            for section in waiting.SECTIONS
        }

    @cached_property
    def batch(self):
        """The rows of the one section asked for, a page at a time."""
        return Batch(self.found[self.asked], ALL, start=self.start)

    @cached_property
    def brains(self):
        """Section -> the brains that are shown."""
        if self.asked is not None:
            return {self.asked: list(self.batch)}
        return {section: list(found)[:TOP] for section, found in self.found.items()}

    # -- what the brains name ----------------------------------------------------------

    @cached_property
    def named(self):
        """UID -> brain of the authorities, lots and suppliers that are named."""
        return brains_of(
            uid
            for brains in self.brains.values()
            for brain in brains
            for uid in (brain.authority_uid, brain.lot_uid, brain.supplier_uid)
            if isinstance(uid, str)
        )

    @cached_property
    def missions(self):
        """Tracking code -> brain of the missions of the pieces that are shown."""
        codes = {
            brain.tracking_code
            for section, brains in self.brains.items()
            if section.portal_type in (waiting.CONSULTATION, waiting.ENQUIRY)
            for brain in brains
            if isinstance(brain.tracking_code, str)
        }
        if not codes:
            return {}
        catalog = api.portal.get_tool("portal_catalog")
        found = catalog(portal_type=waiting.MISSION, tracking_code=sorted(codes))
        return {brain.tracking_code: brain for brain in found}

    def title_of(self, uid):
        brain = self.named.get(uid)
        return Cell(brain.Title if brain is not None else "")

    # -- cells -------------------------------------------------------------------------

    def mission_of(self, brain):
        """The mission a row is about; the row itself when it is one."""
        return self.missions.get(brain.tracking_code, brain)

    def code(self, brain):
        if not isinstance(brain.tracking_code, str):
            return Cell()
        url = self.mission_of(brain).getURL()
        return Cell(brain.tracking_code, url, kind="code")

    def subject(self, brain):
        return Cell(self.mission_of(brain).Title)

    def authority(self, brain):
        return self.title_of(brain.authority_uid)

    def lot(self, brain):
        return self.title_of(brain.lot_uid)

    def supplier(self, brain):
        return self.title_of(brain.supplier_uid)

    def amount(self, brain):
        return Cell(showing.euros(brain.amount_excl_vat or None), kind="number")

    def state_of_row(self, brain):
        return brain_state(brain, self.request)

    def title_of_row(self, brain):
        return Cell(brain.Title, brain.getURL())

    def account(self, brain):
        return Cell(brain.Title, f"{brain.getURL()}/@@centrale-account")

    # -- sections ----------------------------------------------------------------------

    @cached_property
    def sections(self):
        """Every section as it is shown, those without rows too."""
        return [self.section(section) for section in self.found]

    @property
    def row_titles(self):
        """The headings that every section has after its own."""
        return {
            "age": self.translate(_("Waits")),
            "due": self.translate(_("Before")),
        }

    def section(self, section):
        methods = COLUMNS.get(section.id, MISSION_COLUMNS)
        columns = [self.heading_of(*column) for column in methods]
        count = self.found[section].actual_result_count
        url = f"{self.context.absolute_url()}/@@centrale-desk?section={section.id}"
        return {
            "id": section.id,
            "step": section.step,
            "title": self.translate(TITLES[section.id]),
            "help": self.translate(HELP[section.id]),
            "count": count,
            "url": f"#{section.id}" if self.asked is None else "",
            "all_url": url if self.asked is None and count > TOP else "",
            "list_url": self.list_url(section) if count else "",
            "columns": columns,
            "rows": self.rows(section, methods, columns),
            "dated": bool(section.due),
        }

    def heading_of(self, method, title):
        kind = "number" if method == "amount" else ""
        return Cell(self.translate(title), kind=kind)

    def list_url(self, section):
        """The list of missions, with the same ones in it."""
        if section.portal_type != waiting.MISSION or not self.missions_room:
            return ""
        query = {"state": section.query["review_state"]}
        if "next_actor" in section.query:
            query["actor"] = section.query["next_actor"]
        return f"{self.missions_room}?{urlencode(query)}"

    @cached_property
    def missions_room(self):
        room = self.context.get("missions")
        return room.absolute_url() if room is not None else ""

    def rows(self, section, methods, columns):
        """The most urgent first."""
        brains = {brain.UID: brain for brain in self.brains[section]}
        waits = [
            waiting.wait_of(brain, section, self.times) for brain in brains.values()
        ]
        return [
            self.row(brains[wait.key], wait, methods, columns)
            for wait in desk.in_order(waits, self.times.now)
        ]

    def row(self, brain, wait, methods, columns):
        cells = [getattr(self, method)(brain) for method, _title in methods]
        due = clock.day_of(wait.due) if wait.due is not None else None
        return {
            "cells": list(map(shown, cells, columns)),
            "age": self.translate(age(wait, self.times.now)),
            "due": showing.day(due),
            "late": self.translate(late(wait, self.times.now)),
        }

    @property
    def groups(self):
        """The sections that hold something, step by step."""
        titles = {number: f"{number}. {self.step(name)}" for number, name in STEPS}
        titles[0] = self.translate(OTHER_WORK)
        found = (
            {
                "title": title,
                "sections": [
                    section
                    for section in self.sections
                    if section["step"] == number and section["rows"]
                ],
            }
            for number, title in titles.items()
        )
        return [group for group in found if group["sections"]]

    def step(self, name):
        return self.translate(STEP_TITLES[name])

    @property
    def total(self):
        return sum(section["count"] for section in self.sections)

    # -- besides -----------------------------------------------------------------------

    @cached_property
    def program(self):
        """The open subsidy program and what is left of it; ``None`` without one.

        Its ledger keeps the balance: it is the one object that is read.
        """
        catalog = api.portal.get_tool("portal_catalog")
        brains = catalog(
            portal_type="imio.centrale.SubsidyProgram",
            centrale_uid=self.context.UID(),
            review_state="open",
            sort_limit=1,
        )
        if not brains:
            return None
        balance = book_of(brains[0].getObject()).balance
        return {
            "title": brains[0].Title,
            "url": brains[0].getURL(),
            "balance": showing.euros(balance),
        }

    @property
    def rooms(self):
        """The folders of the centrale, and the figures of the indicators."""
        found = (self.context.get(room_id) for room_id, *rest in ROOMS)
        rooms = [
            showing.link(room) for room in found if room is not None and may_view(room)
        ]
        return rooms + indicators_link(self.context, self.translate)
