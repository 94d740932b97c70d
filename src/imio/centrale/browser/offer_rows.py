"""The rows of the grid of an offer as a browser sends them, before they are read.

A grid numbers its rows; the last, empty one is named ``AA``, and without JavaScript what
is typed there stays under that name. Cells are texts as people type them.
"""

from dataclasses import dataclass
from dataclasses import fields


GRID = "form.widgets.lines"
#: the row that is offered to be filled in
SPARE = "AA"


@dataclass(frozen=True)
class TypedRow:
    """A line as it stands in the form."""

    code: str = ""
    quantity: str = ""
    unit_price: str = ""

    def __bool__(self):
        return any((self.code, self.quantity, self.unit_price))


COLUMNS = tuple(field.name for field in fields(TypedRow))


def is_sent(form):
    """Whether the grid is in the form at all."""
    return f"{GRID}.count" in form


def read(form):
    """The rows that hold something, the spare one included."""
    found = [_row(form, name) for name in (*_numbers(form), SPARE)]
    return [row for row in found if row]


def _numbers(form):
    """The rows that were sent, in their order; however many a form says it has."""
    count = form.get(f"{GRID}.count", "")
    most = int(count) if isinstance(count, str) and count.isdecimal() else 0
    names = (key.removeprefix(f"{GRID}.").partition(".")[0] for key in form)
    return sorted(
        {int(name) for name in names if name.isdecimal() and int(name) < most}
    )


def _row(form, name):
    cells = (form.get(f"{GRID}.{name}.widgets.{column}") for column in COLUMNS)
    return TypedRow(*(cell.strip() if isinstance(cell, str) else "" for cell in cells))


def write(form, rows):
    """Put rows in the place of those that were sent."""
    for key in [key for key in form if key.startswith(f"{GRID}.")]:
        del form[key]
    form[f"{GRID}.count"] = str(len(rows))
    for number, row in enumerate(rows):
        form[f"{GRID}.{number}-empty-marker"] = "1"
        for column in COLUMNS:
            form[f"{GRID}.{number}.widgets.{column}"] = getattr(row, column)
