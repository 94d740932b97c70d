"""A purchasing centre on Plone."""

from zope.i18nmessageid import MessageFactory


_ = MessageFactory("imio.centrale")
