"""The page of the catalog: indexes, columns, and which types fill them."""

from imio.centrale.reference import definitions
from imio.centrale.reference import rst
from pathlib import Path
from xml.etree import ElementTree
from zope.component import adaptedBy
from zope.dottedname.resolve import resolve


INDEXERS = Path(__file__).parents[1] / "indexers" / "configure.zcml"
ZOPE = "{http://namespaces.zope.org/zope}"


def filled_by(path=INDEXERS):
    """Index -> the interfaces of the objects that fill it."""
    found = {}
    for node in ElementTree.parse(path).getroot().iter(f"{ZOPE}adapter"):
        indexer = resolve(f"imio.centrale.indexers{node.get('factory')}")
        interface = adaptedBy(indexer)[0].__name__
        found.setdefault(node.get("name"), []).append(interface)
    return found


def page():
    """``catalog.rst``"""
    columns, sources = definitions.columns(), filled_by()
    rows = [
        (
            rst.code(name),
            kind,
            "yes" if name in columns else "",
            rst.codes(sources.get(name, ())),
        )
        for name, kind in definitions.indexes().items()
    ]
    return rst.page(
        "Catalog",
        "Lists, dashboards and figures read these and wake up no object. Queries in "
        "REST name\nthem: ``@search?portal_type=imio.centrale.MissionRequest"
        "&centrale_step=3``.\n",
        rst.list_table(("Index", "Kind", "Column", "Filled by"), rows),
    )
