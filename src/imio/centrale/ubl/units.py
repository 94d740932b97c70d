"""Units of annexe B as codes of UN/ECE Recommendation 20, which UBL asks for."""

import unicodedata


#: when a unit is none of the list: "one"; the word itself then stands beside the item
ONE = "C62"

CODES = {
    "DAY": "jour jours journée journées jour-homme jours-homme j j/h jh homme-jour",
    "HUR": "heure heures h",
    "MIN": "minute minutes min",
    "WEE": "semaine semaines",
    "MON": "mois",
    "QAN": "trimestre trimestres",
    "ANN": "an ans année années annuel",
    "H87": "pièce pièces pce pc",
    "SET": "kit kits lot lots ensemble ensembles",
    "LS": "forfait forfaits forfaitaire",
    "KMT": "kilomètre kilomètres km",
    "MTR": "mètre mètres m",
    "MTK": "m2 m²",
    "IE": "personne personnes utilisateur utilisateurs participant participants",
    ONE: "unité unités u un une poste postes licence licences",
}


def _folded(text: str) -> str:
    """Small letters without accents, single blanks."""
    letters = unicodedata.normalize("NFKD", text.strip().lower())
    kept = "".join(each for each in letters if not unicodedata.combining(each))
    return " ".join(kept.rstrip(".").split())


#: words that say "one of it" and no more
_COUNTED = frozenset({"", "unite", "unites", "u", "un", "une"})
_CODE_OF = {
    _folded(word): code for code, words in CODES.items() for word in words.split()
}


def code_of(unit: str) -> str:
    """The code of a unit, ``C62`` for one that is not known."""
    return _CODE_OF.get(_folded(unit), ONE)


def is_told_by_code(unit: str) -> bool:
    """Whether the code says all that the word does."""
    return code_of(unit) != ONE or _folded(unit) in _COUNTED
