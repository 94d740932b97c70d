"""The code proof of documents as JSON."""

from imio.centrale.codes import uid_for
from imio.centrale.lookup import resolve
from imio.centrale.missions import mission_of
from imio.centrale.parties import may
from imio.centrale.proving.documents import pieces_of
from imio.centrale.proving.documents import TITLES
from imio.centrale.proving.statements import statements
from imio.centrale.serializers.ledger import iso
from imio.centrale.serializers.ledger import mission_json
from zope.i18n import translate


INSPECT = "imio.centrale: Inspect Dossier"


def answer(obj, documents):
    """What is answered about a mission or a piece of one."""
    return {
        "@id": f"{obj.absolute_url()}/@centrale-proof",
        "tracking_code": mission_of(obj).tracking_code,
        "documents": documents,
    }


def proofs_json(piece, request):
    """The documents of a piece, each with its verdict."""
    return [
        {"@id": piece.absolute_url(), **statement_json(piece, each, request)}
        for each in statements(piece)
    ]


def mission_proofs_json(mission, request):
    """Those of all pieces that this user may view."""
    return [
        found
        for piece in pieces_of(mission)
        if may(piece, "View")
        for found in proofs_json(piece, request)
    ]


def statement_json(piece, statement, request):
    """``blocks`` while it stops the confirmation or the acceptance.

    Agents have ``found``, ``foreign`` and ``near_misses`` besides.
    """
    result = {
        "field": statement.field,
        "title": translate(TITLES[statement.field], context=request),
        "filename": statement.file.filename,
        "size": statement.file.getSize(),
        "digest": statement.evidence.digest or None,
        "read": iso(statement.read) if statement.read else None,
        "outcome": statement.verdict.outcome,
        "why": statement.verdict.why or None,
        "message": statement.sentence(context=request),
        "blocks": statement.stops,
        "override": override_json(statement.override, may(piece, INSPECT)),
    }
    if statement.kept is not None:
        result.update(codes_json(statement.kept.proof))
    return result


def override_json(row, whole):
    """When a document was let pass; who and why for agents and auditors."""
    if row is None:
        return None
    result = {"at": iso(row["at"])}
    if whole:
        result.update(agent=row["agent"], note=row["note"])
    return result


def codes_json(proof):
    """Every code that was read, the dossiers of the others, and what looks like it."""
    return {
        "found": [found_json(each) for each in proof.found],
        "foreign": [foreign_json(code) for code in proof.verdict.foreign],
        "near_misses": [found_json(each) for each in proof.misread],
    }


def found_json(found):
    return {
        "code": found.code,
        "as_written": found.as_written,
        "where": found.where,
    }


def foreign_json(code):
    """The dossier that has a code; one that is gone has its code only."""
    uid = uid_for(code)
    if resolve(uid) is None:
        return {"tracking_code": code}
    return mission_json(uid)
