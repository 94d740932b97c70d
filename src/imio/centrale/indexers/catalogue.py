"""What the public catalogue shows of markets, lots, sessions and programs."""

from imio.centrale import catalogue
from imio.centrale import sessions
from imio.centrale.content.lot import ILot
from imio.centrale.content.market import IMarket
from imio.centrale.content.program import ISubsidyProgram
from imio.centrale.content.session import IInformationSession
from imio.centrale.domain.program_rules import DEADLINES
from imio.centrale.indexers.common import given
from plone.indexer import indexer


@indexer(ILot)
def lot_facts(lot):
    return catalogue.kept_of_lot(lot)


@indexer(IMarket)
def market_facts(market):
    return catalogue.kept_of_market(market)


@indexer(IInformationSession)
def session_facts(session):
    return sessions.kept_of(session)


@indexer(ISubsidyProgram)
def program_facts(program):
    """The deadlines that are given, as ISO; a day or an instant."""
    found = {name: getattr(program, name) for name in DEADLINES}
    return {name: value.isoformat() for name, value in found.items() if value}


@indexer(ILot)
def option_kinds(lot):
    return given(tuple({row.get("kind") for row in lot.options or ()} - {None, ""}))
