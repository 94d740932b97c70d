"""A release package, written release by release: nothing but one is in memory."""

from collections.abc import Iterable
from datetime import datetime
from imio.centrale.ocds.parties import id_of
from imio.centrale.ocds.records import Centrale
from imio.centrale.ocds.values import compact
from imio.centrale.ocds.values import dumps
from imio.centrale.ocds.values import ENTERPRISE_SCHEME
from typing import BinaryIO


VERSION = "1.1"
_EXTENSIONS = "https://raw.githubusercontent.com/open-contracting-extensions"
EXTENSIONS = (
    f"{_EXTENSIONS}/ocds_lots_extension/v1.1.5/extension.json",
    f"{_EXTENSIONS}/ocds_techniques_extension/master/extension.json",
    f"{_EXTENSIONS}/ocds_finance_extension/master/extension.json",
    f"{_EXTENSIONS}/ocds_pagination_extension/master/extension.json",
)
#: where our own extension stands below the site
OWN_EXTENSION = "++resource++imio.centrale/ocds/extension.json"
POLICY = (
    "https://github.com/IMIO/imio.centrale/blob/main/docs/explanation/publication.rst"
)


def about(centrale: Centrale, uri: str, site_url: str) -> dict:
    """What stands before the releases."""
    return {
        "uri": uri,
        "version": VERSION,
        "extensions": [*EXTENSIONS, f"{site_url}/{OWN_EXTENSION}"],
        "publisher": publisher(centrale),
        "publicationPolicy": POLICY,
    }


def publisher(centrale: Centrale) -> dict:
    """The centrale, by the enterprise number of the first of those that share it."""
    first = centrale.parties[0]
    return compact(
        {
            "name": centrale.title,
            "scheme": ENTERPRISE_SCHEME if first.number else None,
            "uid": first.number or id_of(first),
            "uri": centrale.url,
        }
    )


class NoRelease(LookupError):
    """There is nothing to publish: a package has at least one release."""


def write(target: BinaryIO, head: dict, releases: Iterable[dict], links) -> None:
    """Write the package to a file; ``NoRelease`` where there is none.

    ``publishedDate`` is that of the last change in it. ``links()`` is called when the
    releases are written: it then knows whether there are more.
    """
    target.write(f'{dumps(head)[:-1]}, "releases": ['.encode())
    last = ""
    for release in releases:
        target.write(f"{',' if last else ''}\n{dumps(release)}".encode())
        last = later(last, release["date"])
    if not last:
        raise NoRelease()
    tail = compact({"publishedDate": last, "links": links()})
    target.write(f"\n], {dumps(tail)[1:]}\n".encode())


def later(first: str, second: str) -> str:
    """The later of two instants, whatever their offsets; the other when one is empty."""
    return max(filter(None, (first, second)), key=datetime.fromisoformat)
