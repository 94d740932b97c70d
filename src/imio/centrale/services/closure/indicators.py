"""``GET <centrale or lot>/@centrale-indicators``: what accepted closure files report."""

from imio.centrale import reported
from imio.centrale.serializers.closure import figure_json
from plone.restapi.services import Service


class LotIndicatorsGet(Service):
    """The figures of a lot, each with the number of dossiers behind it."""

    def reply(self):
        return {
            "@id": f"{self.context.absolute_url()}/@centrale-indicators",
            "figures": [
                figure_json(each) for each in reported.figures_in(self.context)
            ],
        }


class IndicatorsGet(LotIndicatorsGet):
    """Those of a centrale, and lot by lot."""

    def reply(self):
        return {**super().reply(), "lots": self.lots()}

    def lots(self):
        return [
            {
                "@id": lot.url,
                "UID": lot.uid,
                "title": lot.title,
                "dossiers": lot.dossiers,
                "figures": [figure_json(each) for each in lot.figures],
            }
            for lot in reported.figures_by_lot(self.context)
        ]
