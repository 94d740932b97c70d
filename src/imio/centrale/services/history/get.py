"""``GET <object>/@history``: the standard call, for whoever may view.

A version is a number; the standard service ends in an error for anything else.
"""

from plone.restapi.services.history.get import HistoryGet as StandardHistoryGet
from zExceptions import NotFound


class HistoryGet(StandardHistoryGet):
    """How it came there; our objects keep no versions of their values."""

    def reply(self):
        if self.version is not None:
            raise NotFound(self.version)
        return super().reply()
