"""The numbers of the programs, which start the communications of their payments.

A number is given once in a site, when the ledger of a program opens, and never again:
the next one stands on the site, so that a program that is deleted keeps its own. Two
programs that open at the same time write there, and one of them takes the next.
"""

from imio.centrale.domain.communication import structured_communication
from plone import api
from zope.annotation.interfaces import IAnnotations


KEY = "imio.centrale.last_program"


def number(program):
    """Give a program its number."""
    given = IAnnotations(api.portal.get())
    given[KEY] = program.number = given.get(KEY, 0) + 1


def communication_of(program, position):
    """The structured communication of a dossier that stands in the ledger."""
    return structured_communication(program.number, position.rank)
