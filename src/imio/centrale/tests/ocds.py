"""What a release package of the product may hold: every member, and nothing else.

Stricter than the standard, which is asked too: a member that is not in this table is a
fault, so that a field that is added somewhere does not publish itself.
"""

from datetime import datetime
from decimal import Decimal
from imio.centrale.tests import official

import json
import re


CURRENCY = ("EUR",)
STATUSES = ("planning", "active", "complete", "cancelled", "unsuccessful")
#: object -> member -> what it is: a name of ``READERS``, an object, a tuple of codes, or
#: a list of one of these; the members with a star are always there
MEMBERS = {
    "Package": {
        "uri*": "uri",
        "version*": ("1.1",),
        "extensions*": ["uri"],
        "publisher*": "Publisher",
        "publicationPolicy*": "uri",
        "publishedDate*": "instant",
        "releases*": ["Release"],
        "links": "Links",
    },
    "Publisher": {"name*": "text", "scheme": "text", "uid*": "text", "uri*": "uri"},
    "Links": {"next": "uri"},
    "Release": {
        "id*": "text",
        "ocid*": "text",
        "date*": "instant",
        "tag*": [
            (
                "tender",
                "tenderCancellation",
                "award",
                "awardCancellation",
                "contract",
                "implementation",
                "contractTermination",
            )
        ],
        "initiationType*": ("tender",),
        "language*": ("fr",),
        "parties*": ["Organization"],
        "buyer": "Reference",
        "tender*": "Tender",
        "awards": ["Award"],
        "contracts": ["Contract"],
        "relatedProcesses": ["RelatedProcess"],
    },
    "Organization": {
        "id*": "text",
        "name*": "text",
        "identifier": "Identifier",
        "address": "Address",
        "roles*": [
            (
                "buyer",
                "supplier",
                "procuringEntity",
                "payer",
                "payee",
                "interestedParty",
            )
        ],
    },
    "Reference": {"id*": "text", "name*": "text"},
    "Identifier": {"scheme*": ("BE-BCE_KBO",), "id*": "text", "legalName*": "text"},
    "Address": {"region*": "text", "countryName*": "text"},
    "Tender": {
        "id*": "text",
        "title*": "text",
        "description": "text",
        "status*": STATUSES,
        "procuringEntity*": "Reference",
        "procurementMethod": ("direct",),
        "procurementMethodDetails": "text",
        "value": "Value",
        "contractPeriod": "Period",
        "techniques*": "Techniques",
        "competitive": "boolean",
        "lots": ["Lot"],
        "withheldLots": "integer",
        "designation": "Designation",
    },
    "Value": {"amount*": "number", "currency*": CURRENCY},
    "Period": {"startDate": "instant", "endDate": "instant"},
    "Techniques": {
        "hasFrameworkAgreement*": "boolean",
        "frameworkAgreement": "FrameworkAgreement",
    },
    "FrameworkAgreement": {
        "method*": ("withoutReopeningCompetition",),
        "buyerCategories*": "text",
        "value": "Value",
        "period": "Period",
    },
    "Lot": {
        "id*": "text",
        "title*": "text",
        "description": "text",
        "status*": STATUSES,
        "value": "Value",
        "callOffs*": "CallOffs",
    },
    "CallOffs": {"awardMode*": ("direct", "cascade"), "answerDelayDays*": "integer"},
    "Designation": {"awardMode*": ("direct", "cascade")},
    "Award": {
        "id*": "text",
        "title": "text",
        "status*": ("active", "pending", "cancelled", "unsuccessful"),
        "date": "instant",
        "value": "Value",
        "suppliers*": ["Reference"],
        "relatedLots": ["text"],
    },
    "Contract": {
        "id*": "text",
        "awardID*": "text",
        "status*": ("pending", "active", "cancelled", "terminated"),
        "value": "Value",
        "dateSigned*": "instant",
        "documents*": ["Document"],
        "finance": ["Finance"],
        "implementation": "Implementation",
    },
    "Document": {
        "id*": "text",
        "documentType*": (
            "contractSigned",
            "deliberation",
            "completionCertificate",
            "invoice",
            "paymentProof",
        ),
        "title*": "text",
        "description*": ("Le fichier n’est pas publié.",),
        "language*": ("fr",),
    },
    "Finance": {
        "id*": "text",
        "title*": "text",
        "value*": "Value",
        "financingPartyType*": ("institutional",),
        "type*": ("grant",),
    },
    "Implementation": {
        "transactions": ["Transaction"],
        "milestones*": ["Milestone"],
        "documents*": ["Document"],
    },
    "Transaction": {
        "id*": "text",
        "date*": "instant",
        "value*": "Value",
        "payer*": "Reference",
        "payee*": "Reference",
    },
    "Milestone": {
        "id*": "text",
        "title*": "text",
        "type*": ("delivery",),
        "dateMet*": "instant",
        "status*": ("met",),
    },
    "RelatedProcess": {
        "id*": "text",
        "relationship*": [("framework",)],
        "title*": "text",
        "scheme*": ("ocid",),
        "identifier*": "text",
        "relatedLots*": ["text"],
    },
}
#: what the package for agents and auditors has besides
FULL = {
    "Award": {"items": ["Item"]},
    "Contract": {"items": ["Item"]},
    "Item": {
        "id*": "text",
        "description*": "text",
        "additionalClassifications*": ["Classification"],
        "quantity*": "number",
        "unit*": "Unit",
    },
    "Classification": {"scheme*": ("annexe-b",), "id*": "text"},
    "Unit": {"name*": "text", "value*": "Value"},
    "Designation": {"trackingCode": "text", "consultations": ["Consultation"]},
    "Consultation": {
        "id*": "text",
        "rank*": "integer",
        "supplier*": "Reference",
        "sentDate*": "instant",
        "dueDate*": "instant",
        "answerDate": "instant",
        "answer": ("accepted", "declined", "expired", "skipped"),
    },
}


