"""``view`` of a centrale: the first workplace that the user has."""

from imio.centrale.browser.workplaces import workplaces_of
from Products.Five.browser import BrowserView


class Home(BrowserView):
    """Agents and auditors land on their work, parties on theirs, others on what is offered."""

    def __call__(self):
        workplace = workplaces_of(self.context)[0]
        return self.context.restrictedTraverse(workplace.view)()
