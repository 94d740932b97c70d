"""Who asks: the authorities of the user, and whom to write to."""

from imio.centrale.domain.request_draft import Contact
from imio.centrale.lookup import resolve
from plone import api


AUTHORITY = "imio.centrale.LocalAuthority"


def user_contact():
    """The current user, as the site knows him."""
    user = api.user.get_current()
    return Contact(
        name=user.getProperty("fullname") or "", email=user.getProperty("email") or ""
    )


def known_contacts(authority_uid):
    """The contacts that an authority has given."""
    authority = resolve(authority_uid)
    rows = (authority.contacts or ()) if authority is not None else ()
    return [
        Contact(row["name"], row.get("email") or "", row.get("phone") or "")
        for row in rows
    ]
