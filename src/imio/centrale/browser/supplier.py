"""``@@centrale-supplier``: what a supplier has to do, and where its missions stand."""

from functools import cached_property
from imio.centrale import _
from imio.centrale import clock
from imio.centrale import members
from imio.centrale import parties
from imio.centrale import settings
from imio.centrale.browser import showing
from imio.centrale.browser.asked import BATCH_SIZE
from imio.centrale.browser.asked import Paged
from imio.centrale.browser.asked import text_of
from imio.centrale.browser.base import Page
from imio.centrale.browser.lateness import age
from imio.centrale.browser.mission import actor_name
from imio.centrale.browser.mission import STEP_TITLES
from imio.centrale.browser.own_title import OwnTitle
from imio.centrale.browser.showing import Cell
from imio.centrale.browser.time_left import in_words
from imio.centrale.columns import due_of
from imio.centrale.columns import read_day
from imio.centrale.columns import read_instant
from imio.centrale.content.closure import IClosureFile
from imio.centrale.domain import procedure
from imio.centrale.domain import supplier_tasks as tasks
from imio.centrale.domain.calendar import is_overdue
from imio.centrale.domain.desk import Wait
from imio.centrale.domain.procedure import STEPS
from imio.centrale.domain.time_left import time_left
from imio.centrale.lookup import titles_of
from imio.centrale.supplier_work import CONSULTATIONS
from imio.centrale.supplier_work import OFFERS
from imio.centrale.supplier_work import TO_DO
from imio.centrale.supplier_work import Work
from plone.batching import Batch
from urllib.parse import urlencode


#: rows of a section that stand there at first
TOP = 10
#: sections that have a page of their own
SECTIONS = (CONSULTATIONS, TO_DO, OFFERS)
#: what is to be done, in words
TASKS = {
    tasks.MAKE_OFFER: _("Make the offer"),
    tasks.CONTINUE_OFFER: _("Continue the offer"),
    tasks.REVISE_OFFER: _("Revise the offer that was sent back"),
    tasks.DEPOSIT_CLOSURE: _("Deposit the closure file"),
    tasks.CONTINUE_CLOSURE: _("Continue the closure file"),
    tasks.CORRECT_CLOSURE: _("Correct the closure file that was sent back"),
}
#: what is waited for, in words
WAITING = {
    tasks.OFFER_WAITS: _("The authority reads your offer."),
    tasks.ORDER_WAITS: _("Your offer is accepted: the authority prepares its order."),
    tasks.CONFIRMATION_WAITS: _("The centrale confirms the order."),
    tasks.ACCEPTANCE_WAITS: _("The centrale checks your closure file."),
}
OFFER_TASKS = (tasks.CONTINUE_OFFER, tasks.REVISE_OFFER)
CLOSURE_TASKS = (tasks.CONTINUE_CLOSURE, tasks.CORRECT_CLOSURE, tasks.DEPOSIT_CLOSURE)
ADDED = {
    tasks.MAKE_OFFER: "++add++imio.centrale.Offer",
    tasks.DEPOSIT_CLOSURE: "++add++imio.centrale.ClosureFile",
}


def instant(text):
    """An ISO instant of the catalog, as people read it; nothing without one."""
    return showing.instant(read_instant(text))


def day(text):
    """An ISO day of the catalog, as people read it."""
    return showing.day(read_day(text))


def edit_url(brain):
    """Where a draft is continued; what was sent back is looked at first."""
    url = brain.getURL()
    return f"{url}/edit" if brain.review_state == "draft" else url


