"""Who takes part in the demo. The rules are real; people, numbers and accounts are not.

Names of communes, NIS codes and numbers of inhabitants are real. Enterprise numbers
(0999…) and IBANs (bank code 999) are invented with valid check digits; addresses end in
``.example``.
"""

from dataclasses import dataclass


SITE_TITLE = "Centrale d'achat (démonstration)"
SITE_DESCRIPTION = (
    "Deux centrales d'achat, leurs marchés et leurs dossiers. Les règles et les communes "
    "sont réelles ; les personnes, entreprises, prix et dossiers sont inventés."
)
SENDER_NAME = "Centrale d'achat (démonstration)"
SENDER_ADDRESS = "centrale@demo.example"
FICTIVE = "Numéro d'entreprise et compte bancaire fictifs (démonstration)."


@dataclass(frozen=True)
class Account:
    """Somebody who logs in; ``party`` is the id of the authority or supplier."""

    role: str
    login: str
    password: str
    fullname: str
    site_role: str = ""
    party: str = ""


ACCOUNTS = (
    Account(
        "agent of the centrales",
        "agent",
        "demo-agent",
        "Alix Agent (fictif)",
        site_role="Centrale Manager",
    ),
    Account(
        "second agent",
        "directrice",
        "demo-directrice",
        "Dany Directrice (fictif)",
        site_role="Centrale Manager",
    ),
    Account(
        "authority: Daverdisse",
        "daverdisse",
        "demo-daverdisse",
        "Dominique Daverdisse (fictif)",
        party="daverdisse",
    ),
    Account(
        "authority: Bertrix",
        "bertrix",
        "demo-bertrix",
        "Camille Bertrix (fictif)",
        party="bertrix",
    ),
    Account(
        "supplier: Exemple Cyber",
        "exemple",
        "demo-exemple",
        "Elisa Exemple (fictif)",
        party="exemple-cyber",
    ),
    Account(
        "supplier: Modèle Conseil",
        "modele",
        "demo-modele",
        "Maxime Modèle (fictif)",
        party="modele-conseil",
    ),
    Account(
        "supplier: Spécimen Réseaux",
        "specimen",
        "demo-specimen",
        "Sacha Spécimen (fictif)",
        party="specimen-reseaux",
    ),
    Account(
        "auditor",
        "auditeur",
        "demo-auditeur",
        "Aude Auditrice (fictif)",
        site_role="Centrale Auditor",
    ),
    Account(
        "intake (REST only)",
        "guichet",
        "demo-guichet",
        "E-guichet communal (fictif)",
        site_role="Centrale Intake",
    ),
    Account(
        "site administrator",
        "siteadmin",
        "demo-siteadmin",
        "Sam Siteadmin (fictif)",
        site_role="Site Administrator",
    ),
)


@dataclass(frozen=True)
class Authority:
    """A local authority; ``users`` is the (invented) number it declares."""

    id: str
    title: str
    kind: str
    enterprise_number: str
    iban: str
    users: int
    nis_code: str | None = None
    province: str = "luxembourg"
    organ: str = "conseil_communal"
    executive: str = "college"
    population: int | None = None


AUTHORITIES = (
    Authority(
        "daverdisse",
        "Daverdisse",
        "commune",
        "0999000129",
        "BE85999010013706",
        users=28,
        nis_code="84016",
        population=1400,  # "un peu plus de 1.400 habitants" [IDELUX] 001
    ),
    Authority(
        "bertrix",
        "Bertrix",
        "commune",
        "0999000228",
        "BE33999010027446",
        users=95,
        nis_code="84009",
        population=8_844,
    ),
    Authority(
        "arlon",
        "Arlon",
        "commune",
        "0999000327",
        "BE78999010041186",
        users=320,
        nis_code="81001",
        population=30_081,
    ),
    Authority(
        "attert",
        "Attert",
        "commune",
        "0999000426",
        "BE26999010054829",
        users=48,
        nis_code="81003",
        population=5_646,
    ),
    Authority(
        "vaux-sur-sure",
        "Vaux-sur-Sûre",
        "commune",
        "0999000525",
        "BE71999010068569",
        users=50,
        nis_code="82036",
        population=5_734,
    ),
    Authority(
        "aubange",
        "Aubange",
        "commune",
        "0999000624",
        "BE19999010082212",
        users=140,
        nis_code="81004",
        population=17_146,
    ),
    Authority(
        "habay",
        "Habay",
        "commune",
        "0999000723",
        "BE64999010095952",
        users=75,
        nis_code="85046",
        population=8_477,
    ),
    Authority(
        "cpas-de-bertrix",
        "CPAS de Bertrix",
        "cpas",
        "0999000822",
        "BE12999010109692",
        users=62,
        nis_code="84009",
        organ="conseil_action_sociale",
        executive="bureau_permanent",
    ),
    Authority(
        "eupen",
        "Eupen",
        "commune",
        "0999000921",
        "BE57999010123335",
        users=210,
        nis_code="63023",
        province="liege",
    ),
    Authority(
        "province-de-luxembourg",
        "Province de Luxembourg",
        "province",
        "0999001020",
        "BE05999010137075",
        users=640,
        organ="conseil_provincial",
        executive="conseil_provincial",
    ),
)


