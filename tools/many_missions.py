"""A site with many missions, made fast, for measuring pages and lists on it.

``many_missions.py FOLDER [MISSIONS]`` makes ``FOLDER/data`` (``Data.fs`` and blobs, as
``servers.FileStorage`` names them) with 10 000 missions or as many as asked; run it by
an interpreter that has the package and its test dependencies.

The real types are used and each object is indexed once; no transition is run: states,
histories, access and the feed are written as the acts would have left them. One agent
(``agent``), one auditor (``auditor``), an account for each authority (``commune-1``…)
and each supplier (``fournisseur-1``…), all with ``tests.fixture.PASSWORD``. Names and
numbers are invented. Beside it stands a Plone site without our package (``bare``), with
a member of the same name as the agent and a Document of the same id, to compare with.
"""

from collections import namedtuple
from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import timezone
from DateTime import DateTime
from decimal import Decimal
from functools import partial
from imio.centrale import ceilings
from imio.centrale import codes
from imio.centrale import naming
from imio.centrale import offers
from imio.centrale import parties
from imio.centrale import rooms
from imio.centrale.demo.mail import silence
from imio.centrale.feed import recording
from imio.centrale.tests.concurrency import servers
from imio.centrale.tests.concurrency import world
from imio.centrale.tests.fixture import make_inventory
from imio.centrale.workflows.state import move_as_product
from imio.centrale.workflows.state import workflow_of
from itertools import cycle
from itertools import islice
from itertools import pairwise
from pathlib import Path
from persistent.mapping import PersistentMapping
from plone import api
from plone.dexterity.utils import createContent
from plone.uuid.interfaces import ATTRIBUTE_NAME
from plone.uuid.interfaces import IUUIDGenerator
from Products.CMFPlone.factory import addPloneSite
from random import Random
from zope.component import getUtility
from zope.component.hooks import setSite

import sys
import transaction


MISSIONS = 10_000
AUTHORITIES = 60
SUPPLIERS = 8
MARKETS = 3
LOTS_OF_A_MARKET = 4
YEARS = (2024, 2025, 2026)
COMMIT_EVERY = 250
CENTRALE = "cyber"
BARE = "bare"
PAGE = "page"
KINDS = ("commune", "cpas", "zone_police", "zone_secours", "intercommunale")
PROVINCES = ("hainaut", "liege", "luxembourg", "namur", "brabant_wallon")
SUBJECTS = ("Audit", "Formation", "Sauvegarde", "Pare-feu", "Plan de reprise")

#: (transition, state it leads to), from the draft on
WAY = (
    ("submit", "submitted"),
    ("consult", "consulting"),
    ("assign", "assigned"),
    ("offer", "offered"),
    ("order", "ordered"),
    ("confirm_order", "confirmed"),
    ("deposit_closure", "closing"),
    ("close", "closed"),
)
STATES = ("draft", *(state for _transition, state in WAY))
STOPS = {"cancelled": "cancel", "unsuccessful": "declare_unsuccessful"}
TRANSITIONS = {state: transition for transition, state in WAY} | STOPS
#: how many in a hundred missions stand in each state; the others are closed
SHARES = {
    "draft": 4,
    "submitted": 6,
    "consulting": 8,
    "assigned": 7,
    "offered": 8,
    "ordered": 6,
    "confirmed": 12,
    "closing": 5,
    "cancelled": 5,
    "unsuccessful": 3,
}

Places = namedtuple("Places", "room authorities lots")


def make(count, app):
    """The site; returns the number of missions and the path of their room."""
    make_bare_site(app)
    site = world.make_site(app)
    world.make_user(world.AGENT, "Centrale Manager")
    world.make_user("auditor", "Centrale Auditor")
    make_page(site)
    authorities = make_authorities(site)
    suppliers = make_suppliers(site)
    centrale = make_centrale(site)
    lots = list(make_lots(centrale, suppliers))
    for authority in authorities:
        world.make_adhesion(centrale, authority)
    transaction.commit()
    make_missions(Places(centrale["missions"], authorities, lots), count)
    for lot in lots:
        ceilings.rebuild(lot)
    transaction.commit()
    return {"missions": count, "room": world.below(site, centrale["missions"])}


def make_bare_site(app):
    """Plone as it comes: a member, a page."""
    site = addPloneSite(
        app,
        BARE,
        title="Plone",
        default_language="fr",
        portal_timezone="Europe/Brussels",
        distribution_name="classic",
    )
    setSite(site)
    world.make_user(world.AGENT)
    make_page(site)
    transaction.commit()


def make_page(site):
    api.content.create(site, "Document", id=PAGE, title="Une page")
    api.content.transition(site[PAGE], "publish")


# -- who and what -------------------------------------------------------------------


