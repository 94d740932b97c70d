"""Parties by their enterprise number and lots by their number, whoever asks."""

from imio.centrale.lookup import search


def party_with(portal_type, number):
    """The UID of the authority or supplier with that number (ten digits), or ``None``."""
    return _uid_of(portal_type=portal_type, enterprise_number=number)


def lot_with(centrale, number):
    """The UID of the lot of a centrale with that number, or ``None``."""
    return _uid_of(
        portal_type="imio.centrale.Lot",
        lot_number=number,
        centrale_uid=centrale.UID(),
    )


def _uid_of(**query):
    brains = search(**query)
    return brains[0].UID if brains else None
