"""What one supplier has to do in one centrale, from the catalog only.

Its own consultations, missions, offers, closure files and inventories; nothing of the
other suppliers, of ranks, or of how many were asked.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from functools import partial
from imio.centrale import clock
from imio.centrale import records
from imio.centrale.columns import read_day
from imio.centrale.domain import supplier_tasks
from imio.centrale.domain import urgency
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
#: the sections; missions that wait for somebody else have theirs by state
CONSULTATIONS, TO_DO, OFFERS = "consultations", "to-do", "offers"
#: missions that came to their end and are still shown, the latest ones
MOST_ENDED = 10
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
    """The work of the supplier ``uid``, as far as the current user may see it.

    ``cut(section)`` gives the record ids of a section that are shown, of all its ``ids``:
    only these become brains.
    """

    def __init__(self, centrale, uid, cut):
        self.centrale = centrale
        self.uid = uid
        self.cut = cut
        self._ids = {}

    def find(self, portal_type, **query):
        """What the user may see of a type in the centrale."""
        catalog = api.portal.get_tool("portal_catalog")
        place = {"centrale_uid": self.centrale.UID()}
        return catalog(portal_type=portal_type, **place, **query)

    # -- sections ----------------------------------------------------------------------

    def ids(self, section):
        """The record ids of all that a section has, in its order."""
        if section not in self._ids:
            ways = {
                CONSULTATIONS: self._consultations,
                TO_DO: self._to_do,
                OFFERS: self._offers,
            }
            order = ways.get(section, partial(self._waiting, section))
            self._ids[section] = order()
        return self._ids[section]

    def shown(self, section):
        """The brains of a section that are shown."""
        return records.brains(self.cut(section))

    def _missions(self, state):
        """Those of this supplier in a state, in no order."""
        return records.visible(
            self.centrale, MISSION, supplier_uid=self.uid, review_state=state
        )

    def _consultations(self):
        """Those that wait for an answer."""
        ids = records.visible(
            self.centrale, CONSULTATION, supplier_uid=self.uid, review_state="sent"
        )
        due, now = records.values("due"), clock.now().isoformat()
        return sorted(ids, key=lambda id: urgency.answerable_first(due.get(id), now))

    def _to_do(self):
        """The missions that wait for this supplier."""
        since, codes = records.values("state_since"), records.values("tracking_code")
        found = {}
        for state in supplier_tasks.AWAITED:
            for id in self._missions(state):
                task = self._task(state, codes.get(id))
                found[id] = supplier_tasks.urgency(task, since.get(id))
        return sorted(found, key=found.get)

    def _task(self, state, code):
        offers, closures = self._unfinished
        flagged = code in self._flagged
        return supplier_tasks.task_of(state, offers[code], closures[code], flagged)

    @cached_property
    def _unfinished(self):
        """Tracking code -> states of the offers, of the closure files to be finished."""
        codes = records.values("tracking_code")
        found = defaultdict(set), defaultdict(set)
        for portal_type, by_code in zip((OFFER, CLOSURE), found):
            for state in UNFINISHED:
                query = {"review_state": state}
                for id in records.visible(self.centrale, portal_type, **query):
                    by_code[codes.get(id)].add(state)
        return found

    @cached_property
    def _flagged(self):
        """Tracking codes of the closure files that are corrected just now."""
        drafts = self.find(CLOSURE, review_state="draft")
        return {brain.tracking_code for brain in drafts if brain.to_correct}

    def _waiting(self, state):
        """The missions in a state in which somebody else acts: late ones first."""
        due, since = records.values("due"), records.values("state_since")
        return sorted(
            self._missions(state),
            key=lambda id: urgency.due_first(due.get(id), since.get(id)),
        )

    def _offers(self):
        """Of the missions under way: those to finish first, then the latest ones."""
        codes = records.values("tracking_code")
        of_missions = {codes.get(id) for id in self._missions(UNDER_WAY)}
        drafts = records.visible(self.centrale, OFFER, review_state="draft")
        made = records.values("created")
        own = [
            id
            for id in records.visible(self.centrale, OFFER)
            if codes.get(id) in of_missions
        ]
        return sorted(own, key=lambda id: (id not in drafts, -made.get(id, 0)))

    # -- what is shown -----------------------------------------------------------------

    @cached_property
    def consultations(self):
        """Those that wait for an answer."""
        return self.shown(CONSULTATIONS)

    @cached_property
    def offers(self):
        """What was offered for the missions under way."""
        return self.shown(OFFERS)

    @cached_property
    def by_code(self):
        """Tracking code -> mission of the consultations and offers."""
        pieces = (*self.consultations, *self.offers)
        codes = sorted({brain.tracking_code for brain in pieces})
        found = self.find(MISSION, tracking_code=codes) if codes else ()
        return {brain.tracking_code: brain for brain in found}

    @cached_property
    def to_do(self):
        """The dossiers that wait for this supplier, the most urgent kind first."""
        return self.dossiers[TO_DO]

    @cached_property
    def dossiers(self):
        """Section -> its missions with their offers and closure files."""
        missions = {each: self.shown(each) for each in (TO_DO, *supplier_tasks.WAITED)}
        codes = [brain.tracking_code for found in missions.values() for brain in found]
        offers, closures = self._pieces(OFFER, codes), self._pieces(CLOSURE, codes)
        return {
            section: [
                Dossier(
                    brain, offers[brain.tracking_code], closures[brain.tracking_code]
                )
                for brain in found
            ]
            for section, found in missions.items()
        }

    def _pieces(self, portal_type, codes):
        """Tracking code -> the pieces of a kind, the latest first."""
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
        dossiers = (each for found in self.dossiers.values() for each in found)
        missions = [each.mission for each in dossiers]
        brains = (*missions, *self.by_code.values(), *self.ended)
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
