"""``@@centrale-figures-file``: one table of the figures as a spreadsheet."""

from imio.centrale.browser.asked import text_of
from imio.centrale.browser.figures import FiguresBase
from imio.centrale.domain.reasons import reason
from imio.centrale.domain.reasons import Refused
from imio.centrale.figures import may_read
from imio.centrale.tables import list_file


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
        headers = [title for title, _kind in sheet.columns]
        written = list_file.written(
            f"{self.context.getId()}-{self.found.period.year}-{sheet.id}",
            text_of(self.request, "format"),
            sheet.id,
            headers,
            [WIDTHS[bool(place)] for place in range(len(headers))],
            self.rows(sheet),
        )
        return written.send(self.request.response)

    def rows(self, sheet):
        """The foot of the table, if it has one, is its last row."""
        rows = [*sheet.rows, sheet.foot] if sheet.foot else sheet.rows
        return [[value.value for value in row] for row in rows]
