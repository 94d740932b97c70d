"""Information sessions as the public reads them, from the portal catalog."""

from dataclasses import dataclass
from datetime import datetime
from imio.centrale import clock
from imio.centrale.content.centrale import ICentrale
from imio.centrale.domain.calendar import to_brussels
from imio.centrale.domain.reasons import reason
from imio.centrale.lookup import ancestor
from imio.centrale.lookup import resolve
from plone import api


SESSION = "imio.centrale.InformationSession"


@dataclass(frozen=True)
class Session:
    """A session; instants are in Brussels, ``end`` is ``None`` where nobody said it."""

    uid: str
    title: str
    text: str
    url: str
    start: datetime
    end: datetime | None
    place: str
    online_url: str
    registration_email: str
    registration_url: str
    recording_url: str
    slides: str
    markets: tuple
    updated: datetime

    def is_past(self, now):
        """Over: after its end, or its beginning where it has no end."""
        return (self.end or self.start) < now

    @property
    def slides_url(self):
        return f"{self.url}/@@download/slides" if self.slides else ""


def kept_of(session):
    """What the portal catalog keeps of a session; instants as ISO."""
    texts = (
        "place",
        "online_url",
        "registration_email",
        "registration_url",
        "recording_url",
    )
    return {
        **{name: getattr(session, name) or "" for name in texts},
        "start": _iso(session.start),
        "end": _iso(session.end),
        "slides": session.slides.filename if session.slides else "",
        "markets": list(session.markets or ()),
    }


def _iso(instant):
    return instant.isoformat() if instant else ""


def sessions_in(place):
    """The sessions below a place that the current user may view, the first one first."""
    brains = api.content.find(place, portal_type=SESSION)
    return sorted(map(session_of, brains), key=lambda each: (each.start, each.uid))


def session_of(brain):
    facts = dict(brain.catalogue_facts)
    start, end = facts.pop("start"), facts.pop("end")
    return Session(
        uid=brain.UID,
        title=brain.Title,
        text=brain.Description,
        url=brain.getURL(),
        start=to_brussels(datetime.fromisoformat(start)),
        end=to_brussels(datetime.fromisoformat(end)) if end else None,
        markets=tuple(facts.pop("markets")),
        updated=to_brussels(brain.modified.asdatetime()),
        **facts,
    )


def coming_and_past(sessions):
    """Those to come, the next one first; those that were, the last one first."""
    now = clock.now()
    coming = [each for each in sessions if not each.is_past(now)]
    past = [each for each in reversed(sessions) if each.is_past(now)]
    return coming, past


def saving_reasons(session):
    """A session names markets of its own centrale."""
    own = ancestor(session, ICentrale)
    return [
        reason("market_of_another_centrale", f"markets.{index}")
        for index, uid in enumerate(session.markets or ())
        if ancestor(resolve(uid), ICentrale) != own
    ]
