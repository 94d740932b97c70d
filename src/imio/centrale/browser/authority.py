"""``@@centrale-authority``: the home of those who act for an authority.

What to do now, first; then the requests step by step, the adhesion, the subsidy, what
can be asked for, and how it all goes. Dossiers are read from the catalog only, however
many there are.
"""

from functools import cached_property
from imio.centrale import _
from imio.centrale import parties
from imio.centrale.adhesions import adhesion_in
from imio.centrale.asking import drafts
from imio.centrale.browser import showing
from imio.centrale.browser.asked import BATCH_SIZE
from imio.centrale.browser.asked import Paged
from imio.centrale.browser.asked import text_of
from imio.centrale.browser.authority_rows import missions_table
from imio.centrale.browser.authority_subsidy import SubsidyCard
from imio.centrale.browser.authority_tasks import Tasks
from imio.centrale.browser.base import Page
from imio.centrale.browser.joining import JoiningCard
from imio.centrale.browser.mission import STEP_TITLES
from imio.centrale.browser.own_title import OwnTitle
from imio.centrale.browser.request_address import address
from imio.centrale.browser.request_address import HOME
from imio.centrale.catalogue import Catalogue
from imio.centrale.domain.lot_state import OPEN
from imio.centrale.domain.procedure import ENDED
from imio.centrale.domain.procedure import states_by_step
from imio.centrale.domain.procedure import STEPS
from imio.centrale.lookup import resolve
from imio.centrale.lookup import titles_of
from plone import api
from plone.batching import Batch
from urllib.parse import urlencode


MISSION = "imio.centrale.MissionRequest"
#: rows of a section; all of them are on a page of their own, or in the list of dossiers
TOP = 10
#: number of a step -> states of the dossiers that are under way there
STATES = states_by_step()
#: the name of the section that has a page of its own
TASKS = "tasks"
HOW = {
    "adhesion": _(
        "Your council or board decides to join; the centrale activates your adhesion."
    ),
    "request": _("You ask for a lot. You get a tracking code; nothing binds you yet."),
    "offer": _(
        "The supplier contacts you and makes an offer. You agree, or send it back."
    ),
    "order": _(
        "You deposit the deliberation and the purchase order, with the tracking code on both. "
        "The instant of the deposit is your rank for the subsidy."
    ),
    "closure": _(
        "The supplier works, invoices, and deposits the closing file. The subsidy is then paid to you."
    ),
}


