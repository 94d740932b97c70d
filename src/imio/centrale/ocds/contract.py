"""An order as a contract, with what was paid on it."""

from imio.centrale.ocds.parties import reference
from imio.centrale.ocds.values import compact
from imio.centrale.ocds.values import digest
from imio.centrale.ocds.values import instant
from imio.centrale.ocds.values import start_of
from imio.centrale.ocds.values import value


NOT_PUBLISHED = "Le fichier n’est pas publié."
#: (id, type, title) of the documents; types beyond the codelist of OCDS are our own
ORDER_DOCUMENTS = (
    ("purchase-order", "contractSigned", "Bon de commande"),
    ("deliberation", "deliberation", "Délibération"),
)
CLOSURE_DOCUMENTS = (
    ("report", "completionCertificate", "Rapport de fin de mission"),
    ("invoice", "invoice", "Facture"),
    ("payment-proof", "paymentProof", "Preuve de paiement"),
)


def award_id(number: str) -> str:
    """The designation of the supplier in a call-off."""
    return f"{number}-award"


def stands(order) -> bool:
    """Confirmed, and not cancelled since."""
    return order.confirmed is not None and not order.cancelled


def contract(number, mission, order, centrale, parties, full):
    """One order; its number is typed by people, and stays with them.

    One that is cancelled has no amount: the mission may be at another offer by now.
    """
    own = f"{number}-{digest(f'order {order.key}', 8)}"
    return compact(
        {
            "id": own,
            "awardID": award_id(number),
            "status": status(mission, order),
            "value": None if order.cancelled else value(mission.amount),
            "dateSigned": start_of(order.signed),
            "items": items(mission.lines) if full else None,
            "documents": documents(own, ORDER_DOCUMENTS),
            "finance": finance(own, order, full),
            "implementation": implementation(own, mission, order, centrale, parties),
        }
    )


def status(mission, order) -> str:
    """Of an order that is not yet confirmed: pending."""
    if order.cancelled or mission.state == "cancelled":
        return "cancelled"
    if order.confirmed is None:
        return "pending"
    return "terminated" if mission.state == "closed" else "active"


def items(lines) -> list[dict]:
    """The lines with the prices of annexe B: never for the public."""
    return [
        {
            "id": str(position),
            "description": line.label,
            "additionalClassifications": [{"scheme": "annexe-b", "id": line.code}],
            "quantity": line.quantity,
            "unit": {"name": line.unit, "value": value(line.unit_price)},
        }
        for position, line in enumerate(lines, start=1)
    ]


def documents(own, known) -> list[dict]:
    """That they exist, and nothing of what is in them."""
    return [
        {
            "id": f"{own}-document-{name}",
            "documentType": kind,
            "title": title,
            "description": NOT_PUBLISHED,
            "language": "fr",
        }
        for name, kind, title in known
    ]


def finance(own, order, full) -> list[dict]:
    """The subsidy: for the public once it is paid, for agents once it is granted."""
    subsidy = order.subsidy
    if subsidy is None or order.cancelled:
        return []
    amount = sum((each for _day, each in subsidy.payments), start=0)
    amount += subsidy.granted if full else 0
    if not amount:
        return []
    return [
        {
            "id": f"{own}-subsidy",
            "title": subsidy.title,
            "value": value(amount),
            "financingPartyType": "institutional",
            "type": "grant",
        }
    ]


def implementation(own, mission, order, centrale, parties) -> dict:
    """What was delivered and paid, once the closure file is accepted."""
    if order.cancelled or order.invoice is None:
        return {}
    invoice = order.invoice
    paid = [_payment(own, mission, invoice, parties)]
    paid += _subsidies(own, mission, order, centrale, parties)
    return compact(
        {
            "transactions": [each for each in paid if each],
            "milestones": [_closed(own, invoice)],
            "documents": documents(own, CLOSURE_DOCUMENTS),
        }
    )


def _payment(own, mission, invoice, parties):
    if invoice.paid_on is None or invoice.amount is None:
        return None
    parties.add(mission.buyer, "payer")
    parties.add(mission.supplier, "payee")
    return {
        "id": f"{own}-invoice",
        "date": start_of(invoice.paid_on),
        "value": value(invoice.amount),
        "payer": reference(mission.buyer),
        "payee": reference(mission.supplier),
    }


def _subsidies(own, mission, order, centrale, parties):
    payments = order.subsidy.payments if order.subsidy is not None else ()
    return [
        {
            "id": f"{own}-subsidy-{position}",
            "date": start_of(day),
            "value": value(amount),
            "payer": parties.add(centrale.parties[0], "payer"),
            "payee": parties.add(mission.buyer, "payee"),
        }
        for position, (day, amount) in enumerate(payments, start=1)
    ]


def _closed(own, invoice):
    return {
        "id": f"{own}-closure",
        "title": "Dossier de clôture accepté",
        "type": "delivery",
        "dateMet": instant(invoice.accepted),
        "status": "met",
    }
