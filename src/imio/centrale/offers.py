"""An offer and annexe B: its prices, its revisions, its conformity."""

from imio.centrale import clock
from imio.centrale import inventories
from imio.centrale import missions
from imio.centrale.domain import revision
from imio.centrale.domain.conformity import conformity
from imio.centrale.domain.line_search import find_lines
from imio.centrale.domain.line_search import Found
from imio.centrale.domain.offer import order_reasons
from imio.centrale.domain.pricing import PricedLine
from imio.centrale.domain.pricing import totals


#: columns of a line of an offer, which are those of a priced line
COLUMNS = (
    "code",
    "quantity",
    "unit_price",
    "label",
    "unit",
    "vat_rate",
    "inventory_price",
)


def price(offer):
    """Copy labels, units, rates and prices from annexe B, and add up; or ``Refused``."""
    lines = inventories.priced(offer)
    offer.lines = [{name: getattr(line, name) for name in COLUMNS} for line in lines]
    sums = totals(lines)
    offer.total_excl_vat = sums.excl_vat
    offer.total_incl_vat = sums.incl_vat


def priced_lines(offer):
    """The lines with what was copied into them when they were saved."""
    return [
        PricedLine(**{name: row[name] for name in COLUMNS}) for row in offer.lines or ()
    ]


def keep_submission(offer, actor, note):
    """What is submitted becomes the next revision, priced once more."""
    price(offer)
    offer.revisions = revision.submitted(
        offer.revisions,
        at=clock.stored(clock.now()),
        actor=actor,
        note=note,
        inventory=inventories.required_for(missions.mission_of(offer)).version,
        valid_until=offer.valid_until,
        lines=priced_lines(offer),
    )


def keep_return(offer, actor, note):
    """Who sent the last revision back, when and why."""
    at = clock.stored(clock.now())
    offer.revisions = revision.returned(offer.revisions, at, actor, note)


def conformity_of(offer):
    """The offer line by line against annexe B; ``Refused`` without an annexe B."""
    inventory = inventories.required_for(missions.mission_of(offer))
    return conformity(
        offer.offer_lines(), inventory.inventory_lines(), inventory.version
    )


def ordering_reasons(offer):
    """Why no order can rest on an offer today; ``None`` is no accepted offer."""
    if offer is None:
        return order_reasons(None, None, clock.today())
    return order_reasons("accepted", offer.valid_until, clock.today())


def lines_for(mission, text):
    """The lines of annexe B that fit a search, for an offer to this mission."""
    inventory = inventories.inventory_for(mission)
    if inventory is None:
        return Found((), 0)
    return find_lines(inventory.inventory_lines(), text)
