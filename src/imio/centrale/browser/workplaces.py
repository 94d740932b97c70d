"""The places people work in, in a centrale, and which of them a user has."""

from collections.abc import Callable
from dataclasses import dataclass
from imio.centrale import _
from imio.centrale import figures
from imio.centrale import parties
from plone import api


@dataclass(frozen=True)
class Workplace:
    """A page of the centrale; ``is_for`` says of a centrale whether it is this user's."""

    view: str
    title: str
    is_for: Callable


def _reads_all(centrale):
    return parties.may(centrale, "imio.centrale: View Checks")


def _acts_for_authority(centrale):
    return bool(parties.own_authorities())


def _acts_for_supplier(centrale):
    return bool(parties.own_suppliers())


def _anybody(centrale):
    return True


def _is_known(centrale):
    """Whoever works with a centrale: an agent, an auditor, a party."""
    return (
        _acts_for_authority(centrale)
        or _acts_for_supplier(centrale)
        or _reads_all(centrale)
    )


def _is_unknown(centrale):
    return not _is_known(centrale)


def _writes_to_it(centrale):
    """Agents answer, they do not ask."""
    return not _reads_all(centrale)


#: the first one a user has is where the centrale opens
WORKPLACES = (
    Workplace("@@centrale-desk", _("My work"), _reads_all),
    Workplace("@@centrale-authority", _("My requests"), _acts_for_authority),
    Workplace("@@centrale-supplier", _("My missions"), _acts_for_supplier),
    Workplace("missions", _("All missions"), _reads_all),
    Workplace("@@centrale-offers", _("Service offers"), _anybody),
    Workplace("@@centrale-figures", _("Figures"), figures.may_read),
    Workplace("@@centrale-status", _("Status by code"), _is_unknown),
    Workplace("@@centrale-contact", _("Contact"), _writes_to_it),
)


def workplaces_of(centrale):
    """The workplaces that the current user has there, the first one being home."""
    return [
        each for each in WORKPLACES if each.is_for(centrale) and _opens(centrale, each)
    ]


def _opens(centrale, workplace):
    """Whether it is there, and the current user may open it."""
    return centrale.restrictedTraverse(workplace.view, None) is not None


def works_with_centrales():
    """Whether the current user needs the way to the centrales on every page."""
    return not api.user.is_anonymous() and _is_known(api.portal.get())


def centrales():
    """The brains of the centrales that the current user may view; sites have few."""
    catalog = api.portal.get_tool("portal_catalog")
    return catalog(portal_type="imio.centrale.Centrale", sort_on="sortable_title")
