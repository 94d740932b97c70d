"""What one supplier has to do in one centrale, from the catalog only.

Its own consultations, missions, offers, closure files and inventories; nothing of the
other suppliers, of ranks, or of how many were asked.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from imio.centrale import clock
from imio.centrale.columns import read_day
from imio.centrale.domain import supplier_tasks
from imio.centrale.domain.pricing import in_force
from imio.centrale.domain.pricing import InventoryVersion
from imio.centrale.domain.procedure import ENDED
from imio.centrale.holdings import UNDER_WAY
from imio.centrale.lookup import brains_of
from imio.centrale.lookup import search
from plone import api


CLOSURE = "imio.centrale.ClosureFile"
CONSULTATION = "imio.centrale.Consultation"
INVENTORY = "imio.centrale.PriceInventory"
MISSION = "imio.centrale.MissionRequest"
OFFER = "imio.centrale.Offer"
PROGRAM = "imio.centrale.SubsidyProgram"
#: missions that came to their end and are still shown, the latest ones
MOST_ENDED = 20
#: states of an offer or a closure file that is still to be finished
UNFINISHED = ("draft", "returned")


@dataclass(frozen=True)
class Dossier:
    """A mission with what its supplier made for it, the latest first."""

    mission: object
    offers: tuple = ()
    closures: tuple = ()

    @property
    def closure(self):
        """The closure file that counts: the last one."""
        return next(iter(self.closures), None)

    @property
    def unfinished_offer(self):
        return next(
            (each for each in self.offers if each.review_state in UNFINISHED), None
        )

    @cached_property
    def flagged(self):
        """The fields of the closure file that the centrale wants corrected."""
        closure = self.closure
        if closure is None or closure.review_state not in UNFINISHED:
            return ()
        return tuple(closure.to_correct or ())

    @cached_property
    def task(self):
        """What is next, see ``domain.supplier_tasks``."""
        return supplier_tasks.task_of(
            self.mission.review_state,
            [each.review_state for each in self.offers],
            [each.review_state for each in self.closures[:1]],
            bool(self.flagged),
        )


@dataclass(frozen=True)
class Priced:
    """The inventories of a lot: the one in force, and the one that comes next."""

    lot_uid: str
    current: object
    next: object


class Work:
    """The work of the supplier ``uid``, as far as the current user may see it."""

    def __init__(self, centrale, uid):
        self.centrale = centrale
        self.uid = uid

    def find(self, portal_type, **query):
        """What the user may see of a type in the centrale."""
        catalog = api.portal.get_tool("portal_catalog")
        place = {"centrale_uid": self.centrale.UID()}
        return catalog(portal_type=portal_type, **place, **query)

    # -- consultations -----------------------------------------------------------------

    @cached_property
    def consultations(self):
        """Those that wait for an answer, the first to expire first."""
        return list(
            self.find(
                CONSULTATION,
                supplier_uid=self.uid,
                review_state="sent",
                sort_on="due",
            )
        )

    @cached_property
    def consulted(self):
        """Tracking code -> mission of the consultations."""
        codes = [brain.tracking_code for brain in self.consultations]
        if not codes:
            return {}
        found = self.find(MISSION, tracking_code=codes)
        return {brain.tracking_code: brain for brain in found}

    # -- missions ----------------------------------------------------------------------

    @cached_property
    def missions(self):
        """Those under way, the one that waits longest first."""
        return list(
            self.find(
                MISSION,
                supplier_uid=self.uid,
                review_state=UNDER_WAY,
                sort_on="state_since",
            )
        )

    @cached_property
    def ended(self):
        """The last ones that came to an end; ``actual_result_count`` of all."""
        return self.find(
            MISSION,
            supplier_uid=self.uid,
            review_state=list(ENDED),
            sort_on="state_since",
            sort_order="descending",
            sort_limit=MOST_ENDED,
        )

    @cached_property
    def dossiers(self):
        """The missions under way with their offers and closure files."""
        offers, closures = self._pieces(OFFER), self._pieces(CLOSURE)
        return [
            Dossier(brain, offers[brain.tracking_code], closures[brain.tracking_code])
            for brain in self.missions
        ]

    def _pieces(self, portal_type):
        """Tracking code -> the pieces of a kind, the latest first."""
        codes = [brain.tracking_code for brain in self.missions]
        by_code = defaultdict(tuple)
        if codes:
            for brain in self.find(
                portal_type,
                tracking_code=codes,
                sort_on="created",
                sort_order="descending",
            ):
                by_code[brain.tracking_code] += (brain,)
        return by_code

    @cached_property
    def to_do(self):
        """The dossiers that wait for this supplier, the most urgent kind first."""
        order = supplier_tasks.TASKS
        waiting = [each for each in self.dossiers if each.task in order]
        return sorted(waiting, key=lambda each: order.index(each.task))

    @property
    def waiting(self):
        """The dossiers that wait for somebody else."""
        return [each for each in self.dossiers if each.task not in supplier_tasks.TASKS]

    @cached_property
    def claim_until(self):
        """Until when a closure file counts for the subsidy (ISO text), empty when the
        centrale has no program that says so.
        """
        programs = search(
            portal_type=PROGRAM,
            centrale_uid=self.centrale.UID(),
            review_state="open",
        )
        return next((brain.due for brain in programs if brain.due), "")

    # -- inventories -------------------------------------------------------------------

    @cached_property
    def inventories(self):
        """For each lot, the version in force today and the next one."""
        by_lot = defaultdict(dict)
        for brain in self.find(INVENTORY, supplier_uid=self.uid):
            by_lot[brain.lot_uid][brain.UID] = brain
        return [_priced(lot_uid, brains) for lot_uid, brains in by_lot.items()]

    # -- names -------------------------------------------------------------------------

    @cached_property
    def names(self):
        """UID -> brain of the authorities and lots that are shown."""
        brains = (*self.consultations, *self.missions, *self.ended)
        uids = {uid for each in brains for uid in (each.authority_uid, each.lot_uid)}
        uids.update(each.lot_uid for each in self.inventories)
        return brains_of(uid for uid in uids if isinstance(uid, str))

    def name_of(self, uid):
        """The title of an authority or a lot; empty when it was removed."""
        brain = self.names.get(uid)
        return brain.Title if brain is not None else ""


def _priced(lot_uid, brains):
    versions = [_version_of(brain) for brain in brains.values()]
    today = clock.today()
    current = in_force(versions, today)
    later = [
        version
        for version in versions
        if version.valid_from > today
        and brains[version.uid].review_state == "published"
    ]
    following = min(later, key=lambda version: version.valid_from, default=None)
    return Priced(
        lot_uid,
        brains[current.uid] if current else None,
        brains[following.uid] if following else None,
    )


def _version_of(brain):
    version, first, last = brain.inventory_version
    return InventoryVersion(
        uid=brain.UID,
        version=version,
        valid_from=read_day(first),
        valid_to=read_day(last),
    )
