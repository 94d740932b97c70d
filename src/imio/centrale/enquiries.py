"""Enquiries: asked by anybody, answered in place, read by whoever asked and no other.

On a dossier, the side that asked while logged in reads the thread on the page of the
mission; the other side never does. On no dossier of his own, a user of a party reads what
he asked himself, and his colleagues do not. Whoever asked without logging in reads it by
the key in the mails.
"""

from imio.centrale import clock
from imio.centrale import enquiry_mails
from imio.centrale import parties
from imio.centrale import settings
from imio.centrale import tracked
from imio.centrale.content.centrale import ICentrale
from imio.centrale.domain import enquiry as rules
from imio.centrale.domain.calendar import to_brussels
from imio.centrale.domain.reasons import reason
from imio.centrale.domain.reasons import Refused
from imio.centrale.lookup import ancestor
from imio.centrale.timeline import name_of
from imio.centrale.workflows.state import move
from imio.centrale.workflows.state import move_as_product
from imio.centrale.workflows.state import state_of
from plone import api
from plone.dexterity.utils import createContent


PORTAL_TYPE = "imio.centrale.Enquiry"
ROOM = "contacts"
#: own enquiries that are listed, the latest first
MOST_THREADS = 20
#: roles on a mission of those who may ask for its supplier's side
SUPPLIER_SIDE = {parties.SUPPLIER_ROLE, parties.CONSULTED_ROLE}


# -- asking ------------------------------------------------------------------------


def form_reasons(centrale, values):
    """What is wrong in the cleaned form of an enquiry, each reason with its field."""
    found = rules.form_reasons(values)
    try:
        mission_meant(centrale, values["tracking_code"])
    except Refused as refused:
        found += refused.reasons
    return sorted(found, key=lambda each: rules.FIELDS.index(each.field))


def mission_meant(centrale, text):
    """The mission of a code in any way of writing it, ``None`` without a code.

    Raises ``Refused`` at the field ``tracking_code``: a code that is wrong or unknown,
    or of a dossier of another centrale.
    """
    if not text:
        return None
    try:
        mission = tracked.known_mission(text)
    except Refused as refused:
        codes = (each.code for each in refused.reasons)
        raise Refused([reason(code, "tracking_code") for code in codes])
    if ancestor(mission, ICentrale).UID() != centrale.UID():
        raise Refused([reason("code_elsewhere", "tracking_code")])
    return mission


def ask(centrale, values, form_key):
    """The enquiry that a sound form makes; the same form, sent again, is the same one.

    Made by nobody: whoever asks needs no right in the room, and leaves no name but the
    one that was typed, and the right to read it.
    """
    room = centrale[ROOM]
    enquiry_id = rules.id_of(form_key, values)
    if enquiry_id in room:
        return room[enquiry_id]
    mission = mission_meant(centrale, values["tracking_code"])
    reader = reader_of(mission)
    with parties.nobody():
        room._setObject(enquiry_id, _new(enquiry_id, values, mission))
    enquiry = room[enquiry_id]
    if reader is not None:
        parties.give_role(enquiry, *reader)
    enquiry_mails.send_receipt(enquiry)
    enquiry_mails.tell_centrale(enquiry)
    return enquiry


def _new(enquiry_id, values, mission):
    enquiry = createContent(
        PORTAL_TYPE,
        kind=values["kind"],
        title=values["title"],
        sender_name=values["sender_name"],
        sender_email=values["sender_email"],
        organisation=values["organisation"],
    )
    enquiry.id = enquiry_id
    enquiry.tracking_code = mission.tracking_code if mission is not None else None
    enquiry.messages = [_row(rules.ASKER, values["sender_name"], values["text"])]
    return enquiry


def reader_of(mission):
    """Who reads what the user asks, with his role: his side of the dossier, or he alone.

    ``None`` for whoever belongs to no party: he has the key in his mails.
    """
    side = side_on(mission) if mission is not None else None
    user = api.user.get_current().getId()
    if side is not None:
        return side
    if parties.own_authorities():
        return user, parties.AUTHORITY_ROLE
    return (user, parties.SUPPLIER_ROLE) if parties.own_suppliers() else None


def side_on(mission):
    """The group and the role of the user on a mission; ``None`` when he has no side."""
    groups = parties.groups_of_user()
    authority = parties.authority_group(mission.authority)
    if authority in groups:
        return authority, parties.AUTHORITY_ROLE
    for group, roles in mission.get_local_roles():
        if group in groups and SUPPLIER_SIDE.intersection(roles):
            return group, parties.SUPPLIER_ROLE
    return None


# -- the thread --------------------------------------------------------------------


def threads_of(mission):
    """The enquiries about a mission that this user may view, the oldest first."""
    brains = api.content.find(
        ancestor(mission, ICentrale),
        portal_type=PORTAL_TYPE,
        tracking_code=mission.tracking_code,
        sort_on="created",
    )
    return [brain.getObject() for brain in brains]