@dataclass(frozen=True)
class Supplier:
    """An invented enterprise."""

    id: str
    title: str
    enterprise_number: str
    iban: str

    @property
    def domain(self):
        return f"{self.id}.example"


SUPPLIERS = (
    Supplier(
        "exemple-cyber",
        "Exemple Cyber SA (société fictive)",
        "0999001119",
        "BE50999010150718",
    ),
    Supplier(
        "modele-conseil",
        "Modèle Conseil SRL (société fictive)",
        "0999001218",
        "BE95999010164458",
    ),
    Supplier(
        "specimen-reseaux",
        "Spécimen Réseaux SA (société fictive)",
        "0999001317",
        "BE43999010178101",
    ),
)


CENTRALES = (
    {
        "id": "cyber",
        "title": "Centrale d'achat Cybersécurité",
        "description": (
            "La centrale d'achat d'iMio pour la cybersécurité des pouvoirs locaux : "
            "audit, équipement et accompagnement. Démonstration : les règles sont "
            "celles de la page « En pratique » d'iMio, les dossiers, personnes, "
            "prix et adresses sont inventés."
        ),
        "code_prefix": "CYB",
        "contact_email": "cyber@imio.example",
        "purchase_model": "intermediary",
        "contracting_parties": [
            {"name": "iMio (numéro fictif)", "enterprise_number": "0999001416"}
        ],
    },
    {
        "id": "smart",
        "title": "Centrale d'achats Smart (province de Luxembourg)",
        "description": (
            "Un panel de dix solutions numériques pour les communes : "
            "l'intercommunale rédige les cahiers des charges et mène les procédures. "
            "Démonstration d'après le bilan d'une année publié par IDELUX ; les "
            "dossiers, personnes, prix et adresses sont inventés."
        ),
        "code_prefix": "SMART",
        "contact_email": "smart@idelux.example",
        "purchase_model": "intermediary",
        "contracting_parties": [
            {
                "name": "IDELUX Projets publics (numéro fictif)",
                "enterprise_number": "0999001515",
            }
        ],
    },
)
LEGAL_BASIS = (
    "Directive 2014/24/UE, art. 37 ; loi du 17 juin 2016 relative aux marchés publics, "
    "art. 2, 6° à 8°, et art. 47."
)


@dataclass(frozen=True)
class Joining:
    """How far the adhesion of an authority to a centrale has come."""

    centrale: str
    authority: str
    state: str = "active"


ADHESIONS = (
    Joining("cyber", "daverdisse"),
    Joining("cyber", "bertrix"),
    Joining("cyber", "cpas-de-bertrix"),
    Joining("cyber", "arlon"),
    Joining("cyber", "habay"),
    Joining("cyber", "aubange"),
    Joining("cyber", "eupen"),
    Joining("cyber", "attert", "submitted"),
    Joining("cyber", "vaux-sur-sure", "interest"),
    Joining("smart", "daverdisse"),
    Joining("smart", "bertrix"),
    Joining("smart", "arlon"),
    Joining("smart", "attert"),
    Joining("smart", "vaux-sur-sure"),
    Joining("smart", "aubange"),
    Joining("smart", "habay"),
    Joining("smart", "cpas-de-bertrix", "submitted"),
    Joining("smart", "province-de-luxembourg", "interest"),
)


#: code, first number of users, first number above, amount: half-open intervals
CATEGORIES = (
    ("Cat1", 0, 50, "7500.00"),
    ("Cat2", 50, 100, "12500.00"),
    ("Cat3", 100, 501, "20000.00"),
    ("Cat4", 501, None, "30000.00"),
)
#: equipment and services, of the Region's grant of December 2021
ENVELOPE = "1750000.00"
PROGRAM_NOTE = (
    "Enveloppe : 1 750 000 EUR pour les équipements et services, du subside régional de "
    "décembre 2021 (qui comptait aussi 750 000 EUR pour les audits). Catégories : le "
    "texte dit « < 50 », « 50 à 100 », « 100 à 500 » et « > 500 » ; comme 100 y est "
    "deux fois, on lit ici moins de 50, de 50 à 99, de 100 à 500, plus de 500. Les "
    "montants par catégorie ne sont pas publiés : ceux-ci sont illustratifs, comme le "
    "choix de compter les commandes TVA comprise. Bénéficiaires : les villes, communes "
    "et CPAS de Wallonie hors communauté germanophone."
)
SMALL_ENVELOPE = "45000.00"
SMALL_ENVELOPE_RAISED = "55000.00"
SMALL_CATEGORIES = (
    ("Petite", 0, 100, "9000.00"),
    ("Grande", 100, None, "15000.00"),
)
SMALL_NOTE = (
    "Programme illustratif : enveloppe, catégories et montants inventés, assez petits "
    "pour montrer un subside partiel, une liste d'attente et une majoration."
)
SMALL_CHANGE = "Majoration de l'enveloppe (décision fictive, pour la démonstration)."
#: of no bank: invented, with right check digits
DEBTOR_IBAN = "BE32999000099902"
CHANGED_IBAN = "BE43999000099801"

#: a request that waits: its author has chosen a lot and a subject, and nothing else
DRAFT = {
    "centrale": "cyber",
    "authority": "daverdisse",
    "lot": "sensibilisation-et-formation",
    "options": ("SEN",),
    "title": "Sensibilisation du personnel communal",
}
