"""What the catalogue shows of the lots follows what it depends on."""

from imio.centrale import catalogue
from imio.centrale.subscribers.saving import of_the_object_itself


@of_the_object_itself
def market_modified(market, event):
    """Its dates and its ceiling stand with each of its lots."""
    catalogue.show_again(market)
