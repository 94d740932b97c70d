"""The data of a dossier, for programs: what it is made of, and how it came there."""

from dataclasses import replace
from imio.centrale import missions
from imio.centrale import progress
from imio.centrale.bundle.decided import decided_json
from imio.centrale.bundle.fields import as_json
from imio.centrale.bundle.fields import portable
from imio.centrale.bundle.filing import filed_of
from imio.centrale.bundle.french import FRENCH
from imio.centrale.content.centrale import ICentrale
from imio.centrale.lookup import ancestor
from imio.centrale.proving.overrides import rows_of
from imio.centrale.serializers.ledger import entry_json
from imio.centrale.serializers.ledger import iso
from imio.centrale.serializers.ledger import why_json
from imio.centrale.subsidy.explaining import why_of
from imio.centrale.subsidy.positions import book_of
from imio.centrale.subsidy.positions import position_of
from imio.centrale.subsidy.positions import program_of
from imio.centrale.timeline import name_of
from imio.centrale.workflows.state import history_of
from imio.centrale.workflows.state import state_of


FORMAT = "imio.centrale.dossier/1"
#: the pieces, as they are called in the data
KINDS = {
    "consultations": "imio.centrale.Consultation",
    "offers": "imio.centrale.Offer",
    "orders": "imio.centrale.Order",
    "closures": "imio.centrale.ClosureFile",
    "files": "File",
}
ORDER = KINDS["orders"]


def data_of(mission, filed):
    """The whole of it; ``filed`` are its documents in the bundle."""
    return {
        "format": FORMAT,
        "tracking_code": mission.tracking_code,
        "step": progress.step(mission),
        "centrale": party(ancestor(mission, ICentrale)),
        "authority": party(missions.authority_of(mission)),
        "lot": party(missions.lot_of(mission)),
        "supplier": party(missions.supplier_of(mission)),
        "mission": piece_json(mission, ()),
        **{
            name: [
                piece_json(child, filed)
                for child in missions.children_of(mission, portal_type)
            ]
            for name, portal_type in KINDS.items()
        },
        "subsidy": subsidy_json(mission),
        "ledger": ledger_json(mission),
    }


def party(obj):
    """What identifies an object that is not in the bundle."""
    if obj is None:
        return None
    found = {"UID": obj.UID(), "title": obj.title}
    for name in ("enterprise_number", "number", "code_prefix"):
        if hasattr(obj, name):
            found[name] = getattr(obj, name)
    return found


def piece_json(obj, filed):
    """An object of the dossier: fields, documents, what was let pass, history."""
    return {
        "UID": obj.UID(),
        "id": obj.getId(),
        "type": obj.portal_type,
        "title": obj.title,
        "created": iso(obj.created().asdatetime()),
        "state": state_of(obj),
        "fields": as_json(obj),
        **decided_json(obj),
        "documents": [document_json(each) for each in filed_of(obj, filed)],
        "overrides": [override_json(row) for row in rows_of(obj)],
        "history": [status_json(status) for status in history_of(obj)],
    }


def document_json(filed):
    """A document, with its verdict: no code of another dossier stands here."""
    statement = filed.statement
    return {
        **filed.entry.as_json(),
        "field": statement.field,
        "filename": statement.file.filename,
        "content_type": statement.file.contentType,
        "outcome": statement.verdict.outcome,
        "why": statement.verdict.why,
        "read": iso(statement.read) if statement.read else None,
    }


def override_json(row):
    return {**row, "at": iso(row["at"]), "agent_name": name_of(row["agent"])}


def status_json(status):
    actor = status.get("actor") or ""
    return {
        "at": iso(status["time"].asdatetime()),
        "transition": status.get("action") or "",
        "state": status["review_state"],
        "actor": actor,
        "actor_name": name_of(actor),
        "comment": status.get("comments") or "",
        "reason_code": status.get("reason_code") or "",
        "reason_note": status.get("reason_note") or "",
    }


def subsidy_json(mission):
    """The arithmetic of the order that came; what one would get now is no part of it."""
    why = why_of(mission)
    if why.order is None:
        return None
    return portable(why_json(replace(why, prospect=None), FRENCH))


def ledger_json(mission):
    """The entries of the ledger about this dossier, in the words of the ledger."""
    return [
        {"order": order.getId(), **portable(entry_json(entry))}
        for order in missions.children_of(mission, ORDER)
        for entry in entries_of(order)
    ]


def entries_of(order):
    position = position_of(order)
    if not position.rank:
        return []
    entries = book_of(program_of(order)).store.entries
    return [entries[number] for number in position.entries]
