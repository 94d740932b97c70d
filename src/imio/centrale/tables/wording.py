"""The French of the files that are written: headers, names of sheets, instructions."""

INVENTORY_SHEET = "Annexe B"
HELP_SHEET = "Mode d'emploi"
OPTIONS_SHEET = "Options"
CONFORMITY_SHEET = "Conformité"

#: In the order of ``FIELDS``.
INVENTORY_HEADERS = {
    "code": "Code",
    "label": "Libellé",
    "unit": "Unité",
    "unit_price": "Prix unitaire HTVA (€)",
    "vat_rate": "TVA (%)",
    "option": "Option",
}

EXAMPLE_LABEL = "Jour de conseil (exemple à remplacer)"
EXAMPLE_UNIT = "jour"

INSTRUCTIONS = (
    "Une ligne par prestation, sous les en-têtes de la feuille « Annexe B ».",
    "La ligne d'exemple doit être remplacée.",
    "Code : unique dans l'inventaire, 50 caractères au plus. Un code déjà connu met à jour la ligne.",
    "Libellé : 500 caractères au plus.",
    "Unité : jour, pièce, mois, forfait…",
    "Prix unitaire : en euro, hors TVA, quatre décimales au plus.",
    "TVA : 0, 6, 12 ou 21.",
    "Option : un code de la feuille « Options », ou rien.",
    "Ne fusionnez pas de cellules et ne changez pas les en-têtes.",
)
OPTION_HEADERS = ("Code de l'option", "Option")
BAD_VAT_RATE = "Le taux de TVA est 0, 6, 12 ou 21."
BAD_OPTION = "Choisissez un code de la liste des options du lot."
BAD_PRICE = "Le prix est un nombre positif, en euro, hors TVA."

CONFORMITY_HEADERS = (
    *("Code", "Libellé", "Unité", "Version de l'annexe B", "Lignes de l'offre"),
    *("Quantité", "Prix annexe B (€)", "Prix offert (€)", "Écart (€)", "Écart (%)"),
    *("Montant annexe B (€)", "Montant offert (€)", "TVA (%)", "Conforme", "Remarques"),
)
TOTAL = "Total HTVA"
TOTAL_WITH_VAT = "Total TVAC"
YES = "oui"
NO = "non"