def make_authorities(site):
    """Of every kind and province, each with its account."""
    found = []
    for authority, _login in world.make_authorities(site, AUTHORITIES):
        number = len(found)
        authority.authority_type = KINDS[number % len(KINDS)]
        authority.province = PROVINCES[number // len(KINDS) % len(PROVINCES)]
        authority.reindexObject()
        found.append(authority)
    return found


def make_suppliers(site):
    """Each with its account."""
    numbers = islice(world.numbers(), AUTHORITIES, AUTHORITIES + SUPPLIERS)
    found = []
    for index, number in enumerate(numbers, 1):
        supplier = api.content.create(
            site["prestataires"],
            "imio.centrale.Supplier",
            title=f"Fournisseur {index}",
            enterprise_number=number,
            email=f"fournisseur-{index}@supplier.example",
        )
        login = f"fournisseur-{index}"
        world.make_user(login)
        group = parties.supplier_group(supplier.UID())
        api.group.add_user(groupname=group, username=login)
        found.append(supplier)
    return found


def make_centrale(site):
    centrale = api.content.create(
        site,
        "imio.centrale.Centrale",
        id=CENTRALE,
        title="Centrale de mesure",
        code_prefix="MES",
        contact_email="centrale@centrale.example",
        purchase_model="intermediary",
    )
    race = world.Race("", 0, 0, Decimal("50000000.00"), Decimal("5000.00"))
    world.make_program(centrale, race)
    return centrale


def make_lots(centrale, suppliers):
    """Markets with lots in cascade, each of three suppliers."""
    ring = cycle(suppliers)
    for number in range(1, MARKETS + 1):
        market = api.content.create(
            centrale["marches"],
            "imio.centrale.Market",
            id=f"marche-{number}",
            title=f"Marché {number}",
            start=date(2020, 1, 1),
            end=date(2099, 12, 31),
        )
        for position in range(1, LOTS_OF_A_MARKET + 1):
            yield make_lot(market, f"{number}.{position}", list(islice(ring, 3)))
        move_as_product(market, "open")


def make_lot(market, number, suppliers):
    lot = api.content.create(
        market,
        "imio.centrale.Lot",
        id=f"lot-{number}".replace(".", "-"),
        title=f"Lot {number}",
        number=number,
        award_mode="cascade",
        ranking=[rank(number, each) for number, each in enumerate(suppliers, 1)],
        answer_delay_days=5,
    )
    for supplier in suppliers:
        make_inventory(lot, supplier)
    return lot


def rank(number, supplier):
    return {
        "rank": number,
        "supplier": supplier.UID(),
        "valid_from": None,
        "valid_to": None,
        "status": "active",
    }


# -- missions -----------------------------------------------------------------------


def make_missions(places, count):
    """Missions of the same seed are the same, but for their codes and UIDs."""
    random = Random(count)
    now = datetime.now(timezone.utc)
    years = {
        year: rooms.make_room(
            places.room, str(year), "imio.centrale.MissionsYear", str(year)
        )
        for year in {*YEARS, now.year}
    }
    for number in range(count):
        start = now - timedelta(days=random.uniform(1, 900))
        year = years.get(start.year, years[max(years)])
        state = state_of_number(random.randrange(100))
        Making(year, places, random, start, now).make(number, state)
        if not number % COMMIT_EVERY:
            transaction.commit()
            year._p_jar.cacheMinimize()
    transaction.commit()


def state_of_number(number):
    """The state of each hundredth, by the shares."""
    for state, share in SHARES.items():
        if number < share:
            return state
        number -= share
    return "closed"


class Making:
    """One mission with its pieces, as the acts would have left them."""

    def __init__(self, year, places, random, start, now):
        self.year = year
        self.random = random
        self.start = start
        self.now = now
        self.authority = random.choice(places.authorities)
        self.lot = random.choice(places.lots)
        self.suppliers = [row["supplier"] for row in self.lot.ranking]

    def make(self, number, state):
        mission = self.mission(number)
        states = self.states(state)
        self.write_history(mission, states)
        if "assigned" in states:
            self.assign(mission)
        mission = self.put(self.year, mission, mission.tracking_code)
        mission.manage_setLocalRoles(
            parties.authority_group(mission.authority), [parties.AUTHORITY_ROLE]
        )
        codes.note(mission)
        self.make_pieces(mission, states)
        self.show(mission)
        self.tell(mission, states)

    def mission(self, number):
        return createContent(
            "imio.centrale.MissionRequest",
            title=f"{self.random.choice(SUBJECTS)} {number}",
            description="Besoin décrit en quelques mots.",
            authority=self.authority.UID(),
            lot=self.lot.UID(),
            contact_name="Camille Test",
            contact_email="camille@commune.example",
            tracking_code=codes.draw(self.year),
        )

    def states(self, state):
        """The states it went through, the present one last."""
        if state in STOPS:
            length = self.random.randrange(1, len(STATES) - 2)
            return [*STATES[:length], state]
        return list(STATES[: STATES.index(state) + 1])

    def write_history(self, mission, states):
        """An equal time in each state, until now."""
        pace = (self.now - self.start) / (len(states) + 1)
        self.write_statuses(
            mission,
            [
                (TRANSITIONS.get(state), state, self.start + pace * place)
                for place, state in enumerate(states)
            ],
        )
        mission.creation_date = mission.modification_date = DateTime(self.start)

    def write_statuses(self, obj, statuses):
        workflow = workflow_of(obj).getId()
        obj.workflow_history = PersistentMapping(
            {
                workflow: tuple(
                    {
                        "action": action,
                        "review_state": state,
                        "actor": world.AGENT,
                        "comments": "",
                        "reason_code": "",
                        "reason_note": "",
                        "time": DateTime(at),
                    }
                    for action, state, at in statuses
                )
            }
        )

    def assign(self, mission):
        """The first rank has it."""
        mission.supplier = self.suppliers[0]
        mission.assigned = self.start + (self.now - self.start) / 4
        mission.inventory = self.inventory().UID()

    def inventory(self):
        return next(
            each
            for each in self.lot.objectValues()
            if each.supplier == self.suppliers[0]
        )

    def put(self, container, obj, id_):
        """Into its place, with its permissions; nobody hears of it."""
        obj.id = id_
        setattr(obj, ATTRIBUTE_NAME, getUtility(IUUIDGenerator)())
        container._setObject(id_, obj, set_owner=0, suppress_events=True)
        found = container[id_]
        workflow_of(found).updateRoleMappingsFor(found)
        return found

    def show(self, mission):
        """Its supplier gets access; everything is indexed, once."""
        if mission.supplier:
            group = parties.supplier_group(mission.supplier)
            mission.manage_setLocalRoles(group, [parties.SUPPLIER_ROLE])
        for obj in (mission, *mission.objectValues()):
            obj.indexObject()

    def tell(self, mission, states):
        """The feed has what was made, and each step of the mission."""
        for obj in (mission, *mission.objectValues()):
            recording.note_created(obj)
        for before, state in pairwise(states):
            recording.note_moved(mission, TRANSITIONS[state], before)

    # -- pieces --------------------------------------------------------------------

    def make_pieces(self, mission, states):
        if "consulting" in states:
            self.make_consultation(mission, states)
        if "offered" in states:
            self.make_offer(mission, states)
        if "ordered" in states:
            self.make_order(mission, states)
        if "closing" in states:
            self.make_closure(mission, states)

    def piece(self, mission, portal_type, stem, state, **fields):
        """A piece that came to its state at once."""
        obj = createContent(portal_type, **fields)
        self.write_statuses(obj, [(None, state, self.start)])
        return self.put(mission, obj, f"{stem}-1")

    def make_consultation(self, mission, states):
        answered = "assigned" in states
        waiting = states[-1] == "consulting"
        answer = "accepted" if answered else "skipped"
        due = self.now + timedelta(days=self.random.uniform(-5, 10))
        consultation = self.piece(
            mission,
            "imio.centrale.Consultation",
            "consultation",
            "sent" if waiting else answer,
            title=naming.consultation_title(1),
            supplier=self.suppliers[0],
            rank=1,
            sent=self.start,
            due=due,
            answer=None if waiting else answer,
            answered=None if waiting else self.start,
        )
        group = parties.supplier_group(self.suppliers[0])
        consultation.manage_setLocalRoles(group, [parties.SUPPLIER_ROLE])
        if waiting:
            mission.manage_setLocalRoles(group, [parties.CONSULTED_ROLE])

    def make_offer(self, mission, states):
        accepted = "ordered" in states or self.random.random() < 0.4
        quantity = Decimal(self.random.randrange(1, 60))
        state = "accepted" if accepted else "submitted"
        if states[-1] in STOPS and not accepted:
            state = "withdrawn"
        offer = self.piece(
            mission,
            "imio.centrale.Offer",
            "offre",
            state,
            lines=[{"code": "A1", "quantity": quantity, "unit_price": None}],
            valid_until=(self.now + timedelta(self.random.randrange(-20, 60))).date(),
        )
        naming.title_child(offer)
        offers.price(offer)

    def make_order(self, mission, states):
        confirmed = "confirmed" in states
        state = "confirmed" if confirmed else "deposited"
        order = self.piece(
            mission,
            "imio.centrale.Order",
            "commande",
            "cancelled" if states[-1] in STOPS else state,
            order_number=f"{self.start.year}/{self.random.randrange(9999)}",
            order_date=self.start.date(),
            organ="college",
            deliberation_date=self.start.date(),
            received=self.start + (self.now - self.start) / 2,
        )
        naming.title_child(order)

    def make_closure(self, mission, states):
        accepted = "closed" in states
        total = mission["offre-1"].total_excl_vat
        closure = self.piece(
            mission,
            "imio.centrale.ClosureFile",
            "cloture",
            "accepted" if accepted else "deposited",
            invoice_number=f"F-{self.random.randrange(9999)}",
            invoice_date=self.start.date(),
            invoice_excl_vat=total,
            invoice_incl_vat=mission["offre-1"].total_incl_vat,
            received=self.now - (self.now - self.start) / 8,
        )
        naming.title_child(closure)


def main(folder, count):
    data = Path(folder, "data")
    data.mkdir(parents=True)
    conf = servers.write_home(Path(folder, "making"), servers.FileStorage(data).conf)
    with silence():
        world.run(str(conf), partial(make, count))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else MISSIONS)
