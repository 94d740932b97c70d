"""How long something waits, and by how much it is late, in words."""

from imio.centrale import _


TODAY, YESTERDAY = _("since today"), _("for one day")


def age(wait, now):
    """Since when a ``domain.desk.Wait`` waits; empty where nobody knows."""
    days = wait.days(now)
    if days is None:
        return ""
    if days < 2:
        return (TODAY, YESTERDAY)[max(days, 0)]
    return _("for ${days} days", mapping={"days": days})


def late(wait, now):
    """By how much it is overdue; empty when it is not."""
    if not wait.is_overdue(now):
        return ""
    days = wait.days_overdue(now)
    if days == 0:
        return _("overdue since today")
    if days == 1:
        return _("overdue by one day")
    return _("overdue by ${days} days", mapping={"days": days})
