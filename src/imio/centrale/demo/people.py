"""The users of the demo: the accounts people log in with, and one for each other party."""

from imio.centrale import parties
from imio.centrale import rooms
from imio.centrale.demo.data import ACCOUNTS
from imio.centrale.demo.data import AUTHORITIES
from plone import api

import secrets


AGENT, SECOND_AGENT = (
    each.login for each in ACCOUNTS if each.site_role == "Centrale Manager"
)
_LOGINS = {each.party: each.login for each in ACCOUNTS if each.party}


def login_of(party_id):
    """The user who acts for an authority or a supplier in the demo."""
    return _LOGINS.get(party_id, party_id)


def make_accounts():
    """Make the accounts of the table; nobody is told the passwords of the others."""
    for account in ACCOUNTS:
        make_user(account.login, account.fullname, account.password)
        if account.site_role:
            api.user.grant_roles(
                username=account.login, roles=["Member", account.site_role]
            )
    for authority in AUTHORITIES:
        if authority.id not in _LOGINS:
            fullname = f"Administration de {authority.title} (fictif)"
            make_user(authority.id, fullname, secrets.token_urlsafe(24))


def make_user(login, fullname, password):
    """A user whose address leads nowhere."""
    api.user.create(
        username=login,
        email=f"{login}@demo.example",
        password=password,
        properties={"fullname": fullname},
    )


def join_groups():
    """Put the users in the groups of their parties, which were made with them."""
    portal = api.portal.get()
    registers = (
        (rooms.authorities_id(), parties.authority_group),
        (rooms.suppliers_id(), parties.supplier_group),
    )
    for register_id, group_of in registers:
        for party in portal[register_id].objectValues():
            api.group.add_user(
                groupname=group_of(party.UID()), username=login_of(party.getId())
            )
