"""Pages of a list, as plone.restapi has them: ``b_start``, ``b_size``, ``batching``."""

from imio.centrale.domain.reasons import reason
from imio.centrale.services.base import body_of
from imio.centrale.services.errors import BadInput
from plone.restapi.batching import HypermediaBatch


NAMES = ("b_start", "b_size")


class Pages(HypermediaBatch):
    """The standard batch; numbers that are none are bad input and no error of ours."""

    def __init__(self, request, results):
        asked = {**request.form, **body_of(request)}
        wrong = [name for name in NAMES if not is_whole(asked.get(name, 0))]
        if wrong:
            raise BadInput(
                [reason("wrong_type", name, field_name=name) for name in wrong]
            )
        super().__init__(request, results)


def is_whole(value):
    """Whether it is a number of items: zero or more, in figures."""
    if isinstance(value, str):
        return value.isascii() and value.isdigit()
    return type(value) is int and value >= 0
