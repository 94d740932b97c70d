"""The views people keep of the missions of a room, each person's in a tree of its own.

Two people who save at the same time write different objects; nothing but the wish of
their owner removes them.
"""

from BTrees.OOBTree import OOBTree
from dataclasses import replace
from imio.centrale.domain.arranging import natural
from imio.centrale.domain.reasons import Refused
from imio.centrale.domain.saved_view import clean_name
from imio.centrale.domain.saved_view import naming_reasons
from imio.centrale.domain.saved_view import SavedView
from imio.centrale.domain.saved_view import saving_reasons
from zope.annotation.interfaces import IAnnotations

import secrets


KEY = "imio.centrale.saved_views"


def kept(room):
    """User id -> (id of a view -> view); nothing is written by asking."""
    return IAnnotations(room).get(KEY, {})


def views_of(room, user_id):
    """(id, view) of one person, by name."""
    return _by_name(kept(room).get(user_id, {}).items())


def shared_with(room, user_id):
    """(owner, view) of what others share, by name."""
    return _by_name(
        (owner, view)
        for owner, views in kept(room).items()
        if owner != user_id
        for view in views.values()
        if view.shared
    )


def _by_name(pairs):
    return sorted(pairs, key=lambda pair: natural(pair[1].name))


def names_of(room, user_id, but=""):
    """The names a person has given, but for that of one view."""
    return [view.name for id_, view in views_of(room, user_id) if id_ != but]


def save(room, user_id, name, query, shared=False):
    """Keep a view; ``Refused`` with what is wrong with it. Returns its id.

    The same one, sent again, is there already.
    """
    name = clean_name(name)
    view = SavedView(name, query, shared)
    before = [id_ for id_, each in views_of(room, user_id) if each == view]
    if before:
        return before[0]
    check(saving_reasons(name, query, names_of(room, user_id)))
    id_ = secrets.token_hex(8)
    trees = IAnnotations(room).setdefault(KEY, OOBTree())
    views = trees.setdefault(user_id, OOBTree())
    views[id_] = view
    return id_


def rename(room, user_id, id_, name):
    """Another name for a view of this person; ``KeyError`` when there is none."""
    name = clean_name(name)
    views = kept(room)[user_id]
    check(naming_reasons(name, names_of(room, user_id, but=id_)))
    views[id_] = replace(views[id_], name=name)


def share(room, user_id, id_, shared):
    """Show a view of this person to the agents, or no longer."""
    views = kept(room)[user_id]
    views[id_] = replace(views[id_], shared=shared)


def drop(room, user_id, id_):
    """Remove a view of this person."""
    del kept(room)[user_id][id_]


def check(reasons):
    if reasons:
        raise Refused(reasons)
