"""``<centrale>/@@centrale-form/<code>/…``: where the forms on dossiers are sent.

A dossier is closed to whoever is no longer logged in, and the publisher would drop what
he typed. The door stands on the centrale, which is public: it gives him his answers back
in a page, and leads everybody else to the form itself, with the rights he has there.
"""

from imio.centrale import codes
from imio.centrale.browser.asking import AskingPage
from imio.centrale.content.centrale import ICentrale
from imio.centrale.lookup import ancestor
from plone import api
from zExceptions import NotFound
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse


DOOR = "@@centrale-form"
#: the forms behind the door; nothing else is reached through it
FORMS = ("centrale-order", "centrale-decide")


def door_url(obj, name):
    """The address to send the form ``name`` of a dossier, or of a piece of it."""
    centrale = ancestor(obj, ICentrale)
    path = obj.getPhysicalPath()[len(centrale.getPhysicalPath()) + 2 :]
    return "/".join((centrale.absolute_url(), DOOR, *path, name))


class BehindDoor(AskingPage):
    """Base of the forms that are sent through the door."""

    @property
    def here(self):
        return f"{self.context.absolute_url()}/@@{self.__name__}"

    @property
    def action(self):
        return door_url(self.context, self.__name__)

    @property
    def login_url(self):
        return f"{super().login_url}?came_from={self.here}"


@implementer(IPublishTraverse)
class FormDoor(AskingPage):
    """The code of the dossier, the piece if there is one, the form."""

    def __init__(self, context, request):
        super().__init__(context, request)
        self.path = []

    def publishTraverse(self, request, name):
        self.path.append(name)
        return self

    def __call__(self):
        if api.user.is_anonymous():
            return self.stranger()
        return self.form()()

    def form(self):
        """The page that was meant; ``Unauthorized`` for those who may not use it."""
        mission = codes.mission_with(self.path[0]) if self.path else None
        if mission is None or self.path[-1] not in FORMS or len(self.path) > 3:
            raise NotFound("/".join(self.path))
        *pieces, name = self.path[1:]
        return mission.restrictedTraverse([*pieces, f"@@{name}"])

    @property
    def action(self):
        """The same door again."""
        return "/".join((self.context.absolute_url(), DOOR, *self.path))

    @property
    def login_url(self):
        return f"{super().login_url}?came_from={self.context.absolute_url()}"
