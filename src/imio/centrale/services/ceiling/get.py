"""``GET <lot or market>/@centrale-ceiling``: how far a ceiling is used."""

from imio.centrale import ceilings
from imio.centrale.domain.money import to_text
from imio.centrale.messages import as_json
from plone.restapi.services import Service


class CeilingGet(Service):
    """Amounts exclude VAT; ``ceiling`` and ``left`` are ``null`` without a ceiling."""

    def reply(self):
        found = ceilings.standing(self.context)
        consumed, reserved = ceilings.book_of(self.context).sum()
        return {
            "@id": f"{self.context.absolute_url()}/@centrale-ceiling",
            "ceiling": _text(found.ceiling),
            "consumed": _text(consumed),
            "reserved": _text(reserved),
            "left": _text(found.left),
            "level": found.level,
            "warnings": [
                as_json(each, self.request)
                for each in ceilings.warnings_of(self.context)
            ],
        }


def _text(amount):
    return None if amount is None else to_text(amount)
