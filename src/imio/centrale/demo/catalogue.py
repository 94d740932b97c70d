"""What the two centrales offer: markets, lots and price lists (annexe B).

The purpose of the lots follows the texts; their content is our summary and every price
is invented.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class LotData:
    """A lot; ``suppliers`` in the order of their rank, ``lines`` of annexe B."""

    id: str
    number: str
    title: str
    description: str
    suppliers: tuple
    options: tuple
    lines: tuple
    award_mode: str = "direct"
    answer_delay_days: int = 5
    ceiling: str | None = None
    lead_time_days: int | None = None


#: what every lot of the demo asks its suppliers to report
INDICATORS = (
    {
        "code": "LIV",
        "label": "Livrables remis et acceptés",
        "unit": "%",
        "kind": "percent",
        "target": "100",
        "required": True,
    },
    {
        "code": "DEL",
        "label": "Délai d'exécution",
        "unit": "jours",
        "kind": "integer",
        "target": "≤ 15",
        "required": True,
    },
    {
        "code": "PRI",
        "label": "Prise en main par l'équipe de la commune",
        "unit": "",
        "kind": "yes_no",
        "target": "oui",
        "required": True,
    },
)


@dataclass(frozen=True)
class MarketData:
    """A market of a centrale with its lots.

    ``years`` from this one to the first and the last of the market; ``course`` are the
    transitions it went through, ``open`` first.
    """

    centrale: str
    id: str
    title: str
    reference: str
    description: str
    ceiling: str
    lots: tuple
    years: tuple = (-1, 2)
    course: tuple = ("open",)


EXEMPLE = "exemple-cyber"
MODELE = "modele-conseil"
SPECIMEN = "specimen-reseaux"

#: what a supplier's prices are to those written here
PRICE_FACTORS = {EXEMPLE: "1.00", MODELE: "1.06", SPECIMEN: "0.97"}

# Lines: code, label, unit, unit price excluding VAT, VAT rate, option.
AUDIT_LINES = (
    ("AUD-01", "Réunion de cadrage et plan d'audit", "forfait", "640.00", "21", ""),
    ("AUD-02", "Audit organisationnel, jour d'auditeur", "jour", "920.00", "21", "ORG"),
    ("AUD-03", "Audit technique, jour d'auditeur", "jour", "980.00", "21", "TEC"),
    ("AUD-04", "Test d'intrusion externe", "forfait", "2450.00", "21", "PEN"),
    ("AUD-05", "Test d'intrusion interne", "forfait", "3100.00", "21", "PEN"),
    ("AUD-06", "Campagne d'hameçonnage simulé", "campagne", "1150.00", "21", "PHI"),
    ("AUD-07", "Envoi d'hameçonnage par utilisateur", "pièce", "1.2750", "21", "PHI"),
    ("AUD-08", "Audit de la sauvegarde et de la reprise", "jour", "940.00", "21", ""),
    ("AUD-09", "Rapport et plan d'action priorisé", "forfait", "1280.00", "21", ""),
    ("AUD-10", "Présentation au collège", "séance", "450.00", "21", ""),
    ("AUD-11", "Exemplaire imprimé du rapport", "pièce", "18.50", "6", ""),
)
NETWORK_LINES = (
    ("NET-01", "Pare-feu jusqu'à 50 utilisateurs", "pièce", "1490.00", "21", ""),
    ("NET-02", "Pare-feu de 50 à 150 utilisateurs", "pièce", "3280.00", "21", ""),
    ("NET-03", "Pare-feu au-delà de 150 utilisateurs", "pièce", "6950.00", "21", ""),
    ("NET-04", "Licence de sécurité, un an", "an", "610.00", "21", "LIC"),
    ("NET-05", "Commutateur administrable, 24 ports", "pièce", "735.00", "21", ""),
    ("NET-06", "Point d'accès Wi-Fi", "pièce", "289.9000", "21", "WIFI"),
    ("NET-07", "Installation et migration, jour", "jour", "790.00", "21", "INST"),
    ("NET-08", "Installation hors heures, jour", "jour", "1185.00", "21", "INST"),
    ("NET-09", "Support et remplacement, un an", "an", "420.00", "21", "SUP"),
    ("NET-10", "Formation des informaticiens, jour", "jour", "760.00", "0", "FOR"),
    ("NET-11", "Manuel imprimé d'exploitation", "pièce", "24.00", "6", ""),
)
ENDPOINT_LINES = (
    ("POS-01", "Protection d'un poste (EDR), par mois", "mois", "4.3500", "21", ""),
    ("POS-02", "Protection d'un serveur (EDR), par mois", "mois", "9.8000", "21", ""),
    (
        "POS-03",
        "Authentification forte, par compte et an",
        "an",
        "19.9500",
        "21",
        "MFA",
    ),
    ("POS-04", "Clé physique d'authentification", "pièce", "42.00", "21", "MFA"),
    ("POS-05", "Sauvegarde immuable, par To et mois", "mois", "27.50", "21", "SAU"),
    ("POS-06", "Test de restauration", "forfait", "480.00", "21", "SAU"),
    ("POS-07", "Mise en service, jour", "jour", "780.00", "21", ""),
    (
        "POS-08",
        "Surveillance par un centre d'opérations",
        "mois",
        "390.00",
        "21",
        "SOC",
    ),
    ("POS-09", "Formation des utilisateurs, demi-jour", "séance", "395.00", "0", "FOR"),
    ("POS-10", "Guide imprimé de l'utilisateur", "pièce", "6.75", "6", ""),
)
SUPPORT_LINES = (
    ("ACC-01", "Conseiller en sécurité junior, jour", "jour", "680.00", "21", "RSSI"),
    ("ACC-02", "Conseiller en sécurité senior, jour", "jour", "895.00", "21", "RSSI"),
    ("ACC-03", "Expert, jour", "jour", "1120.00", "21", ""),
    ("ACC-04", "Analyse de risques", "forfait", "2900.00", "21", "RIS"),
    ("ACC-05", "Politique de sécurité, rédaction", "forfait", "1850.00", "21", "RIS"),
    ("ACC-06", "Plan de continuité, rédaction", "forfait", "3400.00", "21", "PCA"),
    ("ACC-07", "Exercice de crise, demi-jour", "séance", "1250.00", "21", "PCA"),
    ("ACC-08", "Réponse à incident, heure ouvrable", "heure", "125.00", "21", "INC"),
    ("ACC-09", "Réponse à incident, autre heure", "heure", "187.50", "21", "INC"),
    ("ACC-10", "Déplacement en Wallonie", "pièce", "65.00", "21", ""),
    ("ACC-11", "Dossier imprimé et relié", "pièce", "22.00", "6", ""),
)
TRAINING_LINES = (
    ("FOR-01", "Séance de sensibilisation, demi-jour", "séance", "420.00", "0", "SEN"),
    ("FOR-02", "Séance pour les mandataires", "séance", "480.00", "0", "SEN"),
    ("FOR-03", "Formation des informaticiens, jour", "jour", "840.00", "0", "TEC"),
    ("FOR-04", "Plateforme d'apprentissage, par compte", "an", "11.4000", "21", "PLA"),
    ("FOR-05", "Mise en service de la plateforme", "forfait", "890.00", "21", "PLA"),
    ("FOR-06", "Campagne d'hameçonnage pédagogique", "campagne", "980.00", "21", "PHI"),
    ("FOR-07", "Adaptation des contenus, jour", "jour", "720.00", "21", ""),
    ("FOR-08", "Affiches, lot de vingt", "lot", "38.00", "21", ""),
    ("FOR-09", "Brochure imprimée", "pièce", "3.2500", "6", ""),
)

CYBER_MARKETS = (
    MarketData(
        "cyber",
        "audit-et-equipement",
        "Audit et équipement de cybersécurité",
        "DEMO-CYB-1",
        "Marché à attributaire unique par lot : la demande est transmise aussitôt à "
        "l'attributaire du lot, sans cascade. (Référence et montants inventés.)",
        "2000000.00",
        (
            LotData(
                "audit-de-securite",
                "1",
                "Audit de sécurité",
                "État des lieux de la sécurité de l'information : organisation, réseau, "
                "postes, sauvegardes. L'attributaire remet un rapport, un plan "
                "d'action priorisé et une présentation au collège. Les tests "
                "d'intrusion et la campagne d'hameçonnage sont des options.",
                (EXEMPLE,),
                (
                    ("ORG", "Audit organisationnel", "audit"),
                    ("TEC", "Audit technique", "audit"),
                    ("PEN", "Tests d'intrusion", "audit"),
                    ("PHI", "Campagne d'hameçonnage simulé", "audit"),
                ),
                AUDIT_LINES,
                ceiling="400000.00",
                lead_time_days=30,
            ),
            LotData(
                "pare-feu-et-reseau",
                "2",
                "Pare-feu et réseau",
                "Fourniture, installation et maintenance de pare-feu, de commutateurs "
                "et de points d'accès. Le dimensionnement se fait avec l'attributaire "
                "d'après le nombre d'utilisateurs et de sites.",
                (SPECIMEN,),
                (
                    ("LIC", "Licences de sécurité", "software"),
                    ("WIFI", "Réseau sans fil", "software"),
                    ("INST", "Installation et migration", "support"),
                    ("SUP", "Support et remplacement", "support"),
                    ("FOR", "Formation des informaticiens", "training"),
                ),
                NETWORK_LINES,
                ceiling="900000.00",
                lead_time_days=45,
            ),
            LotData(
                "protection-des-postes",
                "3",
                "Protection des postes et sauvegarde",
                "Protection des postes et des serveurs, authentification forte et "
                "sauvegarde immuable, par utilisateur et par mois ; surveillance par "
                "un centre d'opérations en option.",
                (MODELE,),
                (
                    ("MFA", "Authentification forte", "software"),
                    ("SAU", "Sauvegarde immuable", "software"),
                    ("SOC", "Surveillance par un centre d'opérations", "support"),
                    ("FOR", "Formation des utilisateurs", "training"),
                ),
                ENDPOINT_LINES,
                ceiling="700000.00",
                lead_time_days=21,
            ),
        ),
    ),
    MarketData(
        "cyber",
        "accompagnement",
        "Accompagnement en cybersécurité (accord-cadre)",
        "DEMO-CYB-2",
        "Accord-cadre à plusieurs attributaires classés : la centrale consulte le "
        "premier, puis en cas de refus ou de silence le suivant. Cette cascade est "
        "exécutée par la centrale exclusivement. (Référence et montants inventés.)",
        "1200000.00",
        (
            LotData(
                "accompagnement-rssi",
                "4",
                "Accompagnement d'un responsable de la sécurité",
                "Conseiller en sécurité de l'information à temps partagé : analyse de "
                "risques, politique de sécurité, plan de continuité, exercices de "
                "crise et appui en cas d'incident.",
                (EXEMPLE, MODELE, SPECIMEN),
                (
                    ("RSSI", "Conseiller à temps partagé", "support"),
                    ("RIS", "Analyse de risques et politique de sécurité", "audit"),
                    ("PCA", "Continuité et exercices de crise", "support"),
                    ("INC", "Réponse à incident", "support"),
                ),
                SUPPORT_LINES,
                award_mode="cascade",
                answer_delay_days=5,
                ceiling="800000.00",
                lead_time_days=15,
            ),
            LotData(
                "sensibilisation-et-formation",
                "5",
                "Sensibilisation et formation",
                "Sensibilisation des agents et des mandataires, formation des "
                "informaticiens, plateforme d'apprentissage et campagnes "
                "d'hameçonnage pédagogique.",
                (SPECIMEN, MODELE, EXEMPLE),
                (
                    ("SEN", "Séances de sensibilisation", "training"),
                    ("TEC", "Formation technique", "training"),
                    ("PLA", "Plateforme d'apprentissage", "software"),
                    ("PHI", "Hameçonnage pédagogique", "audit"),
                ),
                TRAINING_LINES,
                award_mode="cascade",
                answer_delay_days=8,
                ceiling="400000.00",
                lead_time_days=20,
            ),
        ),
    ),
)

SUPPORT_OPTIONS = CYBER_MARKETS[1].lots[0].options
ENDPOINT_OPTIONS = CYBER_MARKETS[0].lots[2].options
NETWORK_OPTIONS = CYBER_MARKETS[0].lots[1].options
AUDIT_OPTIONS = CYBER_MARKETS[0].lots[0].options


def one_lot(market_id, reference, description, lot, **values):
    """A market of the first centrale with a single lot, which shows one state."""
    return MarketData(
        "cyber",
        market_id,
        lot.title,
        reference,
        f"{description} (Marché fictif.)",
        "60000.00",
        (lot,),
        **values,
    )


OTHER_MARKETS = (
    one_lot(
        "gestion-de-crise",
        "DEMO-CYB-3",
        "Attribué ; les demandes s'ouvrent au début de l'année prochaine.",
        LotData(
            "cellule-de-crise",
            "6",
            "Gestion de crise",
            "Appui d'une cellule de crise dans les heures qui suivent un incident, et "
            "exercices sur table.",
            (EXEMPLE,),
            SUPPORT_OPTIONS,
            SUPPORT_LINES,
            lead_time_days=10,
        ),
        years=(1, 3),
    ),
    one_lot(
        "postes-des-ecoles",
        "DEMO-CYB-4",
        "Le montant du marché est atteint.",
        LotData(
            "postes-des-ecoles",
            "7",
            "Protection des postes des écoles",
            "Les mêmes protections que le lot 3, au tarif de l'enseignement.",
            (MODELE,),
            ENDPOINT_OPTIONS,
            ENDPOINT_LINES,
            lead_time_days=14,
        ),
        course=("open", "exhaust"),
    ),
    one_lot(
        "reseau-des-bibliotheques",
        "DEMO-CYB-5",
        "Les nouvelles demandes sont suspendues pendant la révision des prix.",
        LotData(
            "reseau-des-bibliotheques",
            "8",
            "Réseau des bibliothèques",
            "Réseau sans fil ouvert au public, séparé de celui de l'administration.",
            (SPECIMEN,),
            NETWORK_OPTIONS,
            NETWORK_LINES,
        ),
        course=("open", "suspend"),
    ),
    one_lot(
        "diagnostic-express",
        "DEMO-CYB-0",
        "Premier marché de la centrale, remplacé par les audits du lot 1.",
        LotData(
            "diagnostic-express",
            "9",
            "Diagnostic express",
            "État des lieux en deux jours et liste de mesures urgentes.",
            (EXEMPLE,),
            AUDIT_OPTIONS,
            AUDIT_LINES,
            lead_time_days=20,
        ),
        years=(-3, -2),
        course=("open", "end"),
    ),
)

SMART_LINES = (
    ("SOL-01", "Mise en service et paramétrage", "forfait", "2400.00", "21", "MES"),
    ("SOL-02", "Licence et hébergement, par mois", "mois", "295.00", "21", ""),
    ("SOL-03", "Support et maintenance, par mois", "mois", "85.00", "21", "SUP"),
    ("SOL-04", "Reprise de données, jour", "jour", "720.00", "21", "MES"),
    ("SOL-05", "Connexion à un autre logiciel", "forfait", "1350.00", "21", "INT"),
    ("SOL-06", "Formation, demi-jour", "séance", "410.00", "0", "FOR"),
    ("SOL-07", "Développement sur mesure, jour", "jour", "780.00", "21", "INT"),
    ("SOL-08", "Campagne d'information des citoyens", "forfait", "950.00", "21", ""),
    ("SOL-09", "Dépliant imprimé, les cent", "lot", "46.5000", "6", ""),
)
SMART_OPTIONS = (
    ("MES", "Mise en service et reprise de données", "software"),
    ("INT", "Intégration aux logiciels de la commune", "software"),
    ("SUP", "Support et maintenance", "support"),
    ("FOR", "Formation des agents", "training"),
)
ILLUSTRATIVE = " (Solution illustrative : le texte n'en nomme que six sur dix.)"


def solution(lot_id, number, title, description, supplier):
    """A lot of the Smart centrale; all have the same options and price list."""
    return LotData(
        lot_id,
        number,
        title,
        description,
        (supplier,),
        SMART_OPTIONS,
        SMART_LINES,
        lead_time_days=20,
    )


SMART_MARKETS = (
    MarketData(
        "smart",
        "solutions",
        "Panel de dix solutions Smart",
        "DEMO-SMART-1",
        "Un lot par solution, pour quatre ans, chacun avec un attributaire. Délai "
        "annoncé : 20 jours du bon de commande à l'attribution. (Référence, montants "
        "et attributaires inventés.)",
        "1000000.00",
        (
            solution(
                "e-guichet",
                "1",
                "E-guichet",
                "Commander des documents en ligne et suivre ses démarches.",
                MODELE,
            ),
            solution(
                "travaux-et-signalement",
                "2",
                "Service travaux et signalement",
                "Informatisation du service travaux et signalement des incivilités "
                "par les citoyens.",
                EXEMPLE,
            ),
            solution(
                "application-mobile",
                "3",
                "Application mobile communale",
                "Les informations et services de la commune en poche : actualités, "
                "agenda, collectes, alertes.",
                SPECIMEN,
            ),
            solution(
                "budget-participatif",
                "4",
                "Budget participatif",
                "Plateforme où les citoyens déposent des projets et votent.",
                EXEMPLE,
            ),
            solution(
                "repas-et-extrascolaire",
                "5",
                "Repas et accueil extrascolaire",
                "Réservation et paiement en ligne des repas et de l'accueil "
                "extrascolaire.",
                SPECIMEN,
            ),
            solution(
                "consultation-citoyenne",
                "6",
                "Consultation citoyenne",
                "Enquêtes, sondages et débats en ligne.",
                MODELE,
            ),
            solution(
                "salles-et-materiel",
                "7",
                "Réservation de salles et de matériel",
                "Agenda, demande et facturation des salles et du matériel communal."
                + ILLUSTRATIVE,
                MODELE,
            ),
            solution(
                "affichage-numerique",
                "8",
                "Affichage numérique",
                "Valves électroniques et écrans d'information dans les bâtiments."
                + ILLUSTRATIVE,
                SPECIMEN,
            ),
            solution(
                "energie-des-batiments",
                "9",
                "Suivi énergétique des bâtiments",
                "Relevé des consommations, alertes et tableaux de bord." + ILLUSTRATIVE,
                EXEMPLE,
            ),
            solution(
                "objets-connectes",
                "10",
                "Objets connectés",
                "Capteurs de remplissage, de trafic et de qualité de l'air."
                + ILLUSTRATIVE,
                SPECIMEN,
            ),
        ),
    ),
)

MARKETS = CYBER_MARKETS + OTHER_MARKETS + SMART_MARKETS
