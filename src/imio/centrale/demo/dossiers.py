"""The dossiers of the demo: who asks for what, and how far each one has come."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Dossier:
    """A request and the state its mission reaches.

    ``began`` business days ago its authority made it; ``answers`` are those of the
    ranks of a cascade; ``lines`` of the offer: code, quantity, and a price below annexe
    B where one was agreed.
    """

    centrale: str
    authority: str
    lot: str
    title: str
    description: str
    reached: str
    began: int
    lines: tuple = ()
    options: tuple = ()
    answers: tuple = ()
    #: its supplier invoices in UBL
    ubl: bool = False
    #: calendar days for which its offer binds the supplier
    validity: int = 120


AUDIT = (("AUD-01", "1"), ("AUD-02", "2"), ("AUD-03", "1.5"), ("AUD-09", "1"))

CYBER = (
    Dossier(
        "cyber",
        "daverdisse",
        "accompagnement-rssi",
        "Conseiller en sécurité à temps partagé",
        "Deux jours par mois pendant un an, avec une analyse de risques au départ.",
        "draft",
        1,
        options=("RSSI", "RIS"),
    ),
    Dossier(
        "cyber",
        "bertrix",
        "accompagnement-rssi",
        "Plan de continuité de l'administration",
        "Rédiger le plan et l'éprouver par un exercice.",
        "submitted",
        1,
        options=("PCA",),
    ),
    Dossier(
        "cyber",
        "daverdisse",
        "accompagnement-rssi",
        "Politique de sécurité de la commune",
        "Une analyse de risques et une politique adaptées à une petite commune.",
        "consulting",
        3,
        options=("RIS",),
        answers=("declined",),
    ),
    Dossier(
        "cyber",
        "arlon",
        "sensibilisation-et-formation",
        "Sensibilisation de tous les agents",
        "Huit séances d'un demi-jour et une plateforme pour l'année.",
        "consulting",
        1,
        options=("SEN", "PLA"),
    ),
    Dossier(
        "cyber",
        "bertrix",
        "audit-de-securite",
        "Audit de sécurité de l'administration",
        "Réseau de l'hôtel de ville et des implantations scolaires.",
        "assigned",
        3,
        options=("ORG", "TEC"),
    ),
    Dossier(
        "cyber",
        "daverdisse",
        "pare-feu-et-reseau",
        "Remplacement du pare-feu",
        "Le pare-feu actuel n'est plus mis à jour par son fabricant.",
        "offered",
        8,
        (("NET-01", "1"), ("NET-04", "3", "590.00"), ("NET-07", "1")),
        options=("LIC", "INST"),
    ),
    Dossier(
        "cyber",
        "bertrix",
        "pare-feu-et-reseau",
        "Pare-feu de l'hôtel de ville",
        "Deux pare-feu en redondance et leur installation.",
        "ordered",
        14,
        (("NET-02", "2", "3050.00"), ("NET-04", "3"), ("NET-07", "2")),
        options=("LIC", "INST"),
    ),
    Dossier(
        "cyber",
        "arlon",
        "pare-feu-et-reseau",
        "Réseau sans fil sécurisé des bâtiments",
        "Points d'accès et commutateurs pour quatre bâtiments.",
        "confirmed",
        20,
        (("NET-05", "4"), ("NET-06", "18", "275.50"), ("NET-07", "3"), ("NET-11", "2")),
        options=("WIFI", "INST"),
    ),
    Dossier(
        "cyber",
        "eupen",
        "protection-des-postes",
        "Protection des postes de l'administration",
        "210 postes pendant douze mois ; la commune peut commander par la centrale "
        "mais n'a pas droit au subside (Communauté germanophone).",
        "confirmed",
        22,
        (("POS-01", "2520"), ("POS-07", "2"), ("POS-09", "4")),
        options=("FOR",),
    ),
    Dossier(
        "cyber",
        "cpas-de-bertrix",
        "protection-des-postes",
        "Authentification forte et sauvegarde",
        "Comptes des assistants sociaux et sauvegarde des dossiers.",
        "closing",
        30,
        (
            ("POS-03", "62"),
            ("POS-04", "62", "39.90"),
            ("POS-05", "24"),
            ("POS-07", "1"),
        ),
        options=("MFA", "SAU"),
    ),
    Dossier(
        "cyber",
        "daverdisse",
        "audit-de-securite",
        "Audit de sécurité initial",
        "Premier état des lieux, avant de choisir les équipements.",
        "closed",
        40,
        AUDIT,
        options=("ORG", "TEC"),
        ubl=True,
    ),
    Dossier(
        "cyber",
        "habay",
        "accompagnement-rssi",
        "Exercice de crise",
        "Remis à l'an prochain faute de budget.",
        "cancelled",
        12,
        options=("PCA",),
    ),
    Dossier(
        "cyber",
        "aubange",
        "sensibilisation-et-formation",
        "Formation des informaticiens avant l'été",
        "Cinq jours dans la même semaine.",
        "unsuccessful",
        18,
        options=("TEC",),
        answers=("declined", "declined", "declined"),
    ),
    Dossier(
        "cyber",
        "aubange",
        "sensibilisation-et-formation",
        "Formation continue des informaticiens",
        "Deux jours par trimestre ; les trois attributaires ont refusé.",
        "consulting",
        9,
        options=("TEC",),
        answers=("declined", "declined", "declined"),
    ),
    Dossier(
        "cyber",
        "habay",
        "accompagnement-rssi",
        "Analyse de risques de la commune",
        "Le premier attributaire n'a pas répondu dans le délai.",
        "consulting",
        8,
        options=("RIS",),
    ),
    Dossier(
        "cyber",
        "aubange",
        "accompagnement-rssi",
        "Conseiller en sécurité pour un an",
        "Un jour par mois ; le délai de réponse du premier attributaire se termine.",
        "consulting",
        4,
        options=("RSSI",),
    ),
    Dossier(
        "cyber",
        "arlon",
        "audit-de-securite",
        "Audit des accès à distance",
        "L'offre n'a pas été acceptée avant la fin de sa validité.",
        "offered",
        15,
        AUDIT,
        options=("TEC",),
        validity=7,
    ),
)

#: four years of licence and support, as the orders of the text
FOUR_YEARS = (("SOL-01", "1"), ("SOL-02", "48"), ("SOL-03", "48"), ("SOL-06", "2"))
SMALL_TOWN = (
    ("SOL-01", "1", "1800.00"),
    ("SOL-02", "48", "190.00"),
    ("SOL-03", "48", "60.00"),
    ("SOL-06", "1"),
)


def smart(authority, lot, title, reached, began, lines=FOUR_YEARS):
    """A dossier of the Smart centrale."""
    return Dossier(
        "smart",
        authority,
        lot,
        title,
        "Solution citée par le bilan d'une année ; dates et montants inventés.",
        reached,
        began,
        lines,
    )


SMART = (
    smart(
        "bertrix",
        "travaux-et-signalement",
        "Service travaux et signalement des incivilités",
        "closed",
        60,
    ),
    smart("bertrix", "e-guichet", "E-guichet de Bertrix", "confirmed", 45),
    smart(
        "bertrix", "application-mobile", "Application mobile communale", "confirmed", 34
    ),
    smart("bertrix", "budget-participatif", "Budget participatif", "accepted", 12),
    smart(
        "daverdisse", "e-guichet", "E-guichet de Daverdisse", "closed", 55, SMALL_TOWN
    ),
    smart(
        "daverdisse",
        "travaux-et-signalement",
        "Informatisation du service travaux",
        "confirmed",
        28,
        SMALL_TOWN,
    ),
    smart(
        "arlon",
        "repas-et-extrascolaire",
        "Repas et accueil extrascolaire en ligne",
        "confirmed",
        36,
    ),
    smart(
        "attert",
        "repas-et-extrascolaire",
        "Réservation et paiement des repas",
        "ordered",
        16,
    ),
    smart(
        "vaux-sur-sure",
        "repas-et-extrascolaire",
        "Repas et accueil extrascolaire",
        "offered",
        9,
    ),
    smart(
        "aubange",
        "consultation-citoyenne",
        "Consultation citoyenne en ligne",
        "confirmed",
        32,
    ),
    smart("habay", "consultation-citoyenne", "Consultation citoyenne", "closing", 42),
)

DOSSIERS = CYBER + SMART
