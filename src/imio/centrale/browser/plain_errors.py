"""What is wrong with a field, in words that say what to type instead."""

from imio.centrale import _
from imio.centrale.browser.kept_form import IOurForm
from imio.centrale.fields.rows import IRows
from imio.centrale.interfaces import ICentraleLayer
from z3c.form.error import ErrorViewSnippet
from zope.component import adapter
from zope.schema.interfaces import IDate
from zope.schema.interfaces import IDatetime
from zope.schema.interfaces import IInt
from zope.schema.interfaces import IText
from zope.schema.interfaces import TooLong


@adapter(TooLong, ICentraleLayer, None, IText, IOurForm, None)
class TooLongText(ErrorViewSnippet):
    """How long it may be."""

    def createMessage(self):
        values = {"limit": self.field.max_length}
        return _("This is too long: at most ${limit} characters.", mapping=values)


class Unreadable(ErrorViewSnippet):
    """Base: what was typed cannot be read as what the field holds."""

    said = None

    def createMessage(self):
        return self.said


@adapter(ValueError, ICentraleLayer, None, IDate, IOurForm, None)
class NoDay(Unreadable):
    said = _("Give a day, such as 31/12/2026.")


@adapter(ValueError, ICentraleLayer, None, IDatetime, IOurForm, None)
class NoInstant(Unreadable):
    said = _("Give a day and an hour, such as 31/12/2026 14:00.")


@adapter(ValueError, ICentraleLayer, None, IRows, IOurForm, None)
class WrongCell(Unreadable):
    """Which one stands at the cell."""

    said = _("A cell of this table is missing or wrong.")


@adapter(ValueError, ICentraleLayer, None, IInt, IOurForm, None)
class NoNumber(Unreadable):
    said = _("Give a whole number, in digits.")
