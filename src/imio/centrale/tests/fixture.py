"""The small world the tests work on. Every name, number and address is invented."""

from datetime import date
from decimal import Decimal
from imio.centrale import parties
from imio.centrale.workflows.state import move_as_product
from plone import api
from plone.namedfile.file import NamedBlobFile
from Products.CMFCore.indexing import processQueue


PASSWORD = "secret-of-the-tests"
#: login -> (roles in the site, title of the party whose group the user is in)
USERS = {
    "agent": (["Centrale Manager"], None),
    "agent2": (["Centrale Manager"], None),
    "auditor": (["Centrale Auditor"], None),
    "intake": (["Centrale Intake"], None),
    "siteadmin": (["Site Administrator"], None),
    "bertrix": ([], "Bertrix"),
    "arlon": ([], "Arlon"),
    "alpha": ([], "Alpha Test"),
    "beta": ([], "Beta Test"),
    "gamma": ([], "Gamma Test"),
    "stranger": ([], None),
}


def pdf(name="document.pdf"):
    """A small file, as people attach."""
    return NamedBlobFile(
        data=b"%PDF-1.4 test", contentType="application/pdf", filename=name
    )


def make(portal):
    """Parties, one centrale, a direct lot, a cascade lot, their inventories."""
    with api.env.adopt_roles(["Manager"]):
        _make(portal)
    # a test layer leaves the site before it commits: index while it is there
    processQueue()


def _make(portal):
    bertrix = api.content.create(
        portal.autorites,
        "imio.centrale.LocalAuthority",
        title="Bertrix",
        authority_type="commune",
        enterprise_number="0999000129",
        nis_code="84009",
        province="luxembourg",
    )
    arlon = api.content.create(
        portal.autorites,
        "imio.centrale.LocalAuthority",
        title="Arlon",
        authority_type="commune",
        enterprise_number="0999000228",
        nis_code="81001",
        province="luxembourg",
    )
    suppliers = [
        api.content.create(
            portal.prestataires,
            "imio.centrale.Supplier",
            title=f"{name} Test",
            enterprise_number=number,
            email=f"{name.lower()}@supplier.example",
        )
        for name, number in (
            ("Alpha", "0999000327"),
            ("Beta", "0999000426"),
            ("Gamma", "0999000525"),
        )
    ]
    centrale = api.content.create(
        portal,
        "imio.centrale.Centrale",
        id="cyber",
        title="Centrale Test",
        code_prefix="CYB",
        contact_email="cyber@centrale.example",
        purchase_model="intermediary",
    )
    market = api.content.create(
        centrale["marches"],
        "imio.centrale.Market",
        id="market",
        title="Marché Test",
        start=date(2020, 1, 1),
        end=date(2099, 12, 31),
    )
    direct = api.content.create(
        market,
        "imio.centrale.Lot",
        id="direct",
        title="Lot direct",
        number="1",
        award_mode="direct",
        ranking=[_rank(1, suppliers[0])],
        options=[{"code": "AUD", "label": "Audit", "kind": "audit"}],
    )
    cascade = api.content.create(
        market,
        "imio.centrale.Lot",
        id="cascade",
        title="Lot en cascade",
        number="2",
        award_mode="cascade",
        ranking=[_rank(rank, each) for rank, each in enumerate(suppliers, start=1)],
        answer_delay_days=5,
    )
    move_as_product(market, "open")
    make_inventory(direct, suppliers[0])
    for supplier in suppliers:
        make_inventory(cascade, supplier)
    for authority in (bertrix, arlon):
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


def _rank(rank, supplier):
    return {
        "rank": rank,
        "supplier": supplier.UID(),
        "valid_from": None,
        "valid_to": None,
        "status": "active",
    }


def make_inventory(
    lot, supplier, version="1", valid_from=date(2024, 1, 1), publish=True
):
    """Annexe B with two lines, published."""
    inventory = api.content.create(
        lot,
        "imio.centrale.PriceInventory",
        id=f"inventory-{supplier.getId()}-{version}",
        supplier=supplier.UID(),
        version=version,
        valid_from=valid_from,
        valid_to=None,
        lines=[
            inventory_line("A1", "Audit, jour", "1000.00", "21"),
            inventory_line("F1", "Formation, jour", "812.5050", "6"),
        ],
    )
    if publish:
        move_as_product(inventory, "publish")
    return inventory


def inventory_line(code, label, price, vat_rate):
    """One line of annexe B."""
    return {
        "code": code,
        "label": label,
        "unit": "jour",
        "unit_price": Decimal(price),
        "vat_rate": vat_rate,
        "option": "",
    }


def make_users(portal):
    """The users of ``USERS``, each in the group of its party."""
    groups = {
        each.title: group(each.UID())
        for register, group in (
            (portal.autorites, parties.authority_group),
            (portal.prestataires, parties.supplier_group),
        )
        for each in register.objectValues()
    }
    for login, (roles, party) in USERS.items():
        api.user.create(
            username=login,
            email=f"{login}@user.example",
            password=PASSWORD,
        )
        api.user.grant_roles(username=login, roles=["Member", *roles])
        if party:
            api.group.add_user(groupname=groups[party], username=login)
