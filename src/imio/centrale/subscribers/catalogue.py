"""What the catalogue shows of the lots follows what it depends on."""

from imio.centrale import catalogue
from imio.centrale import settings
from imio.centrale.subscribers.saving import of_the_object_itself
from plone import api


@of_the_object_itself
def market_modified(market, event):
    """Its dates and its ceiling stand with each of its lots."""
    catalogue.show_again(market)


def setting_changed(event):
    """Suppliers are named, or no more: the lots of the whole site show it."""
    if event.record.__name__ == f"{settings.PREFIX}.publish_suppliers":
        catalogue.show_again(api.portal.get())
