"""``@@centrale-revisions``: two revisions of an offer side by side."""

from functools import cached_property
from imio.centrale import _
from imio.centrale.browser import offer_tables
from imio.centrale.browser import showing
from imio.centrale.browser.base import Page
from imio.centrale.domain import revision
from imio.centrale.domain.conformity import compare_revisions
from imio.centrale.missions import mission_of


class RevisionsPage(Page):
    """The last two unless ``old`` and ``new`` name others; whoever may view the offer."""

    @property
    def title(self):
        return self.translate(_("Revisions of the offer"))

    @property
    def kind(self):
        return f"{mission_of(self.context).tracking_code} – {self.context.title}"

    @property
    def numbers(self):
        """The revisions to choose from."""
        return sorted(revision.submissions(self.context.revisions))

    @cached_property
    def pair(self):
        return revision.pair(
            self.context.revisions, self.asked("old"), self.asked("new")
        )

    def asked(self, name):
        """The number of a revision, ``None`` for what is none."""
        text = self.request.form.get(name)
        return int(text) if isinstance(text, str) and text.isdecimal() else None

    def is_chosen(self, position, number):
        return self.pair is not None and self.pair[position].number == number

    @property
    def comparison(self):
        """The table, or ``None`` without two revisions."""
        if self.pair is None:
            return None
        old, new = self.pair
        found = compare_revisions(old.lines, new.lines)
        return offer_tables.comparison_table(old, new, found, self.request)

    @property
    def table(self):
        return offer_tables.revisions_table(self.context.revisions, self.request)

    @property
    def back(self):
        return showing.link(self.context)
