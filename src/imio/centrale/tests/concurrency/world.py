"""The site on which the races are run, made in a process of its own.

``python -m imio.centrale.tests.concurrency.world ZOPE_CONF`` makes it in the empty
database of that configuration, through the real transitions, and prints it as JSON:
for each centrale its program, and the draft orders that are ready to be deposited.
Every name, number and address is invented.
"""

from AccessControl.SecurityManagement import newSecurityManager
from collections.abc import Iterator
from dataclasses import asdict
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from decimal import Decimal
from imio.centrale import parties
from imio.centrale.demo.mail import replace_mail_host
from imio.centrale.demo.mail import silence
from imio.centrale.rooms import year_room
from imio.centrale.tests.fixture import make_inventory
from imio.centrale.tests.fixture import PASSWORD
from imio.centrale.tests.fixture import pdf
from imio.centrale.workflows.state import move_as_product
from itertools import cycle
from itertools import islice
from plone import api
from plone.app.testing.layers import SITE_OWNER_NAME
from plone.app.testing.layers import SITE_OWNER_PASSWORD
from plone.dexterity.utils import createContentInContainer
from Products.CMFPlone.factory import addPloneSite
from Testing.makerequest import makerequest
from Zope2.Startup.run import configure_wsgi
from zope.component.hooks import setSite
from zope.globalrequest import setRequest

import json
import sys
import transaction
import Zope2


SITE_ID = "centrale"
AGENT = "agent"
#: the account of other programs
INTAKE = "guichet"


@dataclass(frozen=True)
class Race:
    """A centrale with one open program, and its orders.

    ``category`` is the most an authority can have: cents, so that nothing comes out even.
    """

    name: str
    authorities: int
    orders: int
    envelope: Decimal
    category: Decimal = Decimal("4321.09")


#: each envelope is about half of what its orders could have
RACES = (
    Race("calme", authorities=60, orders=200, envelope=Decimal("129876.53")),
    Race("client", authorities=30, orders=45, envelope=Decimal("38765.43")),
    Race("serveur", authorities=30, orders=45, envelope=Decimal("38765.43")),
)


@dataclass
class Lane:
    """Where the orders of a race are: paths below the site."""

    missions: str
    program: str
    lot: str
    #: path of a draft order and login of its authority
    orders: list[tuple[str, str]] = field(default_factory=list)


def numbers() -> Iterator[str]:
    """Enterprise numbers that have the right check digits."""
    for stem in range(9990100, 9999999):
        yield f"{stem:08d}{97 - stem % 97:02d}"


def make_site(app):
    """A Classic site in French with the profile."""
    site = addPloneSite(
        app,
        SITE_ID,
        title="Centrale de test",
        default_language="fr",
        portal_timezone="Europe/Brussels",
        distribution_name="classic",
    )
    setSite(site)
    site.portal_setup.runAllImportStepsFromProfile("profile-imio.centrale:default")
    replace_mail_host()
    # Without a queue a mail leaves after the commit: the more delicate way.
    site.MailHost.smtp_queue = False
    return site


def make_authorities(site, count):
    """Authorities, each with an account of the same name."""
    found = []
    for index, number in enumerate(islice(numbers(), count), 1):
        authority = api.content.create(
            site["autorites"],
            "imio.centrale.LocalAuthority",
            title=f"Commune {index}",
            authority_type="commune",
            enterprise_number=number,
            nis_code="84009",
            province="luxembourg",
        )
        login = f"commune-{index}"
        make_user(login, "Member")
        group = parties.authority_group(authority.UID())
        api.group.add_user(groupname=group, username=login)
        found.append((authority, login))
    return found


def make_user(login, *roles):
    api.user.create(username=login, email=f"{login}@user.example", password=PASSWORD)
    api.user.grant_roles(username=login, roles=["Member", *roles])


def make_supplier(site):
    return api.content.create(
        site["prestataires"],
        "imio.centrale.Supplier",
        title="Fournisseur",
        enterprise_number="0999000327",
        email="fournisseur@supplier.example",
    )


def make_centrale(site, race, authorities, supplier):
    """The centrale of a race with its lot, and the adhesions."""
    centrale = api.content.create(
        site,
        "imio.centrale.Centrale",
        id=race.name,
        title=f"Centrale {race.name}",
        code_prefix=race.name[:3].upper(),
        contact_email="centrale@centrale.example",
        purchase_model="intermediary",
    )
    lot = make_lot(centrale, supplier)
    for authority, _login in authorities[: race.authorities]:
        make_adhesion(centrale, authority)
    return centrale, lot


