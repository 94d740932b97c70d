"""``GET <centrale>/@centrale-statistics``: the figures of the activity report."""

from functools import cached_property
from imio.centrale import figures
from imio.centrale import figures_wording as wording
from imio.centrale.serializers.figures import FiguresJson
from imio.centrale.serializers.ledger import amount_json
from imio.centrale.services.base import WithPart
from imio.centrale.services.batching import Pages
from plone.restapi.services import Service
from zExceptions import Unauthorized


DOSSIERS = "dossiers"
ASKED = ("year", "market")


class StatisticsGet(WithPart, Service):
    """``?year=2026&market=<UID>``; nothing asks for this year and every market.

    ``@centrale-statistics/dossiers?figure=orders.<UID>`` lists what stands behind one.
    Agents and auditors read everything, anybody else the totals, where the site
    publishes them. Raises ``Refused``: ``unknown_year``, ``unknown_market``,
    ``unknown_figure``.
    """

    known = (DOSSIERS,)

    def reply(self):
        if not self.may_read():
            raise Unauthorized("@centrale-statistics")
        return self.dossiers() if self.part else self.figures()

    def may_read(self):
        if self.part:
            return self.reads_all
        return figures.may_read(self.context)

    @cached_property
    def reads_all(self):
        return figures.may_read_all(self.context)

    @property
    def url(self):
        return f"{self.context.absolute_url()}/@centrale-statistics"

    @cached_property
    def asked(self):
        asked = {name: self.text_in(name) for name in ASKED}
        return asked if self.reads_all else {**asked, "market": ""}

    def text_in(self, name):
        """A text of the query; one that is given twice is none that is known."""
        value = self.request.form.get(name, "")
        return value.strip() if isinstance(value, str) else repr(value)

    @cached_property
    def found(self):
        is_public = not self.reads_all
        return figures.figures_of(self.context, **self.asked, is_public=is_public)

    def figures(self):
        titles = {uid: lot.title for uid, lot in self.found.lots.items()}
        words = wording.Words(self.request, {**titles, **self.found.markets})
        serializer = FiguresJson(self.found, words, self.url, self.asked)
        shown = serializer.whole() if self.reads_all else serializer.published()
        return {"@id": self.url, **shown}

    def dossiers(self):
        """In batches, the latest first: as many as the figure says."""
        figure = self.found.figure(self.text_in("figure"))
        batch = Pages(self.request, figures.behind(figure))
        result = {
            "@id": batch.canonical_url,
            "items_total": batch.items_total,
            "items": [dossier_json(brain) for brain in batch],
        }
        if figure.amount is not None:
            result["amount"] = amount_json(figure.amount)
        if batch.links:
            result["batching"] = batch.links
        return result


def dossier_json(brain):
    """A dossier, adhesion, authority or enquiry, as the catalog knows it."""
    found = {
        "@id": brain.getURL(),
        "@type": brain.portal_type,
        "UID": brain.UID,
        "title": brain.Title,
        "review_state": brain.review_state or None,
    }
    if brain.portal_type == figures.MISSION:
        amount = figures.mission_row(brain).amount
        found |= {
            "tracking_code": brain.tracking_code,
            "milestones": dict(brain.milestones),
            "amount": amount_json(amount),
        }
    return found
