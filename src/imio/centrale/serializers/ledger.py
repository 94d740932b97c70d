"""The ledger and its arithmetic as JSON: amounts are texts, instants those of Brussels."""

from imio.centrale.domain.calendar import to_brussels
from imio.centrale.domain.money import to_text
from imio.centrale.lookup import resolve
from imio.centrale.messages import as_json as reason_json
from imio.centrale.parties import may_view


TERMS = ("order_amount", "category_amount", "balance_before")
NOW = ("ceiling", "reserved", "granted", "liquidated", "waits_for")


def iso(instant):
    """An instant on the clock of Brussels."""
    return to_brussels(instant).isoformat()


def amount_json(amount):
    """An amount as text; ``None`` where none is known."""
    return None if amount is None else to_text(amount)


def totals_json(book):
    """The four parts of the envelope: they add up to it."""
    head = book.head
    return {
        "envelope": to_text(head["envelope"]),
        "reserved": to_text(head["reserved"]),
        "granted": to_text(head["granted"]),
        "liquidated": to_text(head["liquidated"]),
        "balance": to_text(book.balance),
    }


def entry_json(entry):
    """One entry of the ledger; ``mission`` and ``authority`` are ``None`` where it is
    about the envelope itself.
    """
    return {
        "number": entry.number,
        "kind": entry.kind,
        "code": entry.code,
        "at": iso(entry.at),
        "amount": to_text(entry.amount),
        "mission": mission_json(entry.mission),
        "authority": party_json(entry.authority),
        "order": entry.dossier or None,
        "rank": entry.rank or None,
        "actor": entry.actor,
        "note": entry.note,
        "balance": to_text(entry.balance),
        "previous": entry.previous,
        "hash": entry.hash,
    }


def waiting_json(position, amount):
    """A dossier of the waiting list and what it waits for."""
    return {
        "rank": position.rank,
        "mission": mission_json(position.mission),
        "authority": party_json(position.authority),
        "held": to_text(position.held),
        "waits_for": to_text(amount),
    }


def mission_json(uid):
    """A mission by its UID; what was removed since keeps its UID."""
    mission = resolve(uid)
    if mission is None:
        return {"UID": uid} if uid else None
    return {
        "@id": mission.absolute_url(),
        "UID": uid,
        "tracking_code": mission.tracking_code,
    }


def party_json(uid):
    """An authority by its UID."""
    authority = resolve(uid)
    if authority is None:
        return {"UID": uid} if uid else None
    return {"@id": authority.absolute_url(), "UID": uid, "title": authority.title}


def finding_json(finding):
    """What does not fit in a ledger."""
    return {
        "number": finding.number,
        "code": finding.code,
        "subject": finding.subject,
        "expected": finding.expected,
        "found": finding.found,
    }


def why_json(why, request):
    """The arithmetic of a dossier.

    ``result`` is what its deposit reserved; ``provisional`` while no order came: what
    one would reserve now, at most while no offer says what it will be worth. An order
    that went back has ``if_deposited_again`` besides.
    """
    provisional = why.order is None and why.prospect is not None
    result = {
        "program": program_json(why.program),
        "rules_version": why.rules_version,
        "rules": _version_json(why),
        "provisional": provisional,
        "eligible": why.eligible,
        "reasons": [reason_json(each, request) for each in why.reasons],
        "received": iso(why.received) if why.received else None,
        **_applicant_json(why),
        "derogations": [derogation_json(each) for each in why.derogations],
    }
    if provisional:
        result.update(_prospect_json(why.prospect, request))
    elif why.prospect is not None:
        result["if_deposited_again"] = _prospect_json(why.prospect, request)
    if why.explanation is not None:
        result.update(_explanation_json(why.explanation))
    return result


def _version_json(why):
    if why.version is None:
        return None
    return {
        "version": why.version.number,
        "at": iso(why.version.at),
        "amount_basis": why.rules.amount_basis,
    }


def _applicant_json(why):
    """The authority as it was judged."""
    known, category = why.applicant, why.category
    interest = known.interest_date if known is not None else None
    return {
        "users_count": known.users_count if known is not None else None,
        "interest_date": interest.isoformat() if interest else None,
        "category": category_json(category) if category is not None else None,
    }


def category_json(category):
    """A category of a program."""
    return {
        "code": category.code,
        "min_users": category.min_users,
        "max_users": category.max_users,
        "amount": to_text(category.amount),
    }


def derogation_json(row):
    """A deadline extended for a dossier."""
    return {**row, "until": iso(row["until"]), "at": iso(row["at"])}


def program_json(program):
    """A program; its address only for those who may open it."""
    if program is None:
        return None
    result = {"title": program.title}
    if may_view(program):
        result["@id"] = program.absolute_url()
    return result


def _prospect_json(found, request):
    reasons = (*found.reasons, *found.shortage)
    return {
        "eligible": found.eligible,
        "reasons": [reason_json(each, request) for each in reasons],
        "rank": None,
        "order_amount": amount_json(found.order_amount),
        "category_amount": to_text(found.category_amount),
        "already_granted": to_text(found.already),
        "category_left": to_text(found.category_left),
        "balance_before": to_text(found.balance),
        "result": to_text(found.amount),
        "limited_by": found.limited_by,
    }


def _explanation_json(found):
    return {
        "rank": found.rank,
        "state": found.state,
        "deposited": iso(found.deposited),
        "already_granted": to_text(found.already),
        "category_left": to_text(found.category_left),
        "result": to_text(found.reserved_at_deposit),
        "limited_by": found.limited_by,
        **{name: to_text(getattr(found, name)) for name in (*TERMS, *NOW)},
        "entries": [own_entry_json(each) for each in (*found.former, *found.later)],
    }


def own_entry_json(entry):
    """An entry as the dossier itself reads it: nothing of the others."""
    whole = entry_json(entry)
    names = ("number", "kind", "code", "at", "amount", "rank", "hash")
    return {name: whole[name] for name in names}
