"""``@@centrale-transition`` of a closure file: sent back, with the pieces to correct."""

from functools import cached_property
from imio.centrale import closures
from imio.centrale import corrections
from imio.centrale.browser.transition import Transition
from imio.centrale.domain.closure import FIELDS


RETURN = "return"


class ClosureTransition(Transition):
    """The standard page; a file that goes back says which pieces may change."""

    def move(self):
        if self.id != RETURN:
            super().move()
            return
        corrections.send_back(
            self.context,
            self.flagged,
            comment=self.text("comment"),
            reason_code=self.text("reason_code"),
            reason_note=self.text("reason_note"),
        )

    @property
    def flagged(self):
        """The fields ticked on the form."""
        found = self.request.form.get("fields") or []
        return [found] if isinstance(found, str) else [str(each) for each in found]

    @property
    def pieces(self):
        """The fields to choose from; what the machine found wrong is ticked already."""
        if self.id != RETURN:
            return []
        return [
            {
                "name": name,
                "title": self.translate(self.schema[name].title),
                "ticked": name in self.ticked,
            }
            for name in FIELDS
        ]

    @cached_property
    def ticked(self):
        if self.request.method == "POST":
            return self.flagged
        lines = closures.judge(self.context).lines
        return corrections.wrong_fields(self.context, lines)
