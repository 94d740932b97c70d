"""A preview that is confirmed becomes the lines of an inventory, and nothing else does."""

from imio.centrale.annexe_b import reading
from imio.centrale.content.inventory import row_of
from imio.centrale.domain.inventory_import import lines_to_write
from plone.dexterity.utils import createContentInContainer
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent


TYPE = "imio.centrale.PriceInventory"


def confirm(target, shown, now, columns, source, without_refused=False):
    """Write the lines that were ``shown``, keep the file, remember its columns.

    ``now`` is the fingerprint at this moment. Raises ``Refused``: ``preview_outdated``,
    ``lines_refused`` unless they are knowingly left out, ``no_lines``. Gives the draft.
    """
    lines = lines_to_write(shown, now, without_refused)
    inventory = write(target, [row_of(line) for line in lines], source)
    reading.remember(target.supplier, columns.mapping)
    return inventory


def write(target, rows, source):
    """A new draft with those rows, or the draft with them in the place of its own."""
    if target.draft is None:
        return createContentInContainer(
            target.lot,
            TYPE,
            supplier=target.supplier,
            version=target.version,
            valid_from=target.valid_from,
            valid_to=None,
            lines=rows,
            source_file=source,
        )
    target.draft.lines = rows
    target.draft.source_file = source
    notify(ObjectModifiedEvent(target.draft))
    return target.draft
