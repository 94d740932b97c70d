"""Annexe B as its supplier filled it in, compared with the version in force.

Every line of the file is told apart before anything is written: the same, changed, new,
or refused with its reasons; and the lines that are gone. What is confirmed is exactly
what was shown: a fingerprint of the file, of the columns and of the current version
goes with it. "L'annexe B - Inventaire" ([iMio-cyber] text 000 point 4).
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable
from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from imio.centrale.domain.inventory_cells import BadCell
from imio.centrale.domain.inventory_cells import read_price
from imio.centrale.domain.inventory_cells import read_text
from imio.centrale.domain.inventory_cells import read_vat_rate
from imio.centrale.domain.inventory_columns import Columns
from imio.centrale.domain.inventory_columns import FIELDS
from imio.centrale.domain.money import parse_unit_price
from imio.centrale.domain.money import to_text
from imio.centrale.domain.pricing import InventoryLine
from imio.centrale.domain.pricing import UNIT_PRICE_DIGITS
from imio.centrale.domain.reasons import Reason
from imio.centrale.domain.reasons import reason
from imio.centrale.domain.reasons import Refused
from imio.centrale.domain.table import column_name
from imio.centrale.domain.table import is_blank
from imio.centrale.domain.table import Merged
from imio.centrale.domain.table import Row
from imio.centrale.domain.table import Sheet
from imio.centrale.domain.table import Table
from typing import Any

import json


ACCEPTED = "accepted"
CHANGED = "changed"
NEW = "new"
REFUSED = "refused"
GONE = "gone"
KINDS = (ACCEPTED, CHANGED, NEW, REFUSED, GONE)

#: Characters of a cell that the reason of its refusal keeps.
LONGEST_QUOTE = 80
#: The code of the line that shows, in the template, how to fill it in.
EXAMPLE_CODE = "EXEMPLE-01"

_READERS: dict[str, Callable] = {
    "code": lambda cell: _required("code", cell),
    "label": lambda cell: _required("label", cell),
    "unit": lambda cell: read_text(cell, "unit"),
    "unit_price": read_price,
    "vat_rate": read_vat_rate,
    "option": lambda cell: read_text(cell, "option"),
}
_MISSING = {"code": "line_code_missing", "label": "label_missing"}
#: Of fields that may have no column: what the current version says stays.
_OPTIONAL = ("unit", "option")


@dataclass(frozen=True)
class PreviewLine:
    """One line: ``row`` of the file (none when gone), the ``line`` it gives (none when
    refused or gone), the ``old`` one of the current version, and the reasons.
    """

    kind: str
    code: str
    row: int | None = None
    line: InventoryLine | None = None
    old: InventoryLine | None = None
    reasons: tuple[Reason, ...] = ()

    @property
    def changes(self) -> tuple[str, ...]:
        """The fields that differ."""
        if not (self.line and self.old):
            return ()
        return changed_fields(self.old, self.line)


@dataclass(frozen=True)
class Preview:
    """What a confirmation will do: the lines of the file in its order, then those gone."""

    fingerprint: str
    lines: tuple[PreviewLine, ...]

    @property
    def counts(self) -> dict[str, int]:
        """The number of lines of each of ``KINDS``."""
        found = Counter(line.kind for line in self.lines)
        return {kind: found[kind] for kind in KINDS}


def changed_fields(old: InventoryLine, new: InventoryLine) -> tuple[str, ...]:
    """The fields in which two lines differ; prices compare as numbers."""
    return tuple(each for each in FIELDS if getattr(old, each) != getattr(new, each))


def fingerprint(
    table: Table,
    columns: Columns,
    current: Iterable[InventoryLine],
    options: Collection[str] | None = None,
) -> str:
    """SHA-256 of all that a preview depends on: it changes when one of them does."""
    facts = [
        *(table.digest, columns.sheet, columns.row, sorted(columns.by_field.items())),
        [_line_as_json(line) for line in current],
        None if options is None else sorted(options),
    ]
    return sha256(json.dumps(facts).encode()).hexdigest()


def preview(
    table: Table,
    columns: Columns,
    current: Sequence[InventoryLine],
    options: Collection[str] | None = None,
) -> Preview:
    """What the file would change of the ``current`` version.

    ``options`` are the codes that the lot knows, ``None`` to accept any. Raises
    ``Refused`` when the columns cannot serve. Reasons of lines are named with row and
    column: ``line_code_missing``, ``label_missing``, ``code_repeated``, ``example_line``,
    ``unknown_option``, ``merged_cell`` and those of ``inventory_cells``.
    """
    if columns.reasons:
        raise Refused(columns.reasons)
    reader = _LineReader(_sheet(table, columns.sheet), columns, current, options)
    lines = list(reader.lines())
    present = {line.code for line in lines}
    gone = (
        PreviewLine(GONE, old.code, old=old)
        for old in current
        if old.code not in present
    )
    mark = fingerprint(table, columns, current, options)
    return Preview(mark, (*lines, *gone))


def _sheet(table: Table, name: str) -> Sheet:
    return next(sheet for sheet in table.sheets if sheet.name == name)


class _LineReader:
    """Reads the rows below the headers, one after the other."""

    def __init__(
        self,
        sheet: Sheet,
        columns: Columns,
        current: Iterable[InventoryLine],
        options: Collection[str] | None,
    ):
        self.rows = [row for row in sheet.rows if row.number > columns.row]
        self.by_field = columns.by_field
        self.current = {line.code: line for line in current}
        self.options = options
        self.merged = _Merges(sheet.merged, columns.by_field.values())
        self.first_row_of: dict[str, int] = {}

    def lines(self) -> Iterator[PreviewLine]:
        for row in self.rows:
            if not all(is_blank(row.cell(each)) for each in self.by_field.values()):
                yield self._line(row)

    def _line(self, row: Row) -> PreviewLine:
        values: dict[str, Any] = {}
        bad_cells: dict[str, BadCell] = {}
        for field, column in self.by_field.items():
            try:
                values[field] = self._value(row, field, column)
            except BadCell as bad:
                bad_cells[field] = bad
        code = values.get("code", "")
        bad_cells |= self._bad_code(row, code) | self._bad_option(values)
        old = self.current.get(code)
        if bad_cells:
            reasons = tuple(self._reasons(row, code, bad_cells))
            return PreviewLine(REFUSED, code, row.number, None, old, reasons)
        line = _line(values, old)
        return PreviewLine(_kind(line, old), code, row.number, line, old)

    def _value(self, row: Row, field: str, column: int) -> Any:
        merged = self.merged.at(row.number, column)
        if merged:
            raise BadCell("merged_cell", range=merged)
        return _READERS[field](row.cell(column))

    def _bad_code(self, row: Row, code: str) -> dict[str, BadCell]:
        """The first row of a code keeps it; the others name it."""
        if code == EXAMPLE_CODE:
            return {"code": BadCell("example_line")}
        first = self.first_row_of.setdefault(code, row.number) if code else row.number
        if first == row.number:
            return {}
        return {"code": BadCell("code_repeated", first=first)}

    def _bad_option(self, values: dict[str, Any]) -> dict[str, BadCell]:
        option = values.get("option")
        if not option or self.options is None or option in self.options:
            return {}
        return {"option": BadCell("unknown_option", option=option)}

    def _reasons(
        self, row: Row, code: str, bad_cells: dict[str, BadCell]
    ) -> Iterator[Reason]:
        """Each with the place of its cell, and the code of the line."""
        for field, column in self.by_field.items():
            if field in bad_cells:
                bad = bad_cells[field]
                yield reason(
                    bad.code,
                    f"rows.{row.number}.{field}",
                    row=row.number,
                    column=column_name(column),
                    code=code,
                    **{name: _short(value) for name, value in bad.values.items()},
                )


def _short(value: Any) -> str:
    """What a sentence quotes of a cell: a file may have ten thousand long ones."""
    text = str(value)
    return text if len(text) <= LONGEST_QUOTE else f"{text[: LONGEST_QUOTE - 1]}…"


class _Merges:
    """The merged cells that leave it open what a row says, by column.

    Several columns of one row may be merged, as long as one of them only is read.
    """

    def __init__(self, merged: Iterable[Merged], columns: Iterable[int]):
        self._wanted = set(columns)
        ranges = sorted(filter(self._matters, merged), key=lambda each: each.first_row)
        self._by_column = {
            column: [
                each
                for each in ranges
                if each.first_column <= column <= each.last_column
            ]
            for column in self._wanted
        }

    def _matters(self, merged: Merged) -> bool:
        columns = [
            column
            for column in self._wanted
            if merged.first_column <= column <= merged.last_column
        ]
        is_harmless = merged.first_row == merged.last_row and columns == [
            merged.first_column
        ]
        return bool(columns) and not is_harmless

    def at(self, row: int, column: int) -> Merged | None:
        """The merged cells that cover a cell: they never overlap."""
        ranges = self._by_column[column]
        before = bisect_right(ranges, row, key=lambda each: each.first_row)
        found = ranges[before - 1] if before else None
        return found if found and found.covers(row, column) else None


def _required(field: str, cell: Any) -> str:
    text = read_text(cell, field)
    if not text:
        raise BadCell(_MISSING[field])
    return text


def _line(values: dict[str, Any], old: InventoryLine | None) -> InventoryLine:
    kept = {field: getattr(old, field) if old else "" for field in _OPTIONAL}
    return InventoryLine(**{**kept, **values})


def _kind(line: InventoryLine, old: InventoryLine | None) -> str:
    if old is None:
        return NEW
    return CHANGED if changed_fields(old, line) else ACCEPTED


def lines_to_write(
    shown: Preview, now: str, without_refused: bool = False
) -> list[InventoryLine]:
    """The lines of the new version, once the agent confirms what was shown.

    ``now`` is the ``fingerprint`` at the confirmation. Raises ``Refused``:
    ``preview_outdated``; ``lines_refused`` unless they are knowingly left out, and then
    they are not in the new version; ``no_lines``.
    """
    if shown.fingerprint != now:
        raise Refused([reason("preview_outdated")])
    refused = shown.counts[REFUSED]
    if refused and not without_refused:
        raise Refused([reason("lines_refused", "lines", count=refused)])
    lines = [each.line for each in shown.lines if each.line]
    if not lines:
        raise Refused([reason("no_lines", "lines")])
    return lines


def as_json(shown: Preview) -> dict[str, Any]:
    """The preview as compact JSON; ``from_json`` gives it back."""
    return {
        "fingerprint": shown.fingerprint,
        "lines": [_preview_line_as_json(each) for each in shown.lines],
    }


def from_json(data: dict[str, Any]) -> Preview:
    """The preview that ``as_json`` was given."""
    lines = (_preview_line_from_json(each) for each in data["lines"])
    return Preview(data["fingerprint"], tuple(lines))


def _preview_line_as_json(each: PreviewLine) -> dict[str, Any]:
    """Without what it does not have; an unchanged line says its content once."""
    result: dict[str, Any] = {"kind": each.kind, "code": each.code}
    if each.row is not None:
        result["row"] = each.row
    if each.line and each.kind != ACCEPTED:
        result["line"] = _line_as_json(each.line)
    if each.old:
        result["old"] = _line_as_json(each.old)
    if each.reasons:
        result["reasons"] = [[r.code, r.field, r.mapping] for r in each.reasons]
    return result


def _preview_line_from_json(data: dict[str, Any]) -> PreviewLine:
    old = _line_from_json(data["old"]) if "old" in data else None
    line = _line_from_json(data["line"]) if "line" in data else None
    reasons = (
        Reason(code, field, tuple(values.items()))
        for code, field, values in data.get("reasons", ())
    )
    return PreviewLine(
        data["kind"],
        data["code"],
        data.get("row"),
        old if data["kind"] == ACCEPTED else line,
        old,
        tuple(reasons),
    )


def _line_as_json(line: InventoryLine) -> list[str]:
    values = {field: getattr(line, field) for field in FIELDS}
    values["unit_price"] = to_text(line.unit_price, UNIT_PRICE_DIGITS)
    return [values[field] for field in FIELDS]


def _line_from_json(data: Sequence[str]) -> InventoryLine:
    values = dict(zip(FIELDS, data, strict=True))
    values["unit_price"] = parse_unit_price(values["unit_price"])
    return InventoryLine(**values)
