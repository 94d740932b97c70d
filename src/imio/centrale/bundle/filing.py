"""Where each document of a dossier lies in its bundle."""

from dataclasses import dataclass
from imio.centrale.bundle.archive import Entry
from imio.centrale.bundle.names import safe
from imio.centrale.bundle.names import unique
from imio.centrale.proving.documents import documents_of
from imio.centrale.proving.documents import pieces_of
from imio.centrale.proving.statements import Statement
from imio.centrale.proving.statements import statements


#: type of a piece -> the folder of its step
FOLDERS = {
    "File": "documents",
    "imio.centrale.Offer": "3-offre",
    "imio.centrale.Order": "4-commande",
    "imio.centrale.ClosureFile": "5-cloture",
}
#: field -> what its file is called before its own name
STEMS = {
    "file": "",
    "quote": "devis-",
    "deliberation": "deliberation-",
    "purchase_order": "bon-de-commande-",
    "report": "rapport-",
    "invoice": "facture-",
    "payment_proof": "preuve-de-paiement-",
}


@dataclass(frozen=True)
class Filed:
    """A document in the bundle, with its verdict as the parties may know it."""

    piece: object
    statement: Statement
    entry: Entry


def file_documents(mission, archive):
    """Put every document of a mission in the archive; the ``Filed``, in their order."""
    taken, filed = set(), []
    for piece in pieces_of(mission):
        told = {each.field: each for each in statements(piece, agent=False)}
        for name, file in documents_of(piece).items():
            path = unique(path_of(piece, name, file), taken)
            with file.open() as source:
                entry = archive.add(path, source, file.getSize())
            filed.append(Filed(piece, told[name], entry))
    return filed


def filed_of(obj, filed):
    """Those of one piece."""
    return [each for each in filed if each.piece.UID() == obj.UID()]


def path_of(piece, field, file):
    name = safe(f"{STEMS[field]}{file.filename or field}")
    return f"{FOLDERS[piece.portal_type]}/{safe(piece.getId())}/{name}"