def _is_instant(found):
    """With an offset: an instant that is none cannot be compared with another's."""
    return isinstance(found, str) and datetime.fromisoformat(found).tzinfo is not None


READERS = {
    "text": lambda found: isinstance(found, str) and found.strip(),
    "uri": lambda found: re.fullmatch(r"https?://\S+", found),
    "instant": _is_instant,
    "number": lambda found: isinstance(found, Decimal),
    "integer": lambda found: isinstance(found, Decimal) and found % 1 == 0,
    "boolean": lambda found: isinstance(found, bool),
}


def read(text):
    """A package, its numbers exact."""
    return json.loads(text, parse_float=Decimal, parse_int=Decimal)


def faults(package, full=False):
    """What a package has that it may not, or lacks; empty for one that is right."""
    members = MEMBERS
    if full:
        names = {*MEMBERS, *FULL}
        members = {
            name: {**MEMBERS.get(name, {}), **FULL.get(name, {})} for name in names
        }
    return [
        *_faults(package, "Package", members, "package"),
        *[fault for each in package["releases"] for fault in _inside(each)],
        *_doubles("release", [each["id"] for each in package["releases"]]),
        *_doubles("ocid", [each["ocid"] for each in package["releases"]]),
        *official.ocds_faults(package),
    ]


def _faults(found, kind, members, place):
    if isinstance(kind, list):
        if not isinstance(found, list) or not found:
            return [f"{place}: no list"]
        return [
            fault
            for position, each in enumerate(found)
            for fault in _faults(each, kind[0], members, f"{place}[{position}]")
        ]
    if isinstance(kind, tuple):
        return [] if found in kind else [f"{place}: {found!r}"]
    if kind in READERS:
        return [] if READERS[kind](found) else [f"{place}: {found!r}"]
    return _faults_of_object(found, members[kind], members, place)


def _faults_of_object(found, own, members, place):
    kinds = {name.rstrip("*"): kind for name, kind in own.items()}
    asked = {name.rstrip("*") for name in own if name.endswith("*")}
    faults = [f"{place}: no {name}" for name in sorted(asked - set(found))]
    for name, each in found.items():
        if name in kinds:
            faults += _faults(each, kinds[name], members, f"{place}.{name}")
        else:
            faults.append(f"{place}: {name} is not published")
    return faults


def _inside(release):
    """Every organisation is among the parties, every id stands once."""
    known = [each["id"] for each in release["parties"]]
    used = {each["id"] for each in references(release)}
    contracts = release.get("contracts", [])
    ids = [
        each["id"]
        for contract in contracts
        for name in ("transactions", "documents")
        for each in contract.get("implementation", {}).get(name, [])
    ]
    ids += [each["id"] for contract in contracts for each in contract["documents"]]
    awards = {each["id"] for each in release.get("awards", [])}
    return [
        *_doubles("party", known),
        *_doubles("id", [*ids, *[each["id"] for each in contracts]]),
        *[f"nobody is {each}" for each in sorted(used - set(known))],
        *[
            f"no award {each['awardID']}"
            for each in contracts
            if each["awardID"] not in awards
        ],
    ]


def references(found):
    """Every reference to an organisation below here."""
    if isinstance(found, list):
        for each in found:
            yield from references(each)
    elif isinstance(found, dict):
        for name, each in found.items():
            if name in ("buyer", "procuringEntity", "payer", "payee", "supplier"):
                yield each
            elif name == "suppliers":
                yield from each
            else:
                yield from references(each)


def _doubles(what, ids):
    return [f"{what} twice: {each}" for each in sorted({*ids}) if ids.count(each) > 1]
