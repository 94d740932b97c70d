"""The rules of a program as JSON: their versions, and what a change would do."""

from imio.centrale.domain.money import to_text
from imio.centrale.domain.program_rules import DEADLINES
from imio.centrale.lookup import resolve
from imio.centrale.messages import as_json as reason_json
from imio.centrale.serializers.ledger import amount_json
from imio.centrale.serializers.ledger import category_json
from imio.centrale.serializers.ledger import iso
from imio.centrale.serializers.ledger import mission_json
from imio.centrale.serializers.ledger import party_json
from imio.centrale.subsidy.programs import history_of
from imio.centrale.workflows.state import state_of
from plone.restapi.serializer.converters import json_compatible


def versions_json(program):
    """The versions of the rules, each with what it changed."""
    return [
        {
            "version": version.number,
            "at": iso(version.at),
            "actor": version.actor,
            "note": version.note,
            "changes": changes,
            "envelope": to_text(version.envelope),
            **rules_json(version.rules),
        }
        for version, changes in history_of(program)
    ]


def rules_json(rules):
    """The rules, by the names of the fields of a program."""
    return {
        "amount_basis": rules.amount_basis,
        "categories": [category_json(each) for each in rules.categories],
        "eligible_types": sorted(rules.eligible_types),
        "excluded_nis": sorted(rules.excluded_nis),
        **{name: json_compatible(getattr(rules, name)) for name in DEADLINES},
    }


def rehearsal_json(rehearsal, request):
    """The dossiers a change touches, and what the waiting list would get at once."""
    return {
        "dossiers": [touched_json(each, request) for each in rehearsal.touched],
        "waiting_served": [served_json(entry) for entry in rehearsal.served],
    }


def touched_json(touched, request):
    """A dossier before and after; ``kept`` is what it holds already, and keeps."""
    standing = touched.standing
    return {
        "mission": mission_json(standing.mission),
        "authority": party_json(standing.authority),
        "state": state_of(resolve(standing.mission)),
        "before": outcome_json(touched.before, request),
        "after": outcome_json(touched.after, request),
        "kept": amount_json(touched.kept),
    }


def outcome_json(outcome, request):
    """What a dossier gets by some rules."""
    return {
        "eligible": outcome.eligible,
        "reasons": [reason_json(each, request) for each in outcome.reasons],
        "amount": to_text(outcome.amount),
    }


def served_json(entry):
    """A dossier that waits, and what it would get."""
    return {
        "rank": entry.rank,
        "mission": mission_json(entry.mission),
        "authority": party_json(entry.authority),
        "amount": to_text(entry.amount),
    }
