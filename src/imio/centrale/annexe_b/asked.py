"""The version that somebody asks for, from what was typed or sent."""

from imio.centrale.annexe_b.targets import new_version
from imio.centrale.content.inventory import IPriceInventory
from imio.centrale.domain.reasons import reason
from imio.centrale.domain.reasons import Refused
from imio.centrale.serializers.cells import from_json
from plone import api
from zope.i18n import translate
from zope.schema import ValidationError


NAMES = ("supplier", "version", "valid_from")


def target_in(lot, data):
    """The new version meant by ``supplier``, ``version`` and ``valid_from``.

    Raises ``Refused``: ``invalid`` for what is missing or cannot be read, then the
    rules of a version.
    """
    values, reasons = {}, []
    for name in NAMES:
        try:
            values[name] = from_json(IPriceInventory[name].bind(lot), data.get(name))
        except ValidationError as error:
            text = translate(error.doc(), context=api.env.getRequest())
            reasons.append(reason("invalid", name, message=text))
    if reasons:
        raise Refused(reasons)
    return new_version(lot, **values)
