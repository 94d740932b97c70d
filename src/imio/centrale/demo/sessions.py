"""Two information sessions of the demo: one that was, one to come. All is invented."""

from dataclasses import dataclass
from datetime import datetime
from datetime import time
from datetime import timedelta
from imio.centrale import clock
from imio.centrale.demo.dates import act
from imio.centrale.demo.dates import ago
from imio.centrale.demo.files import document
from imio.centrale.demo.people import AGENT
from imio.centrale.domain.calendar import add_business_days
from imio.centrale.domain.calendar import BRUSSELS
from imio.centrale.workflows.state import move
from plone import api
from plone.dexterity.utils import createContentInContainer as add


SESSION = "imio.centrale.InformationSession"
LENGTH = timedelta(hours=1, minutes=30)
#: business days before today on which both were announced, and the first one was held
ANNOUNCED, HELD = 60, 40
#: business days from today to the second one
PLANNED = 15


@dataclass(frozen=True)
class SessionData:
    """A session; ``markets`` are ids."""

    id: str
    title: str
    description: str
    place: str
    markets: tuple


PAST = SessionData(
    "presentation-de-la-centrale",
    "Présentation de la centrale et de ses lots",
    "Comment adhérer, demander une mission et commander ; le contenu de chaque lot ; "
    "questions et réponses. (Session fictive.)",
    "En ligne",
    ("audit-et-equipement", "accompagnement"),
)
COMING = SessionData(
    "rencontre-des-membres",
    "Rencontre des membres : retours d'expérience",
    "Trois communes racontent leur audit ; présentation du marché à venir sur la gestion "
    "de crise. (Session fictive.)",
    "Salle de démonstration, Namur",
    ("accompagnement", "gestion-de-crise"),
)


def make_sessions():
    """Both, in the first centrale; the past one with its recording and slides."""
    held, planned = ago(HELD, hour=13), coming()
    with act(ago(ANNOUNCED), AGENT):
        make(PAST, held, online_url="https://reunion.centrale.example/1")
        make(COMING, planned, registration_url="https://inscription.centrale.example/2")
    past = api.portal.get()["cyber"]["sessions"][PAST.id]
    with act(ago(HELD - 2), AGENT, past):
        past.recording_url = "https://video.centrale.example/presentation"
        past.slides = document(
            "presentation.pdf", (PAST.title, "Diapositives fictives")
        )
        past.reindexObject()


def make(data, start, **values):
    """One session, published."""
    centrale = api.portal.get()["cyber"]
    session = add(
        centrale["sessions"],
        SESSION,
        id=data.id,
        title=data.title,
        description=data.description,
        place=data.place,
        start=clock.stored(start),
        end=clock.stored(start + LENGTH),
        markets=[centrale["marches"][each].UID() for each in data.markets],
        registration_email="inscription@centrale.example",
        **values,
    )
    move(session, "publish")


def coming():
    """In three weeks from the day the demo is made, at ten."""
    day = add_business_days(clock.today(), PLANNED)
    return datetime.combine(day, time(10), BRUSSELS)
