"""A central purchasing body (centrale d'achat) on Plone."""

from zope.i18nmessageid import MessageFactory


_ = MessageFactory("imio.centrale")
