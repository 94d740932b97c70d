"""``@@centrale-figures-file``: one table of the figures as a spreadsheet."""

from imio.centrale.annexe_b.exporting import Written
from imio.centrale.annexe_b.reading import MEDIA_TYPES
from imio.centrale.browser.asked import text_of
from imio.centrale.browser.figures import FiguresBase
from imio.centrale.domain.reasons import reason
from imio.centrale.domain.reasons import Refused
from imio.centrale.figures import may_read
from imio.centrale.tables.list_file import csv_lines
from imio.centrale.tables.list_file import write_xlsx


#: characters of the first column, and of the others
WIDTHS = (45, 18)


class FiguresFile(FiguresBase):
    """``table`` and ``format`` (``xlsx`` or ``csv``), of the year and market asked for.

    Raises ``Refused``: ``unknown_table``, ``unknown_format``.
    """

    @property
    def may_read(self):
        return may_read(self.context)

    def answer(self):
        sheet = self.sheets.get(text_of(self.request, "table"))
        if sheet is None:
            raise Refused([reason("unknown_table", "table")])
        kind = text_of(self.request, "format") or "xlsx"
        data = self.written(sheet, kind)
        name = f"{self.context.getId()}-{self.found.period.year}-{sheet.id}.{kind}"
        return Written(name, MEDIA_TYPES[kind], data).send(self.request.response)

    def written(self, sheet, kind):
        headers = [title for title, _kind in sheet.columns]
        rows = [[value.value for value in row] for row in sheet.rows]
        if sheet.foot:
            rows.append([value.value for value in sheet.foot])
        if kind == "csv":
            return b"".join(csv_lines(headers, rows))
        if kind != "xlsx":
            raise Refused([reason("unknown_format", "format")])
        widths = [WIDTHS[bool(place)] for place in range(len(headers))]
        return write_xlsx(sheet.id, headers, widths, rows)
