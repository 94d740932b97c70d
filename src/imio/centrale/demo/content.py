"""Making the demo, through the same rules and by the same roles as on a real site."""

from datetime import date
from decimal import Decimal
from imio.centrale import clock
from imio.centrale import rooms
from imio.centrale.asking import drafts
from imio.centrale.demo import agent_notes
from imio.centrale.demo import annexe_b
from imio.centrale.demo import communes
from imio.centrale.demo import data
from imio.centrale.demo import subsidies
from imio.centrale.demo.catalogue import INDICATORS
from imio.centrale.demo.catalogue import MARKETS
from imio.centrale.demo.catalogue import PRICE_FACTORS
from imio.centrale.demo.dates import act
from imio.centrale.demo.dates import ago
from imio.centrale.demo.dossiers import DOSSIERS
from imio.centrale.demo.enquiries import make_enquiries
from imio.centrale.demo.files import document
from imio.centrale.demo.mail import replace_mail_host
from imio.centrale.demo.mail import silence
from imio.centrale.demo.people import AGENT
from imio.centrale.demo.people import join_groups
from imio.centrale.demo.people import login_of
from imio.centrale.demo.people import make_accounts
from imio.centrale.demo.sessions import make_sessions
from imio.centrale.demo.walk import play
from imio.centrale.demo.walk import Walk
from imio.centrale.domain.request_draft import Answers
from imio.centrale.workflows.state import move
from plone import api
from plone.dexterity.utils import createContentInContainer as add


#: business days before today on which the centrales were set up, and joined
SET_UP = 90
JOINED = 75


def make():
    """The whole demo, or nothing when its first centrale is there already."""
    if data.CENTRALES[0]["id"] in api.portal.get():
        return
    configure_site()
    make_accounts()
    with act(ago(SET_UP), AGENT):
        make_parties()
        make_centrales()
        make_markets()
    make_sessions()
    annexe_b.import_large_version()
    join_groups()
    subsidies.make_programs(ago(SET_UP))
    for joining in data.ADHESIONS:
        make_adhesion(joining)
    communes.make()
    with silence():
        play([*map(Walk, DOSSIERS), *subsidies.EVENTS])
        make_enquiries()
    make_draft()
    agent_notes.write_all()


def configure_site():
    """French, Brussels, a home page that lists; mails stay on this machine."""
    records = {
        "plone.site_title": data.SITE_TITLE,
        "plone.default_language": "fr",
        "plone.available_languages": ["fr"],
        "plone.portal_timezone": "Europe/Brussels",
        "plone.available_timezones": ["Europe/Brussels"],
        "plone.email_from_name": data.SENDER_NAME,
        "plone.email_from_address": data.SENDER_ADDRESS,
    }
    for name, value in records.items():
        api.portal.set_registry_record(name, value)
    portal = api.portal.get()
    portal.description = data.SITE_DESCRIPTION
    portal.setLayout("listing_view")
    replace_mail_host()


def contact(name, role, domain):
    """A row of contacts that leads to nobody."""
    return {
        "name": name,
        "role": role,
        "email": f"contact@{domain}",
        "phone": "",
        "alternate": "",
    }


def make_parties():
    """Authorities and suppliers in their registers; their groups come with them."""
    portal = api.portal.get()
    for authority in data.AUTHORITIES:
        add(
            portal[rooms.authorities_id()],
            "imio.centrale.LocalAuthority",
            id=authority.id,
            title=authority.title,
            authority_type=authority.kind,
            enterprise_number=authority.enterprise_number,
            iban=authority.iban,
            nis_code=authority.nis_code,
            province=authority.province,
            population=authority.population,
            address=data.FICTIVE,
            contacts=[
                contact(
                    "Direction générale (fictive)",
                    "Administration",
                    f"{authority.id}.example",
                )
            ],
        )
    for supplier in data.SUPPLIERS:
        add(
            portal[rooms.suppliers_id()],
            "imio.centrale.Supplier",
            id=supplier.id,
            title=supplier.title,
            enterprise_number=supplier.enterprise_number,
            iban=supplier.iban,
            email=f"marches@{supplier.domain}",
            address=data.FICTIVE,
            contacts=[
                contact("Service commercial (fictif)", "Marchés", supplier.domain)
            ],
        )


def make_centrales():
    """Both centrales, with their folders."""
    for centrale in data.CENTRALES:
        add(
            api.portal.get(),
            "imio.centrale.Centrale",
            legal_basis=data.LEGAL_BASIS,
            **centrale,
        )


def make_markets():
    """Most are open, for four years, the second of which is under way."""
    portal = api.portal.get()
    year = clock.today().year
    for market in MARKETS:
        obj = add(
            portal[market.centrale]["marches"],
            "imio.centrale.Market",
            id=market.id,
            title=market.title,
            reference=market.reference,
            description=market.description,
            start=date(year + market.years[0], 1, 1),
            end=date(year + market.years[1], 12, 31),
            ceiling_excl_vat=Decimal(market.ceiling),
        )
        for lot in market.lots:
            make_lot(obj, lot)
        for transition in market.course:
            move(obj, transition)


