"""What a caller asks of a package: which view, which days, how many."""

from datetime import date
from imio.centrale.domain.reasons import reason
from imio.centrale.ocds.selecting import Window
from imio.centrale.services.errors import BadInput


#: the public package, and the one for agents and auditors
VIEWS = ("public", "full")
#: the longest batch: beyond, the whole package is smaller work
MAX_SIZE = 100_000


def full_is_asked(form):
    """``view=full``; ``BadInput`` for a view that does not exist."""
    view = form.get("view", "public")
    if view not in VIEWS:
        raise BadInput([reason("unknown_view", "view")])
    return view == "full"


def window_of(form, number=""):
    """The window of the process of that number, of ``from``, ``to``, ``b_start`` and ``b_size``; or ``BadInput``."""
    return Window(
        number=number,
        since=_day(form, "from"),
        until=_day(form, "to"),
        start=_number(form, "b_start", 0),
        size=_number(form, "b_size", 1) if "b_size" in form else None,
    )


def _day(form, name):
    text = form.get(name, "")
    if text == "":
        return None
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        raise BadInput([reason("bad_day", name)])


def _number(form, name, least):
    text = form.get(name, "0")
    if not isinstance(text, str) or not text.isascii() or not text.isdecimal():
        raise BadInput([reason("bad_number", name)])
    number = int(text[:9])
    if not least <= number <= MAX_SIZE:
        raise BadInput([reason("bad_number", name)])
    return number
