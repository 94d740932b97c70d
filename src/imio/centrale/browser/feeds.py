"""The catalogue as an Atom feed, the dates to keep as a calendar."""

from datetime import date
from datetime import datetime
from datetime import timedelta
from functools import cached_property
from imio.centrale import _
from imio.centrale import clock
from imio.centrale import sessions
from imio.centrale.browser.lot_cards import state_name
from imio.centrale.catalogue import Catalogue
from imio.centrale.content.centrale import ICentrale
from imio.centrale.domain.calendar import to_brussels
from imio.centrale.feeds import atom
from imio.centrale.feeds import calendar
from imio.centrale.feeds.calendar import Date
from imio.centrale.feeds.serving import serve
from imio.centrale.lookup import ancestor
from plone import api
from Products.Five.browser import BrowserView
from zope.component import getUtility
from zope.i18n import translate
from zope.schema.interfaces import IVocabularyFactory


PROGRAM = "imio.centrale.SubsidyProgram"
MISSION = "imio.centrale.MissionRequest"
#: deadlines that are past for longer are of no use in an agenda
KEPT = timedelta(days=60)
#: dates of dossiers that one calendar holds
MOST = 500


class FeedView(BrowserView):
    """Base: a centrale as programs read it."""

    @cached_property
    def centrale(self):
        return ancestor(self.context, ICentrale)

    @cached_property
    def catalogue(self):
        return Catalogue(self.context)

    def say(self, text):
        return translate(text, context=self.request)

    @property
    def modified(self):
        return to_brussels(self.context.modified().asdatetime())


class AtomFeed(FeedView):
    """``@@centrale-catalogue.atom``: every change of a market or a lot."""

    def __call__(self):
        entries = [*map(self.of_market, self.markets), *map(self.of_lot, self.lots)]
        feed = self.feed()
        updated = atom.last_of(feed, entries)
        body = atom.write(feed, entries)
        return serve(self.request, body, atom.CONTENT_TYPE, updated)

    @property
    def markets(self):
        return self.catalogue.markets

    @property
    def lots(self):
        return self.catalogue.lots

    def feed(self):
        url = self.centrale.absolute_url()
        return atom.Feed(
            uid=self.centrale.UID(),
            title=f"{self.centrale.title} – {self.say(_('Service offers'))}",
            url=f"{url}/@@centrale-offers",
            self_url=f"{url}/@@centrale-catalogue.atom",
            updated=self.modified,
            author=self.centrale.title,
            email=self.centrale.contact_email,
            language=api.portal.get_current_language(),
        )

    def of_market(self, market):
        return self.entry(market, market.title)

    def of_lot(self, lot):
        values = {"number": lot.number, "title": lot.title}
        return self.entry(lot, self.say(_("Lot ${number}: ${title}", mapping=values)))

    def entry(self, each, title):
        """The title says the state: readers show little else."""
        return atom.Entry(
            uid=each.uid,
            title=f"{title} – {state_name(each.state, self.request)}",
            url=each.url,
            updated=each.updated,
            summary=each.text,
            category=each.state,
        )


class Agenda(FeedView):
    """``@@centrale-calendar.ics`` of a centrale.

    Markets and sessions for everybody; deadlines of programs and dossiers for who may
    view them, which is nobody without a name.
    """

    def __call__(self):
        found = [*self.of_markets(), *self.of_sessions()]
        if not api.user.is_anonymous():
            found += [*self.of_programs(), *self.of_missions()]
        updated = max((each.updated for each in found), default=self.modified)
        body = calendar.write(self.context.title, found)
        return serve(self.request, body, calendar.CONTENT_TYPE, updated)

    def of_markets(self):
        """Their first day while it is to come, their last day."""
        texts = {"start": _("Opening: ${title}"), "end": _("Last day: ${title}")}
        for market in self.catalogue.markets:
            days = {"end": market.term.end}
            if market.state == "coming":
                days["start"] = market.term.start
            for name, day in days.items():
                if day is not None:
                    yield Date(
                        uid=f"{market.uid}-{name}",
                        title=self.titled(texts[name], market.title),
                        start=day,
                        updated=market.updated,
                        url=market.url,
                    )

    def titled(self, text, title):
        return self.say(_(text, mapping={"title": title}))

    def of_sessions(self):
        for session in sessions.sessions_in(self.context):
            yield Date(
                uid=session.uid,
                title=session.title,
                start=session.start,
                end=session.end,
                updated=session.updated,
                url=session.url,
                text=session.text,
                place=session.place or session.online_url,
            )

    def of_programs(self):
        """The deadlines of open programs."""
        names = getUtility(IVocabularyFactory, "imio.centrale.subsidy_deadlines")(None)
        brains = api.content.find(
            self.context, portal_type=PROGRAM, review_state="open"
        )
        for brain in brains:
            for name, text in brain.catalogue_facts.items():
                label = self.say(names.getTerm(name).title)
                yield Date(
                    uid=f"{brain.UID}-{name}",
                    title=f"{label}: {brain.Title}",
                    start=deadline(text),
                    updated=brain.modified.asdatetime(),
                    url=brain.getURL(),
                )

    def of_missions(self):
        """What is awaited in the dossiers of this user, and until when."""
        brains = api.content.find(
            self.context,
            portal_type=MISSION,
            due={"query": (clock.now() - KEPT).isoformat(), "range": "min"},
            sort_on="due",
            sort_limit=MOST,
        )
        for brain in brains[:MOST]:
            yield Date(
                uid=f"{brain.UID}-due",
                title=f"{brain.tracking_code}: {brain.Title}",
                start=to_brussels(datetime.fromisoformat(brain.due)),
                updated=brain.modified.asdatetime(),
                url=brain.getURL(),
            )


class SessionAgenda(Agenda):
    """``@@centrale-calendar.ics`` of one session."""

    def __call__(self):
        found = [*self.of_sessions()]
        body = calendar.write(self.context.title, found)
        return serve(self.request, body, calendar.CONTENT_TYPE, self.modified)


def deadline(text):
    """A day, or an instant where it has an hour."""
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
