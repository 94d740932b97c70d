"""What every object of the package shares."""

from AccessControl import ClassSecurityInfo
from AccessControl.class_init import InitializeClass
from Acquisition import aq_base
from plone.dexterity.content import Container
from plone.dexterity.content import FTIAwareSpecification
from plone.dexterity.content import Item


class Governed:
    """An object whose transitions are governed by named rules.

    ``rules_allow`` is what the guard expressions of the workflows call; the rules
    themselves, and the reasons they give, are in ``workflows/guards.py``.
    """

    security = ClassSecurityInfo()

    #: zope.interface would put a plain one here, which knows of no behavior
    __providedBy__ = FTIAwareSpecification()

    @security.public
    def rules_allow(self, transition_id):
        from imio.centrale.workflows import guards

        return not guards.rule_reasons(self, transition_id)

    @security.private
    def reindexObjectSecurity(self, skip_self=False):
        """Index who may see this, and what is in it if there is anything.

        The standard searches the catalog for children, which first indexes all that
        waits: twice for each transition of an object that has none.
        """
        if getattr(aq_base(self), "objectIds", None) and self.objectIds():
            super().reindexObjectSecurity(skip_self)
        elif not skip_self:
            self.reindexObject(idxs=list(self._cmf_security_indexes))

    @security.private
    def addCreator(self, creator=None):
        """Note nobody as maker: who did what is in the history of each object.

        Plone adds every user who changes an object to its creators, which are in the
        catalog: the users of a supplier who declined would be read there.
        """


InitializeClass(Governed)


class CentraleItem(Governed, Item):
    """Base of the types that hold nothing."""


class CentraleContainer(Governed, Container):
    """Base of the types that hold others."""
