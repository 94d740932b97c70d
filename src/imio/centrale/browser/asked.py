"""What a form or a link asks for, and the pages of what is found."""

from imio.centrale import _


#: rows on a page of a list
BATCH_SIZE = 50
#: digits of a position that are read: nobody has more rows
MOST_DIGITS = 9


def text_of(request, name):
    """A text of the form; nothing for anything else."""
    value = request.form.get(name)
    return value.strip() if isinstance(value, str) else ""


def start_of(request):
    """The position of the first row asked for."""
    text = str(request.form.get("b_start", "0"))
    return int(text[:MOST_DIGITS]) if text.isdecimal() else 0


class Paged:
    """Mixin of the pages that show a ``batch``."""

    @property
    def start(self):
        return start_of(self.request)

    @property
    def navigation(self):
        """Links to the other pages of the batch."""
        return self.context.restrictedTraverse("@@batchnavigation")(self.batch)


class ByKind(Paged):
    """Mixin of the pages whose rows are of several kinds, shown all or by one of them.

    The page says how many there are of each in ``counts``, and ``kind_url``.
    """

    #: title of each kind, in the order they are shown
    kind_titles = {}
    all_title = _("All")

    @property
    def kind_asked(self):
        """The kind of row to show, empty for all."""
        found = text_of(self.request, "kind")
        return found if found in self.kind_titles else ""

    @property
    def filters(self):
        """Each kind with the number of its rows; each leads to them."""
        counts = {"": self.total, **self.counts}
        titles = {"": self.all_title, **self.kind_titles}
        return [
            {
                "text": self.translate(title),
                "count": counts[kind],
                "url": self.kind_url(kind),
                "current": kind == self.kind_asked,
            }
            for kind, title in titles.items()
        ]
