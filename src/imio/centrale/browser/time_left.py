"""What is left until a deadline, in words."""

from imio.centrale import _
from zope.i18n import translate


LESS = _("less than one hour")


def in_words(left, request):
    """“2 business days and 15 hours left”, “Expires today: 5 hours left”."""
    if left.overdue:
        return translate(_("The time to answer has passed."), context=request)
    parts = (_days(left.days), _hours(left.hours))
    said = [translate(part, context=request) for part in parts if part]
    said = said or [translate(LESS, context=request)]
    return translate(_sentence(said, left.today), context=request)


def _sentence(said, today):
    if today:
        return _("Expires today: ${time} left", mapping={"time": said[0]})
    if len(said) == 1:
        return _("${time} left", mapping={"time": said[0]})
    values = {"days": said[0], "hours": said[1]}
    return _("${days} and ${hours} left", mapping=values)


def _days(count):
    if count == 1:
        return _("1 business day")
    return _("${count} business days", mapping={"count": count}) if count else None


def _hours(count):
    if count == 1:
        return _("1 hour")
    return _("${count} hours", mapping={"count": count}) if count else None
