"""``POST <lot or inventory>/@centrale-import``: annexe B from a file, looked at first."""

from imio.centrale.annexe_b import confirming
from imio.centrale.annexe_b import reading
from imio.centrale.annexe_b import targets
from imio.centrale.annexe_b.asked import target_in
from imio.centrale.domain.inventory_import import KINDS
from imio.centrale.domain.reasons import reason
from imio.centrale.messages import as_json
from imio.centrale.serializers import inventory as shown
from imio.centrale.services.base import flag_in
from imio.centrale.services.base import text_in
from imio.centrale.services.base import WritingService
from imio.centrale.services.base import wrong
from imio.centrale.services.batching import Pages
from imio.centrale.services.errors import BadInput

import base64
import binascii


class ImportPost(WritingService):
    """``file``, ``mapping`` and ``sheet``; ``confirm`` is the fingerprint of a preview.

    Without ``confirm`` nothing is written: the lines are told, those of one ``kind``
    when it is named. ``without_refused`` leaves refused lines out, knowingly.
    """

    def write(self, data):
        target = self.target(data)
        content, filename = file_in(data)
        mark, kind, leave_out = (
            confirm_in(data),
            kind_in(data),
            flag_in(data, "without_refused"),
        )
        table, columns = reading.read(
            target, content, filename, mapping_in(data), text_in(data, "sheet")
        )
        if not mark:
            return self.told(target, table, columns, kind)
        preview = reading.preview(target, table, columns)
        source = reading.source_file(content, table.kind, filename)
        confirmed = confirming.confirm(
            target, preview, mark, columns, source, leave_out
        )
        return self.written(confirmed, preview)

    def target(self, data):
        raise NotImplementedError

    def told(self, target, table, columns, kind):
        """The preview; without its lines as long as the columns cannot serve."""
        found = None if columns.reasons else reading.preview(target, table, columns)
        lines = [
            each for each in (found.lines if found else ()) if kind in ("", each.kind)
        ]
        batch = Pages(self.request, lines)
        result = {
            "@id": batch.canonical_url,
            "compared_with": shown.inventory_json(targets.compared_with(target)),
            "columns": shown.columns_json(columns, self.request),
            "sheets": [sheet.name for sheet in table.sheets],
            "notes": [as_json(each, self.request) for each in table.notes],
            "fingerprint": found.fingerprint if found else None,
            "counts": found.counts if found else dict.fromkeys(KINDS, 0),
            "items_total": batch.items_total,
            "lines": [shown.preview_line_json(each, self.request) for each in batch],
        }
        if batch.links:
            result["batching"] = batch.links
        return result

    def written(self, inventory, preview):
        """The draft, and what was done."""
        return {**shown.inventory_json(inventory), "counts": preview.counts}


class LotImportPost(ImportPost):
    """On a lot: a new version of ``supplier``, with ``version`` and ``valid_from``."""

    def target(self, data):
        return target_in(self.context, data)

    def written(self, inventory, preview):
        self.request.response.setStatus(201)
        self.request.response.setHeader("Location", inventory.absolute_url())
        return super().written(inventory, preview)


class InventoryImportPost(ImportPost):
    """On an inventory in draft, whose lines are replaced."""

    def target(self, data):
        return targets.existing(self.context)


# -- reading the body ----------------------------------------------------------------


def file_in(data):
    """(bytes, name) of a file as plone.restapi sends them; or ``BadInput``."""
    value = data.get("file")
    if value is None:
        raise BadInput([reason("file_missing", "file")])
    if not isinstance(value, dict) or value.get("encoding", "base64") != "base64":
        raise wrong("file")
    content, filename = value.get("data"), value.get("filename") or ""
    if not isinstance(content, str) or not isinstance(filename, str):
        raise wrong("file")
    try:
        return base64.b64decode(content), filename
    except (binascii.Error, ValueError):
        raise wrong("file")


def mapping_in(data):
    """Header -> field; empty when it is not there."""
    value = data.get("mapping") or {}
    if not isinstance(value, dict):
        raise wrong("mapping")
    if not all(isinstance(field, str) for field in value.values()):
        raise wrong("mapping")
    return value


def confirm_in(data):
    """The fingerprint that is confirmed, empty for a preview."""
    value = data.get("confirm") or ""
    if not isinstance(value, str):
        raise wrong("confirm")
    return value


def kind_in(data):
    """The kind of line to tell, empty for all."""
    value = text_in(data, "kind")
    if value and value not in KINDS:
        raise wrong("kind")
    return value
