"""The other communes of the province of Luxembourg, in the register and as members.

They make the register whole: 44 communes, of which 23 joined the Smart centrale within a
year [IDELUX] 001. Names, NIS codes and inhabitants are those of 1 January 2020 (Statbel);
numbers and decisions are invented, and nobody logs in for them.
"""

from imio.centrale import rooms
from imio.centrale.demo import data
from imio.centrale.demo.dates import act
from imio.centrale.demo.dates import ago
from imio.centrale.demo.files import document
from imio.centrale.demo.people import AGENT
from imio.centrale.workflows.state import move
from plone import api
from plone.dexterity.utils import createContentInContainer as add


PROVINCE = "luxembourg"
#: name, NIS code, inhabitants
COMMUNES = (
    ("Bastogne", "82003", 16_276),
    ("Bertogne", "82005", 3_656),
    ("Bouillon", "84010", 5_427),
    ("Chiny", "85007", 5_226),
    ("Durbuy", "83012", 11_458),
    ("Erezée", "83013", 3_267),
    ("Etalle", "85009", 5_961),
    ("Fauvillers", "82009", 2_319),
    ("Florenville", "85011", 5_594),
    ("Gouvy", "82037", 5_397),
    ("Herbeumont", "84029", 1_649),
    ("Hotton", "83028", 5_635),
    ("Houffalize", "82014", 5_207),
    ("La Roche-en-Ardenne", "83031", 4_192),
    ("Léglise", "84033", 5_553),
    ("Libin", "84035", 5_245),
    ("Libramont-Chevigny", "84077", 11_320),
    ("Manhay", "83055", 3_571),
    ("Marche-en-Famenne", "83034", 17_591),
    ("Martelange", "81013", 1_857),
    ("Meix-devant-Virton", "85024", 2_810),
    ("Messancy", "81015", 8_266),
    ("Musson", "85026", 4_659),
    ("Nassogne", "83040", 5_568),
    ("Neufchâteau", "84043", 7_795),
    ("Paliseul", "84050", 5_392),
    ("Rendeux", "83044", 2_641),
    ("Rouvroy", "85047", 2_113),
    ("Saint-Hubert", "84059", 5_605),
    ("Saint-Léger", "85034", 3_656),
    ("Sainte-Ode", "82038", 2_608),
    ("Tellin", "84068", 2_443),
    ("Tenneville", "83049", 2_848),
    ("Tintigny", "85039", 4_302),
    ("Vielsalm", "82032", 7_886),
    ("Virton", "85045", 11_341),
    ("Wellin", "84075", 3_108),
)
#: those that joined the Smart centrale besides the seven of ``data.ADHESIONS``
MEMBERS = (
    "Bastogne",
    "Bouillon",
    "Chiny",
    "Durbuy",
    "Etalle",
    "Florenville",
    "Gouvy",
    "Hotton",
    "Léglise",
    "Libramont-Chevigny",
    "Marche-en-Famenne",
    "Neufchâteau",
    "Saint-Hubert",
    "Tintigny",
    "Vielsalm",
    "Virton",
)
INTERESTED = ("Houffalize", "Nassogne", "Wellin")
#: business days ago on which the first one joined, and from one to the next
JOINED, EVERY = 85, 5


def make():
    """The communes, then their adhesions."""
    register = api.portal.get()[rooms.authorities_id()]
    with act(ago(JOINED), AGENT):
        made = {
            name: make_commune(register, number, name, nis_code, population)
            for number, (name, nis_code, population) in enumerate(COMMUNES, start=101)
        }
    for number, name in enumerate(MEMBERS):
        make_member(made[name], JOINED - EVERY * number)
    for name in INTERESTED:
        declare_interest(made[name], EVERY)


def make_commune(register, number, name, nis_code, population):
    return add(
        register,
        "imio.centrale.LocalAuthority",
        title=name,
        authority_type="commune",
        enterprise_number=enterprise_number(number),
        nis_code=nis_code,
        province=PROVINCE,
        population=population,
        address=data.FICTIVE,
    )


def enterprise_number(number):
    """An invented number with its check digits: 0999 and those of nobody else."""
    base = 9_990_000 + number
    return f"{base:08}{97 - base % 97:02}"


def declare_interest(commune, days):
    """Interest, which binds to nothing."""
    room = api.portal.get()["smart"]["adhesions"]
    with act(ago(days), AGENT, room):
        return add(
            room,
            "imio.centrale.Adhesion",
            authority=commune.UID(),
            users_count=commune.population // 100,
            interest_date=ago(days).date(),
        )


def make_member(commune, days):
    """Interest, deliberation and activation, all entered by the agent."""
    adhesion = declare_interest(commune, days)
    decided = ago(days - 2)
    with act(decided, AGENT, adhesion):
        adhesion.organ = "conseil_communal"
        adhesion.deliberation_date = decided.date()
        adhesion.deliberation = document(
            "deliberation-adhesion.pdf",
            (f"Délibération d'adhésion : {commune.title}", "Document de démonstration"),
        )
        move(adhesion, "submit")
        move(adhesion, "activate")