class AuthorityHome(Paged, OwnTitle, Page):
    """For one authority at a time; who acts for several chooses."""

    @property
    def title(self):
        return self.authorities.get(self.authority) or self.translate(_("My requests"))

    @property
    def window_title(self):
        return f"{self.title} – {self.context.title}"

    # -- whose -------------------------------------------------------------------------

    @cached_property
    def authorities(self):
        """UID -> title, of those the user acts for."""
        return titles_of(parties.own_authorities())

    @cached_property
    def authority(self):
        """The UID of the one that is shown: the one asked for, or the first."""
        asked = text_of(self.request, "authority")
        return asked if asked in self.authorities else next(iter(self.authorities), "")

    @property
    def others(self):
        """The ways to each authority, where there are several."""
        if len(self.authorities) < 2:
            return []
        return [
            {
                "title": title,
                "url": f"{self.context.absolute_url()}/{HOME}?authority={uid}",
                "current": uid == self.authority,
            }
            for uid, title in self.authorities.items()
        ]

    # -- what to do --------------------------------------------------------------------

    @cached_property
    def joining(self):
        return JoiningCard(self.context, self.authority, self.request)

    @cached_property
    def work(self):
        """What waits for the authority; its own drafts once it may send them."""
        states = None if self.joining.is_active else {"not": "draft"}
        return Tasks(self.context, self.authority, self.request, states)

    @property
    def tasks(self):
        """The first ones; on the page of the tasks alone, those of the page asked for."""
        return self.work.rows(self.batch if self.asked else self.work.ids[:TOP])

    @cached_property
    def tasks_count(self):
        return len(self.work.ids)

    @cached_property
    def asked(self):
        """Whether the tasks are asked for, and nothing else."""
        return text_of(self.request, "section") == TASKS

    @cached_property
    def batch(self):
        """The tasks, a page at a time."""
        return Batch(self.work.ids, BATCH_SIZE, start=self.start)

    @property
    def tasks_url(self):
        """All of the tasks, when there are more than are shown."""
        if self.asked or self.tasks_count <= TOP:
            return ""
        return f"{self.url}&section={TASKS}"

    @property
    def url(self):
        """This page, for the same authority."""
        return f"{self.context.absolute_url()}/{HOME}?authority={self.authority}"

    @cached_property
    def drafts(self):
        """What the user has begun to ask for and has not sent."""
        return [
            {
                "title": draft.answers.title
                or self.translate(_("Draft without subject")),
                "lot": self.title_of(draft.answers.lot),
                "saved": showing.instant(draft.saved),
                "go_on": address(self.context, draft=draft.token, page="check"),
                "throw": address(self.context, draft=draft.token, page="throw"),
            }
            for draft in drafts.waiting(self.context, self.authority)
        ]

    # -- the dossiers ------------------------------------------------------------------

    def find(self, **query):
        """The dossiers of the authority: the latest ones, which know how many there are."""
        return api.content.find(
            self.context,
            portal_type=MISSION,
            authority_uid=self.authority,
            sort_on="created",
            sort_order="descending",
            sort_limit=TOP,
            **query,
        )

    @cached_property
    def under_way(self):
        """Number of each step that has some -> the latest dossiers of it."""
        found = {number: self.find(review_state=STATES[number]) for number in STATES}
        return {number: brains for number, brains in found.items() if brains}

    @cached_property
    def ended_brains(self):
        return self.find(review_state=list(ENDED))

    @cached_property
    def titles(self):
        """UID -> title of the lots that dossiers and drafts name."""
        shown = (*self.under_way.values(), self.ended_brains)
        uids = {brain.lot_uid for brains in shown for brain in brains[:TOP]}
        uids |= {
            draft.answers.lot for draft in drafts.waiting(self.context, self.authority)
        }
        return titles_of(uids)

    def title_of(self, uid):
        return self.titles.get(uid, "")

    @property
    def steps(self):
        """A table of the latest dossiers under way in each step that has some."""
        titles = dict(STEPS)
        return [
            self.part(
                f"{number}. {self.translate(STEP_TITLES[titles[number]])}",
                brains,
                STATES[number],
            )
            for number, brains in self.under_way.items()
        ]

    @cached_property
    def ended(self):
        """The dossiers that have ended, the latest ones."""
        brains = self.ended_brains
        count = {"count": brains.actual_result_count}
        title = self.translate(_("Ended dossiers (${count})", mapping=count))
        return self.part(title, brains, sorted(ENDED))

    def part(self, title, brains, states):
        """A table, how many dossiers there are, and the way to all of them."""
        count = brains.actual_result_count
        return {
            "table": missions_table(title, brains[:TOP], self.titles, self.request),
            "count": count,
            "all_url": self.list_url(states) if count > TOP else "",
        }

    def list_url(self, states):
        """The list of the dossiers of the authority that are in some states."""
        query = {"state": states, "authority": self.authority}
        return f"{self.all_url}?{urlencode(query, doseq=True)}"

    @property
    def all_url(self):
        """The list of all of them."""
        return self.context["missions"].absolute_url()

    # -- the subsidy, the catalogue, the procedure -------------------------------------

    @cached_property
    def subsidy(self):
        """What is left of it; ``None`` for those who may not know, or without any."""
        authority = resolve(self.authority)
        if authority is None:
            return None
        card = SubsidyCard(
            self.context,
            authority,
            adhesion_in(self.context, self.authority),
            self.request,
        )
        return card if card.is_shown else None

    @cached_property
    def markets(self):
        """The lots that take requests today under their markets, and how to ask."""
        found = {}
        for lot in Catalogue(self.context).lots:
            if lot.state == OPEN:
                found.setdefault(lot.market_title, []).append(self.lot(lot))
        return found

    def lot(self, lot):
        return {
            "title": f"{lot.number}. {lot.title}",
            "url": lot.url,
            "ask": address(self.context, lot=lot.uid, authority=self.authority),
        }

    @property
    def ask_url(self):
        """Any lot."""
        return address(self.context, authority=self.authority)

    @property
    def how(self):
        """The five steps, each in a sentence or two."""
        return [
            {
                "title": self.translate(STEP_TITLES[name]),
                "text": self.translate(HOW[name]),
            }
            for _number, name in STEPS
        ]
