"""What the agents of the demo wrote to each other about its dossiers."""

from dataclasses import dataclass
from imio.centrale import agent_notes
from imio.centrale.demo.dates import act
from imio.centrale.demo.dates import ago
from imio.centrale.demo.people import AGENT
from imio.centrale.demo.people import SECOND_AGENT
from imio.centrale.waiting import MISSION
from plone import api


@dataclass(frozen=True)
class Note:
    """Written so many business days ago, at an hour, about the dossier of that title."""

    dossier: str
    agent: str
    days: int
    hour: int
    text: str


NOTES = (
    Note(
        "Pare-feu de l'hôtel de ville",
        AGENT,
        4,
        15,
        "La commune annonce la délibération d'attribution pour cette semaine.",
    ),
    Note(
        "Pare-feu de l'hôtel de ville",
        SECOND_AGENT,
        2,
        10,
        "Bon de commande reçu.\nComparer les quantités avec l'offre avant de confirmer.",
    ),
    Note(
        "Authentification forte et sauvegarde",
        AGENT,
        1,
        14,
        "Le CPAS a signé le rapport ; la preuve de paiement reste à vérifier.",
    ),
    Note(
        "Analyse de risques de la commune",
        AGENT,
        1,
        16,
        "Appelé l'attributaire : il répondra demain, sinon on passe au rang suivant.",
    ),
)


def write_all():
    """Each by its agent, on its day."""
    catalog = api.portal.get_tool("portal_catalog")
    missions = {
        brain.Title: brain._unrestrictedGetObject()
        for brain in catalog.unrestrictedSearchResults(portal_type=MISSION)
    }
    for note in NOTES:
        with act(ago(note.days, note.hour), note.agent):
            agent_notes.write(missions[note.dossier], note.text)
