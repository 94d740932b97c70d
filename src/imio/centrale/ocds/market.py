"""A market as a release: a framework agreement, its lots, and who holds them."""

from imio.centrale.domain.publication import published_lots
from imio.centrale.ocds.parties import id_of
from imio.centrale.ocds.parties import Parties
from imio.centrale.ocds.records import Centrale
from imio.centrale.ocds.records import Lot
from imio.centrale.ocds.records import Market
from imio.centrale.ocds.release import procuring
from imio.centrale.ocds.release import release
from imio.centrale.ocds.values import compact
from imio.centrale.ocds.values import end_of
from imio.centrale.ocds.values import ocid
from imio.centrale.ocds.values import start_of
from imio.centrale.ocds.values import value


BUYERS = "Pouvoirs adjudicateurs bénéficiaires ayant adhéré à la centrale d’achat"


def market_release(market: Market, centrale: Centrale, full: bool = False) -> dict:
    """The release of a market; a lot that is withheld is counted, and nothing more."""
    parties = Parties()
    lots = market.lots if full else published_lots(market.lots)
    sections = {
        "tender": _tender(market, centrale, lots, parties),
        "awards": [award(lot, parties) for lot in lots if lot.suppliers],
    }
    tags = ["tender", "award"] if sections["awards"] else ["tender"]
    number = ocid(centrale.prefix, market.key)
    return release(number, market.date, tags, parties, compact(sections))


def _tender(market, centrale, lots, parties):
    number = ocid(centrale.prefix, market.key)
    withheld = len(market.lots) - len(lots)
    return compact(
        {
            "id": number,
            "title": market.title,
            "description": market.description,
            "status": status(market),
            "procuringEntity": procuring(centrale, parties),
            "value": value(market.ceiling),
            "contractPeriod": _period(market),
            "techniques": {
                "hasFrameworkAgreement": True,
                "frameworkAgreement": _agreement(market),
            },
            "lots": [_lot(lot, market) for lot in lots],
            "withheldLots": withheld or None,
        }
    )


def status(market: Market) -> str:
    """Requests are taken once the procedure is over: the market then is awarded."""
    return "complete" if market.opened else "planning"


def _period(market):
    return compact({"startDate": start_of(market.start), "endDate": end_of(market.end)})


def _agreement(market):
    """Nobody competes again for a call-off: a supplier is designated by the ranking."""
    return compact(
        {
            "method": "withoutReopeningCompetition",
            "buyerCategories": BUYERS,
            "value": value(market.ceiling),
            "period": _period(market),
        }
    )


def _lot(lot: Lot, market: Market) -> dict:
    return compact(
        {
            "id": lot.number,
            "title": lot.title,
            "description": lot.description,
            "status": status(market),
            "value": value(lot.ceiling),
            "callOffs": {
                "awardMode": lot.award_mode,
                "answerDelayDays": lot.answer_delay_days,
            },
        }
    )


def award(lot: Lot, parties: Parties) -> dict:
    """The holders of a lot, by their numbers: their order tells nothing of ranks."""
    holders = sorted(lot.suppliers, key=id_of)
    return {
        "id": f"lot-{lot.number}",
        "title": lot.title,
        "status": "active",
        "suppliers": [parties.add(each, "supplier") for each in holders],
        "relatedLots": [lot.number],
    }
