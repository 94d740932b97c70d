"""``GET <centrale>/@centrale-catalogue``: the lots with their state, for programs."""

from functools import cached_property
from imio.centrale.browser.asked import text_of
from imio.centrale.catalogue import Catalogue
from imio.centrale.catalogue import measured_in
from imio.centrale.domain.catalogue import KINDS
from imio.centrale.domain.catalogue import Question
from imio.centrale.domain.lot_state import STATES
from imio.centrale.domain.reasons import reason
from imio.centrale.feeds.serving import allow_caching
from imio.centrale.services.batching import Pages
from imio.centrale.services.errors import BadInput
from plone.restapi.serializer.converters import json_compatible
from plone.restapi.services import Service


class CatalogueGet(Service):
    """The lots in batches, with the words and filters of the page; every market."""

    def reply(self):
        allow_caching(self.request.response)
        catalogue = Catalogue(self.context)
        markets = catalogue.search(self.question)
        lots = [lot for market in markets for lot in market.lots]
        batch = Pages(self.request, lots)
        result = {
            "@id": batch.canonical_url,
            "items_total": batch.items_total,
            "items": [self.lot(lot) for lot in batch],
            "markets": [market_json(market) for market in catalogue.markets],
        }
        if batch.links:
            result["batching"] = batch.links
        return result

    @property
    def question(self):
        """What is asked; a state or a kind that does not exist is bad input."""
        asked = {
            name: text_of(self.request, name)
            for name in ("words", "state", "kind", "market")
        }
        for name, known in (("state", STATES), ("kind", KINDS)):
            if asked[name] and asked[name] not in known:
                raise BadInput([reason("unknown_filter", name, value=asked[name])])
        return Question(**asked)

    @cached_property
    def measured(self):
        return measured_in(self.context)

    def lot(self, lot):
        """What anybody may know of a lot: no rank, no price."""
        measured = self.measured.get(lot.uid)
        return {
            "@id": lot.url,
            "@type": "imio.centrale.Lot",
            "UID": lot.uid,
            "number": lot.number,
            "title": lot.title,
            "description": lot.text,
            "state": lot.state,
            "options": [vars(option) for option in lot.options],
            "suppliers": list(lot.holders),
            "lead_time_days": lot.lead_time_days,
            "measured_lead_time": measured
            and {"days": str(measured.days), "dossiers": measured.dossiers},
            "market": lot.market_uid,
            "updated": json_compatible(lot.updated),
        }


def market_json(market):
    """A market as the lots refer to it, by UID."""
    return {
        "@id": market.url,
        "@type": "imio.centrale.Market",
        "UID": market.uid,
        "title": market.title,
        "reference": market.reference,
        "state": market.state,
        "start": json_compatible(market.term.start),
        "end": json_compatible(market.term.end),
        "updated": json_compatible(market.updated),
    }