class SupplierPage(Paged, OwnTitle, Page):
    """One supplier at a time: who is in the groups of several chooses.

    Each section shows its first rows, says how many there are, and leads to all of
    them: on the page of that section alone, or in the list of missions.
    """

    state_title = ""

    @property
    def title(self):
        return self.translate(_("My missions"))

    # -- which rows --------------------------------------------------------------------

    @cached_property
    def asked(self):
        """The one section asked for; empty for all."""
        asked = text_of(self.request, "section")
        return asked if asked in SECTIONS else ""

    def cut(self, section):
        """The record ids of a section that are shown."""
        if not self.asked:
            return self.work.ids(section)[:TOP]
        return list(self.batch) if section == self.asked else []

    @cached_property
    def batch(self):
        """The rows of the one section asked for, a page at a time."""
        return Batch(self.work.ids(self.asked), BATCH_SIZE, start=self.start)

    def has(self, section):
        """Whether a section stands on this page."""
        return self.asked in ("", section)

    def count(self, section):
        return len(self.work.ids(section))

    def all_url(self, section):
        """The page of a section alone, when there is more than is shown."""
        if self.asked or self.count(section) <= TOP:
            return ""
        return self.address(section=section)

    def address(self, **query):
        """This page, for the same supplier."""
        if len(self.suppliers) > 1:
            query["supplier"] = self.supplier
        url = f"{self.context.absolute_url()}/@@centrale-supplier"
        return f"{url}?{urlencode(query)}" if query else url

    def list_url(self, state):
        """The list of missions, with those of the supplier in a state."""
        query = urlencode({"state": state, "supplier": self.supplier})
        return f"{self.context.absolute_url()}/missions?{query}"

    # -- whose work it is --------------------------------------------------------------

    @cached_property
    def suppliers(self):
        """UID -> name of the suppliers for whom the user acts, by name."""
        return titles_of(parties.own_suppliers())

    @cached_property
    def supplier(self):
        """The UID of the one that is shown; empty for who acts for none."""
        asked = text_of(self.request, "supplier")
        return asked if asked in self.suppliers else next(iter(self.suppliers), "")

    @property
    def supplier_title(self):
        return self.suppliers.get(self.supplier, "")

    @cached_property
    def work(self):
        return Work(self.context, self.supplier, self.cut)

    # -- consultations -----------------------------------------------------------------

    @cached_property
    def consultations(self):
        """To answer, with the time left; one whose mission is out of sight is left out."""
        known = self.work.by_code
        return [
            self.consultation(brain, known[brain.tracking_code])
            for brain in self.work.consultations
            if brain.tracking_code in known
        ]

    def consultation(self, brain, mission):
        due = due_of(brain)
        left = time_left(due, clock.now(), self.closed)
        return {
            **self.dossier(mission),
            "due": showing.instant(due),
            "left": in_words(left, self.request),
            "css": self.urgency(left),
            "overdue": left.overdue,
        }

    @cached_property
    def closed(self):
        """The days that the site closes."""
        return frozenset(settings.get("closing_days"))

    @cached_property
    def warning_days(self):
        return settings.get("warning_days")

    def urgency(self, left):
        """A colour beside the words."""
        if left.overdue or left.today:
            return "text-bg-danger"
        near = left.days < self.warning_days
        return "text-bg-warning" if near else "text-bg-secondary"

    def dossier(self, mission):
        """What names a mission."""
        return {
            "code": mission.tracking_code,
            "title": mission.Title,
            "url": mission.getURL(),
            "authority": self.work.name_of(mission.authority_uid),
            "lot": self.work.name_of(mission.lot_uid),
        }

    # -- what is to be done ------------------------------------------------------------

    @cached_property
    def to_do(self):
        return [self.thing_to_do(each) for each in self.work.to_do]

    def thing_to_do(self, dossier):
        return {
            **self.dossier(dossier.mission),
            "act": self.translate(TASKS[dossier.task]),
            "act_url": self.act_url(dossier),
            "since": self.since(dossier.mission),
            "notes": self.notes(dossier),
            "checklist": self.checklist_url(dossier.closure),
        }

    def act_url(self, dossier):
        if dossier.task in ADDED:
            return f"{dossier.mission.getURL()}/{ADDED[dossier.task]}"
        if dossier.task in OFFER_TASKS:
            return edit_url(dossier.unfinished_offer)
        return edit_url(dossier.closure)

    def since(self, mission):
        """For how long it waits, in words."""
        began = read_instant(mission.state_since)
        text = age(Wait(mission.UID, began, None), clock.now())
        return self.translate(text) if text else ""

    def notes(self, dossier):
        """What to correct, and until when it counts."""
        found = []
        if dossier.task == tasks.CORRECT_CLOSURE and dossier.flagged:
            found.append(self.flagged(dossier.flagged))
        if dossier.task in CLOSURE_TASKS and self.work.claim_until:
            until = {"date": instant(self.work.claim_until)}
            text = _("It counts for a subsidy until ${date}.", mapping=until)
            found.append(self.translate(text))
        return found

    def flagged(self, names):
        titles = (self.translate(IClosureFile[name].title) for name in names)
        fields = {"fields": ", ".join(titles)}
        text = _("To be corrected, and nothing else: ${fields}.", mapping=fields)
        return self.translate(text)

    def checklist_url(self, closure):
        return f"{closure.getURL()}/@@centrale-checklist" if closure else ""

    # -- where the missions stand ------------------------------------------------------

    @property
    def steps(self):
        """The missions that wait for somebody else, step by step."""
        titles = dict(STEPS)
        found = [
            (state, procedure.MISSION_STEP[state], self.count(state))
            for state in tasks.WAITED
        ]
        return [
            {
                "state": state,
                "title": f"{number}. {self.translate(STEP_TITLES[titles[number]])}",
                "rows": [self.waiting_row(each) for each in self.work.dossiers[state]],
                "count": count,
                "list_url": self.list_url(state) if count > TOP else "",
            }
            for state, number, count in found
            if count
        ]

    def waiting_row(self, dossier):
        mission = dossier.mission
        due = due_of(mission)
        return {
            **self.dossier(mission),
            "state": self.brain_state(mission),
            "waits": self.translate(WAITING[dossier.task]),
            "actor": actor_name(mission.next_actor, self.request),
            "since": self.since(mission),
            "due": showing.instant(due),
            "late": self.late(due),
            "checklist": self.checklist_url(dossier.closure),
        }

    def late(self, due):
        """Said instead of what is waited for, once an offer binds nobody any more."""
        if due is None or not is_overdue(due, clock.now()):
            return ""
        text = _(
            "Your offer is no longer valid since ${date}: the authority cannot order on it.",
            mapping={"date": showing.instant(due)},
        )
        return self.translate(text)

    @property
    def ended(self):
        """The last missions that came to an end."""
        return [
            {**self.dossier(brain), "state": self.brain_state(brain)}
            for brain in self.work.ended
        ]

    @property
    def ended_count(self):
        return self.work.ended.actual_result_count

    # -- offers, inventories -----------------------------------------------------------

    @property
    def offers(self):
        """Of the missions under way; those to finish first."""
        known = self.work.by_code
        return [
            self.offer(known[brain.tracking_code], brain)
            for brain in self.work.offers
            if brain.tracking_code in known
        ]

    def offer(self, mission, brain):
        amount = brain.amount_excl_vat or None
        return {
            "code": mission.tracking_code,
            "mission_url": mission.getURL(),
            "authority": self.work.name_of(mission.authority_uid),
            "title": brain.Title,
            "url": brain.getURL(),
            "state": self.brain_state(brain),
            "amount": showing.euros(amount),
            "unfinished": brain.review_state == "draft",
            "edit_url": edit_url(brain),
        }

    @property
    def inventories(self):
        """By lot: the version in force, until when, and the next one."""
        rows = (self.inventory(each) for each in self.work.inventories)
        return sorted(rows, key=lambda row: row["lot"])

    def inventory(self, priced):
        return {
            "lot": self.work.name_of(priced.lot_uid),
            "current": self.version(priced.current),
            "next": self.version(priced.next),
        }

    def version(self, brain):
        """A version, with its period in words; empty for none."""
        if brain is None:
            return Cell()
        version, first, last = brain.inventory_version
        values = {"version": version, "first": day(first), "last": day(last)}
        if last:
            text = _("Version ${version}, from ${first} to ${last}", mapping=values)
        else:
            text = _("Version ${version}, from ${first}", mapping=values)
        return Cell(self.translate(text), brain.getURL())

    @property
    def members_url(self):
        """Annexe D, for those who hold a lot."""
        if not members.may_see(self.context):
            return ""
        return f"{self.context.absolute_url()}/@@centrale-members"