def make_lot(market, lot):
    """A lot and the price lists of its suppliers."""
    suppliers = api.portal.get()[rooms.suppliers_id()]
    obj = add(
        market,
        "imio.centrale.Lot",
        id=lot.id,
        number=lot.number,
        title=lot.title,
        description=lot.description,
        award_mode=lot.award_mode,
        answer_delay_days=lot.answer_delay_days,
        lead_time_days=lot.lead_time_days,
        ceiling_excl_vat=Decimal(lot.ceiling) if lot.ceiling else None,
        ranking=[
            {
                "rank": rank,
                "supplier": suppliers[supplier_id].UID(),
                "valid_from": None,
                "valid_to": None,
                "status": "active",
            }
            for rank, supplier_id in enumerate(lot.suppliers, start=1)
        ],
        options=[
            {"code": code, "label": label, "kind": kind}
            for code, label, kind in lot.options
        ],
        indicators=[dict(indicator) for indicator in INDICATORS],
    )
    for supplier_id in lot.suppliers:
        make_inventory(obj, lot, suppliers[supplier_id])


def make_inventory(lot_obj, lot, supplier):
    """Annexe B of a supplier for a lot, published."""
    factor = Decimal(PRICE_FACTORS[supplier.getId()])
    title = f"Annexe B - Inventaire, lot {lot.number} : {lot.title}"
    inventory = add(
        lot_obj,
        "imio.centrale.PriceInventory",
        id=f"annexe-b-{supplier.getId()}",
        supplier=supplier.UID(),
        version="1",
        valid_from=lot_obj.aq_parent.start,
        lines=[
            {
                "code": code,
                "label": label,
                "unit": unit,
                "unit_price": price_of(price, factor),
                "vat_rate": vat_rate,
                "option": option,
            }
            for code, label, unit, price, vat_rate, option in lot.lines
        ],
        source_file=document(
            f"annexe-b-lot-{lot.number}.pdf",
            (title, supplier.title, "Prix inventés (démonstration)"),
        ),
    )
    move(inventory, "publish")


def price_of(price, factor):
    """The price of a supplier: a cent or, where the list has four digits, less."""
    price = Decimal(price)
    return (price * factor).quantize(Decimal(1).scaleb(price.as_tuple().exponent))


def interests_of(joining):
    """The lots that an authority asks for later, where the demo tells of any."""
    asked = {
        each.lot
        for each in DOSSIERS
        if (each.centrale, each.authority) == (joining.centrale, joining.authority)
    }
    lots = api.content.find(
        api.portal.get()[joining.centrale],
        portal_type="imio.centrale.Lot",
        sort_on="lot_number",
    )
    return [
        {"lot": brain.UID, "max_amount": None} for brain in lots if brain.getId in asked
    ]


def make_adhesion(joining):
    """Interest, then the deliberation, then the agent's activation."""
    centrale = api.portal.get()[joining.centrale]
    authority = next(a for a in data.AUTHORITIES if a.id == joining.authority)
    login = login_of(authority.id)
    interested, decided, activated = (ago(JOINED - days) for days in (0, 4, 8))
    with act(interested, login, centrale["adhesions"]):
        adhesion = add(
            centrale["adhesions"],
            "imio.centrale.Adhesion",
            authority=api.portal.get()[rooms.authorities_id()][authority.id].UID(),
            users_count=authority.users,
            interest_date=interested.date(),
            interests=interests_of(joining),
        )
    if joining.state == "interest":
        return
    with act(decided, login, adhesion):
        adhesion.organ = authority.organ
        adhesion.deliberation_date = decided.date()
        adhesion.deliberation = document(
            "deliberation-adhesion.pdf",
            (
                f"Délibération d'adhésion : {authority.title}",
                centrale.title,
                "Document de démonstration",
            ),
        )
        move(adhesion, "submit")
    if joining.state == "active":
        with act(activated, AGENT, adhesion):
            move(adhesion, "activate")


def make_draft():
    """A request that its author began yesterday, and has not sent."""
    portal = api.portal.get()
    draft = data.DRAFT
    centrale = portal[draft["centrale"]]
    login = login_of(draft["authority"])
    with act(ago(1, hour=16), login):
        lot = next(
            brain
            for brain in api.content.find(centrale, portal_type="imio.centrale.Lot")
            if brain.getId == draft["lot"]
        )
        answers = Answers(
            authority=portal[rooms.authorities_id()][draft["authority"]].UID(),
            lot=lot.UID,
            options=draft["options"],
            title=draft["title"],
        )
        drafts.keep(centrale, drafts.new_token(), answers)
