"""The documents of a dossier: which field of which piece holds one."""

from imio.centrale import _


#: type of a piece -> its fields that hold a document, as they come in the procedure
FIELDS = {
    "File": ("file",),
    "imio.centrale.Offer": ("quote",),
    "imio.centrale.Order": ("deliberation", "purchase_order"),
    "imio.centrale.ClosureFile": ("report", "invoice", "payment_proof"),
}
TITLES = {
    "file": _("Document"),
    "quote": _("Quote"),
    "deliberation": _("Deliberation"),
    "purchase_order": _("Purchase order"),
    "report": _("End-of-mission report"),
    "invoice": _("Invoice"),
    "payment_proof": _("Proof of payment"),
}


def documents_of(piece):
    """Field -> file, of the documents that are there."""
    held = {
        name: getattr(piece, name, None) for name in FIELDS.get(piece.portal_type, ())
    }
    return {name: file for name, file in held.items() if file is not None}


def pieces_of(mission):
    """Whatever may hold a document of a mission, in the order it was made."""
    found = [child for child in mission.objectValues() if child.portal_type in FIELDS]
    return sorted(found, key=lambda child: (child.created(), child.getId()))
