"""The package of a centrale or of a mission, read object by object, in flat memory."""

from imio.centrale.content.centrale import ICentrale
from imio.centrale.lookup import ancestor
from imio.centrale.ocds import package
from imio.centrale.ocds import selecting
from imio.centrale.ocds.call_off import call_off_release
from imio.centrale.ocds.market import market_release
from imio.centrale.ocds.reading import Reader
from plone import api


#: after so many missions the database lets go of what was read
LET_GO = 50


def releases(reader, window):
    """The releases of a centrale, one after the other: its markets, then call-offs."""
    centrale, full = reader.context, reader.full
    for market in selecting.markets(centrale, window, full):
        yield market_release(reader.market(market), reader.centrale, full)
    portal = api.portal.get()
    paths = selecting.mission_paths(centrale, window, full)
    for position, path in enumerate(paths, start=1):
        mission = portal.unrestrictedTraverse(path)
        yield call_off_release(reader.call_off(mission), reader.centrale, full)
        if not position % LET_GO:
            portal._p_jar.cacheMinimize()


def write_centrale(file, centrale, window, uri, next_url, full=False):
    """Write the package of a window; ``NoRelease`` where there is nothing in it."""
    reader = Reader(centrale, full)
    page = Page(releases(reader, window), window)
    head = package.about(reader.centrale, uri, api.portal.get().absolute_url())
    package.write(file, head, page, lambda: {"next": next_url} if page.has_more else {})


def write_mission(file, mission, uri, full=False):
    """Write the package of one mission."""
    reader = Reader(ancestor(mission, ICentrale), full)
    release = call_off_release(reader.call_off(mission), reader.centrale, full)
    head = package.about(reader.centrale, uri, api.portal.get().absolute_url())
    package.write(file, head, [release], dict)


class Page:
    """The releases of a window; ``has_more`` is known once they are read."""

    def __init__(self, found, window):
        self.found = found
        self.window = window
        self.has_more = False

    def __iter__(self):
        for position, release in enumerate(self.window.cut(self.found)):
            if position == self.window.size:
                self.has_more = True
                return
            yield release
