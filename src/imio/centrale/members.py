"""Annexe D: the members of a centrale, for those whom they may order from.

Read from the catalog only: ``member_card`` of the authorities, ``interest_lots`` of the
adhesions. Numbers of users, amounts and deliberations are not in it.
"""

from dataclasses import dataclass
from imio.centrale import holdings
from imio.centrale import parties
from imio.centrale.domain.line_search import folded
from imio.centrale.lookup import brains_of
from imio.centrale.lookup import search


ADHESION = "imio.centrale.Adhesion"
#: agents and auditors: they read every dossier
WHOLE = "imio.centrale: View Ranking"


@dataclass(frozen=True)
class Member:
    """An authority that may order; ``lots`` are UIDs of those of its interest."""

    title: str
    kind: str
    province: str
    nis_code: str
    address: str
    role: str
    email: str
    lots: tuple = ()


def card_of(authority):
    """Where an authority is and whom to write to, for the catalog: the first function
    that has an address, without the name of a person.
    """
    contacts = [row for row in authority.contacts or () if row.get("email")]
    named = [row for row in contacts if row.get("role")] or contacts
    first = named[0] if named else {}
    return {
        "address": authority.address or "",
        "role": first.get("role") or "",
        "email": first.get("email") or "",
    }


def lots_for(centrale):
    """UID -> brain of the lots for which the user may see the members.

    All of the open markets for agents and auditors; for suppliers those they hold.
    """
    if parties.may(centrale, WHOLE):
        return holdings.open_lots(centrale)
    return holdings.lots_held(centrale, parties.own_suppliers())


def may_see(centrale):
    """Whether the user is an agent or auditor, or holds a lot of an open market."""
    return parties.may(centrale, WHOLE) or bool(lots_for(centrale))


def members_of(centrale, lots, text="", province=""):
    """The authorities whose adhesion is active, by name, with their interest in ``lots``.

    ``text`` is looked for in names, without regard to accents and case, and in NIS
    codes.
    """
    adhesions = search(
        portal_type=ADHESION,
        review_state="active",
        centrale_uid=centrale.UID(),
        sort_on="sortable_title",
        **({"province": province} if province else {}),
    )
    authorities = brains_of(brain.authority_uid for brain in adhesions)
    found = (_member(each, authorities[each.authority_uid], lots) for each in adhesions)
    return [member for member in found if _matches(member, text)]


def _member(adhesion, authority, lots):
    return Member(
        title=authority.Title,
        kind=authority.authority_type,
        province=authority.province or "",
        nis_code=authority.nis_code or "",
        lots=tuple(uid for uid in lots if uid in adhesion.interest_lots),
        **authority.member_card,
    )


def _matches(member, text):
    wanted = folded(text)
    return wanted in folded(member.title) or wanted == member.nis_code
