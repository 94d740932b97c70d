"""Which facets the list of missions has: one place for new rooms and for upgrades."""

from dataclasses import dataclass
from eea.facetednavigation.config import ANNO_CRITERIA
from eea.facetednavigation.interfaces import IFacetedNavigable
from eea.facetednavigation.widgets.storage import Criterion
from imio.centrale import _
from persistent.list import PersistentList
from zope.annotation.interfaces import IAnnotations
from zope.interface import alsoProvides
from zope.interface import noLongerProvides


TEXT = "centrale-text"
CHOICES = "centrale-choices"
LATE = "centrale-late"
DATES = "centrale-dates"


@dataclass(frozen=True)
class Facet:
    """A question the list may be asked; ``id`` names it in addresses."""

    id: str
    title: str
    widget: str
    index: str


FACETS = (
    Facet("text", _("Text or tracking code"), TEXT, "SearchableText"),
    Facet("step", _("Step"), CHOICES, "centrale_step"),
    Facet("state", _("State"), CHOICES, "review_state"),
    Facet("actor", _("Next"), CHOICES, "next_actor"),
    Facet("market", _("Market"), CHOICES, "market_uid"),
    Facet("lot", _("Lot"), CHOICES, "lot_uid"),
    Facet("authority", _("Authority"), CHOICES, "authority_uid"),
    Facet("province", _("Province"), CHOICES, "province"),
    Facet("kind", _("Kind of authority"), CHOICES, "authority_type"),
    Facet("supplier", _("Supplier"), CHOICES, "supplier_uid"),
    Facet("created", _("Created"), DATES, "created"),
    Facet("due", _("Before"), DATES, "due"),
    Facet("late", _("Late"), LATE, "due"),
)
POSITION = "top"


def make_faceted(room):
    """The room has its facets; one that has some already keeps them as they are."""
    if IFacetedNavigable.providedBy(room):
        return
    annotations = IAnnotations(room)
    if ANNO_CRITERIA not in annotations:
        annotations[ANNO_CRITERIA] = PersistentList(map(criterion, FACETS))
    alsoProvides(room, IFacetedNavigable)
    room.reindexObject(idxs=["object_provides"])


def criterion(facet):
    """A facet as eea.facetednavigation stores it; the title is the msgid."""
    return Criterion(
        _cid_=facet.id,
        widget=facet.widget,
        title=str(facet.title),
        index=facet.index,
        position=POSITION,
        section="default",
    )


def forget(room):
    """Nothing of eea.facetednavigation stays on the room, which opens without it."""
    if IFacetedNavigable.providedBy(room):
        noLongerProvides(room, IFacetedNavigable)
    IAnnotations(room).pop(ANNO_CRITERIA, None)
