"""Three invented messages to the centrale: one waits, one is answered, one is closed."""

from dataclasses import dataclass
from imio.centrale import enquiries
from imio.centrale import rooms
from imio.centrale.demo.dates import act
from imio.centrale.demo.dates import ago
from imio.centrale.demo.people import AGENT
from imio.centrale.domain.enquiry import cleaned
from imio.centrale.lookup import search
from imio.centrale.workflows.state import move
from plone import api


CENTRALE = "cyber"


@dataclass(frozen=True)
class Written:
    """A message, ``days`` business days ago, and how far its exchange has come.

    ``dossier`` is the state and the authority of the mission it is about.
    """

    days: int
    kind: str
    title: str
    text: str
    name: str
    email: str
    organisation: str = ""
    login: str = ""
    dossier: tuple = ()
    answer: str = ""
    closed: bool = False


ENQUIRIES = (
    Written(
        days=9,
        kind="proposal",
        title="Une séance d'information pour les petites communes",
        text="Bonjour,\nune séance en soirée permettrait aux bourgmestres de venir.",
        name="Noa Exemple (fictif)",
        email="noa@citoyen.example",
        answer="Bonjour,\nc'est une bonne idée : nous la prévoyons à l'automne.",
        closed=True,
    ),
    Written(
        days=4,
        kind="question",
        title="Qui peut adhérer ?",
        text="Bonjour,\nune zone de secours peut-elle adhérer à la centrale ?",
        name="Lou Modèle (fictif)",
        email="lou@zone-de-secours.example",
        organisation="Zone de secours (fictive)",
        answer=(
            "Bonjour,\noui : tout pouvoir local de Wallonie peut adhérer par une "
            "délibération de son organe compétent."
        ),
    ),
    Written(
        days=1,
        kind="precision",
        title="Points d'accès supplémentaires",
        text=(
            "Bonjour,\nnous avons oublié un bâtiment : la bibliothèque. Peut-on encore "
            "l'ajouter à la commande ?"
        ),
        name="Administration communale (fictive)",
        email="direction@arlon.example",
        organisation="Ville d'Arlon",
        login="arlon",
        dossier=("confirmed", "arlon"),
    ),
)


def make_enquiries():
    """Each with its answer, by the agent."""
    for written in ENQUIRIES:
        make_enquiry(api.portal.get()[CENTRALE], written)


def make_enquiry(centrale, written):
    values = cleaned(
        {
            "kind": written.kind,
            "title": written.title,
            "text": written.text,
            "sender_name": written.name,
            "sender_email": written.email,
            "organisation": written.organisation,
            "tracking_code": code_of(centrale, *written.dossier),
        }
    )
    room = centrale[enquiries.ROOM]
    with act(ago(written.days), written.login or AGENT, room):
        enquiry = enquiries.ask(centrale, values, "demo")
    if not written.answer:
        return
    with act(ago(written.days - 1), AGENT, enquiry):
        enquiries.reply(enquiry, written.answer)
    if written.closed:
        with act(ago(written.days - 3), AGENT, enquiry):
            move(enquiry, "close")


def code_of(centrale, state="", authority_id=""):
    """The code of the mission in that state, of that authority; empty for none."""
    if not state:
        return ""
    authority = api.portal.get()[rooms.authorities_id()][authority_id]
    (brain,) = search(
        portal_type="imio.centrale.MissionRequest",
        centrale_uid=centrale.UID(),
        authority_uid=authority.UID(),
        review_state=state,
    )
    return brain.tracking_code
