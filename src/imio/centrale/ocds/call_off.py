"""A mission as a release: a contracting process of its own, below its framework."""

from imio.centrale.domain.publication import published_orders
from imio.centrale.ocds.contract import award_id
from imio.centrale.ocds.contract import contract
from imio.centrale.ocds.contract import items
from imio.centrale.ocds.contract import stands
from imio.centrale.ocds.parties import Parties
from imio.centrale.ocds.records import CallOff
from imio.centrale.ocds.records import Centrale
from imio.centrale.ocds.release import procuring
from imio.centrale.ocds.release import release
from imio.centrale.ocds.values import compact
from imio.centrale.ocds.values import instant
from imio.centrale.ocds.values import ocid
from imio.centrale.ocds.values import value


METHODS = {
    "direct": "Commande sur accord-cadre au titulaire unique du lot",
    "cascade": "Commande sur accord-cadre, le titulaire étant désigné en cascade",
}
ENDED = {"cancelled": "cancelled", "unsuccessful": "unsuccessful"}


def call_off_release(mission: CallOff, centrale: Centrale, full: bool = False) -> dict:
    """The release of a mission.

    In the public one stand the designation and the orders that were confirmed. The full
    one adds what only agents and auditors may know: code, ranks, answers, prices, what
    is granted and not yet paid.
    """
    parties = Parties()
    orders = mission.orders if full else published_orders(mission.orders)
    number = ocid(centrale.prefix, mission.key)
    buyer = parties.add(mission.buyer, "buyer")
    sections = {
        "buyer": buyer,
        "tender": _tender(number, mission, centrale, parties, orders, full),
        "awards": _awards(number, mission, parties, orders, full),
        "contracts": [
            contract(number, mission, order, centrale, parties, full)
            for order in orders
        ],
        "relatedProcesses": [_framework(mission, centrale)],
    }
    tags = _tags(mission, sections)
    return release(number, mission.date, tags, parties, compact(sections))


def _tags(mission, sections):
    """What the release speaks of."""
    ended = mission.state in ENDED
    if sections["contracts"]:
        return ["award", "contract", *_contract_tags(mission, sections["contracts"])]
    if sections["awards"]:
        return ["awardCancellation" if ended else "award"]
    return ["tenderCancellation" if ended else "tender"]


def _contract_tags(mission, contracts):
    if any("implementation" in each for each in contracts):
        yield "implementation"
    if mission.state in ("closed", "cancelled"):
        yield "contractTermination"


def _tender(number, mission, centrale, parties, orders, full):
    designation = {"awardMode": mission.lot.award_mode}
    if full:
        designation |= _cascade(mission, parties)
    return compact(
        {
            "id": number,
            "title": mission.lot.title,
            "status": _status(mission, orders),
            "procuringEntity": procuring(centrale, parties),
            "procurementMethod": "direct",
            "procurementMethodDetails": METHODS[mission.lot.award_mode],
            "competitive": False,
            "techniques": {"hasFrameworkAgreement": True},
            "designation": designation,
        }
    )


def _status(mission, orders):
    if not orders and mission.state in ENDED:
        return ENDED[mission.state]
    return "active" if mission.designated is None else "complete"


def _cascade(mission, parties):
    """Who was asked, in which order, and what each answered: never for the public."""
    return compact(
        {
            "trackingCode": mission.tracking_code,
            "consultations": [
                compact(
                    {
                        "id": str(position),
                        "rank": each.rank,
                        "supplier": parties.add(each.supplier, "interestedParty"),
                        "sentDate": instant(each.sent),
                        "dueDate": instant(each.due),
                        "answerDate": instant(each.answered),
                        "answer": each.answer,
                    }
                )
                for position, each in enumerate(mission.consultations, start=1)
            ],
        }
    )


def _awards(number, mission, parties, orders, full):
    if mission.supplier is None:
        return []
    return [
        compact(
            {
                "id": award_id(number),
                "status": _award_status(mission, orders),
                "date": instant(mission.designated),
                "value": value(_amount(mission, orders, full)),
                "suppliers": [parties.add(mission.supplier, "supplier")],
                "items": items(mission.lines) if full else None,
            }
        )
    ]


def _amount(mission, orders, full):
    """For the public only while an order stands: the next offer is nobody's business."""
    return mission.amount if full or any(map(stands, orders)) else None


def _award_status(mission, orders):
    if mission.state in ENDED:
        return ENDED[mission.state]
    return "active" if any(map(stands, orders)) else "pending"


def _framework(mission, centrale):
    number = ocid(centrale.prefix, mission.market_key)
    return {
        "id": "framework",
        "relationship": ["framework"],
        "title": mission.market_title,
        "scheme": "ocid",
        "identifier": number,
        "relatedLots": [mission.lot.number],
    }