def own_threads(centrale):
    """The latest enquiries that the user may read as a party, as the catalog has them."""
    groups = [parties.authority_group(uid) for uid in parties.own_authorities()]
    groups += [parties.supplier_group(uid) for uid in parties.own_suppliers()]
    if not groups:
        return []
    readers = (api.user.get_current().getId(), *groups)
    return api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
        portal_type=PORTAL_TYPE,
        centrale_uid=centrale.UID(),
        allowedRolesAndUsers=[f"user:{reader}" for reader in readers],
        sort_on="created",
        sort_order="descending",
        sort_limit=MOST_THREADS,
    )[:MOST_THREADS]


def side_of_user(enquiry):
    """The side for which the user may write; empty for those who only read."""
    if parties.acts_for_centrale(enquiry):
        return rules.CENTRALE
    sides = ("Act for the Authority", "Act for the Supplier")
    if any(parties.may(enquiry, f"imio.centrale: {side}") for side in sides):
        return rules.ASKER
    return ""


def reply(enquiry, text):
    """One more message of the user; whether it was added: not when it is there already.

    Raises ``Refused``.
    """
    side = side_of_user(enquiry)
    if not side:
        raise Refused([reason("not_permitted")])
    author = api.user.get_current().getId()
    if side == rules.CENTRALE:
        return answer(enquiry, author, text)
    return ask_again(enquiry, name_of(author), text)


def answer(enquiry, agent, text):
    """The centrale answers; whoever asked gets a mail."""
    if state_of(enquiry) == rules.CLOSED:
        raise Refused([reason("enquiry_closed")])
    if not _add(enquiry, rules.CENTRALE, agent, text):
        return False
    if state_of(enquiry) == rules.OPEN:
        move(enquiry, "answer")
    enquiry_mails.send_answer(enquiry, text)
    return True


def ask_again(enquiry, name, text):
    """Whoever asked writes again: the enquiry waits again for an answer."""
    if not _add(enquiry, rules.ASKER, name, text):
        return False
    if state_of(enquiry) != rules.OPEN:
        with parties.nobody():
            move_as_product(enquiry, "reopen")
    enquiry_mails.tell_centrale(enquiry)
    return True


def _add(enquiry, side, author, text):
    reasons = rules.message_reasons(text)
    if reasons:
        raise Refused(reasons)
    if rules.is_repeated(enquiry.thread(), side, text):
        return False
    enquiry.messages = [*enquiry.messages, _row(side, author, text)]
    enquiry.reindexObject(idxs=["SearchableText"])
    return True


def _row(side, author, text):
    at = clock.stored(clock.now())
    return {"at": at, "side": side, "author": author, "text": text}


# -- by the key of a mail ------------------------------------------------------------


def opened_by(centrale, enquiry_id, key):
    """The enquiry of a centrale that a key opens, or ``None``."""
    room = centrale.get(ROOM)
    enquiry = room.get(enquiry_id) if room is not None else None
    if enquiry is None or not rules.opens(enquiry.keys, key):
        return None
    return enquiry


# -- forgetting --------------------------------------------------------------------


def erasing_reasons(enquiry):
    """Why the sender cannot be erased."""
    return rules.erasing_reasons(state_of(enquiry), enquiry.erased is not None)


def erase_sender(enquiry):
    """Who asked is forgotten, what was asked stays; the keys open nothing any more."""
    reasons = erasing_reasons(enquiry)
    if reasons:
        raise Refused(reasons)
    enquiry.sender_name = enquiry.sender_email = None
    enquiry.organisation = ""
    enquiry.keys = ()
    enquiry.messages = [_nameless(row) for row in enquiry.messages]
    enquiry.erased = clock.stored(clock.now())
    enquiry.reindexObject(idxs=["SearchableText"])
    _forget_reader(enquiry)


def _forget_reader(enquiry):
    """The name of a user is one too; the side of a dossier has none."""
    users = [user for user, _roles in enquiry.get_local_roles() if not is_side(user)]
    if users:
        enquiry.manage_delLocalRoles(users)
        enquiry.reindexObjectSecurity()


def is_side(principal):
    """Whether it is the group of an authority or of a supplier."""
    patterns = (parties.AUTHORITY_GROUP, parties.SUPPLIER_GROUP)
    return any(principal.startswith(each.format("")) for each in patterns)


def _nameless(row):
    return {**row, "author": ""} if row["side"] == rules.ASKER else row


def drop_old(enquiry):
    """Delete an enquiry that was answered too long ago, unless a dossier holds it."""
    last = to_brussels(enquiry.messages[-1]["at"]).date()
    months = settings.get("enquiry_retention_months")
    if not rules.is_kept(last, clock.today(), months, bool(enquiry.tracking_code)):
        enquiry.aq_parent._delObject(enquiry.getId())