def make_lot(centrale, supplier):
    market = api.content.create(
        centrale["marches"],
        "imio.centrale.Market",
        id="market",
        title="Marché",
        start=date(2020, 1, 1),
        end=date(2099, 12, 31),
    )
    rank = {
        "rank": 1,
        "supplier": supplier.UID(),
        "valid_from": None,
        "valid_to": None,
        "status": "active",
    }
    lot = api.content.create(
        market,
        "imio.centrale.Lot",
        id="lot",
        title="Audit",
        number="1",
        award_mode="direct",
        ranking=[rank],
    )
    move_as_product(market, "open")
    make_inventory(lot, supplier)
    return lot


def make_adhesion(centrale, authority):
    adhesion = api.content.create(
        centrale["adhesions"],
        "imio.centrale.Adhesion",
        title=authority.title,
        authority=authority.UID(),
        users_count=80,
        interest_date=date(2024, 1, 15),
        organ="conseil_communal",
        deliberation_date=date(2024, 2, 1),
        deliberation=pdf("deliberation.pdf"),
    )
    move_as_product(adhesion, "submit")
    move_as_product(adhesion, "activate")


def make_program(centrale, race):
    program = api.content.create(
        centrale["subsides"],
        "imio.centrale.SubsidyProgram",
        title="Programme",
        envelope=race.envelope,
        categories=[
            {"code": "A", "min_users": 0, "max_users": None, "amount": race.category}
        ],
    )
    move_as_product(program, "open")
    return program


def make_order(centrale, lot, authority, number):
    """A mission led to its draft order, which is complete; returns the order."""
    mission = createContentInContainer(
        year_room(centrale["missions"]),
        "imio.centrale.MissionRequest",
        title=f"Audit {number}",
        authority=authority.UID(),
        lot=lot.UID(),
        contact_name="Camille Test",
        contact_email="camille@commune.example",
    )
    move_as_product(mission, "submit")
    price = Decimal("700.13") + Decimal("3.37") * (number % 71)
    offer = createContentInContainer(
        mission,
        "imio.centrale.Offer",
        valid_until=date(2099, 1, 1),
        lines=[{"code": "A1", "quantity": Decimal(2), "unit_price": price}],
    )
    move_as_product(offer, "submit")
    move_as_product(offer, "accept")
    return createContentInContainer(
        mission,
        "imio.centrale.Order",
        order_number=f"2026/{number}",
        order_date=date(2026, 1, 10),
        purchase_order=pdf("bc.pdf"),
        organ="college",
        deliberation_date=date(2026, 1, 9),
        deliberation=pdf("delib.pdf"),
    )


def make_lane(site, race, authorities, supplier):
    """A centrale with all its orders; what the test has to know of it."""
    centrale, lot = make_centrale(site, race, authorities, supplier)
    program = make_program(centrale, race)
    taking_part = cycle(authorities[: race.authorities])
    lane = Lane(
        missions=below(site, centrale["missions"]),
        program=below(site, program),
        lot=lot.UID(),
    )
    for number, (authority, login) in enumerate(islice(taking_part, race.orders), 1):
        order = make_order(centrale, lot, authority, number)
        lane.orders.append((below(site, order), login))
        if not number % 40:
            transaction.commit()
    transaction.commit()
    return lane


def below(site, obj):
    """The path of an object below the site."""
    return "/".join(obj.getPhysicalPath()[len(site.getPhysicalPath()) :])


def make(app):
    """The whole world, committed; its lanes by the name of their race."""
    site = make_site(app)
    make_user(AGENT, "Centrale Manager")
    make_user(INTAKE, "Centrale Intake")
    most = max(race.authorities for race in RACES)
    authorities = make_authorities(site, most)
    supplier = make_supplier(site)
    transaction.commit()
    return {
        race.name: asdict(make_lane(site, race, authorities, supplier))
        for race in RACES
    }


def run(zope_conf, make_world):
    """Make a world in the empty database of a configuration; prints what it gives."""
    configure_wsgi(zope_conf)
    app = makerequest(Zope2.app())
    setRequest(app.REQUEST)
    app.acl_users.userFolderAddUser(
        SITE_OWNER_NAME, SITE_OWNER_PASSWORD, ["Manager"], []
    )
    user = app.acl_users.getUser(SITE_OWNER_NAME)
    newSecurityManager(None, user.__of__(app.acl_users))
    with silence():
        made = make_world(app)
    database = app._p_jar.db()
    database.pack()
    database.close()
    print(json.dumps(made))


if __name__ == "__main__":
    run(sys.argv[1], make)
