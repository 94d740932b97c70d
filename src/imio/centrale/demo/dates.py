"""When things of the demo happened: in the weeks before it was made."""

from contextlib import contextmanager
from datetime import datetime
from datetime import time
from datetime import timedelta
from DateTime import DateTime
from imio.centrale import clock
from imio.centrale.domain.calendar import BRUSSELS
from imio.centrale.domain.calendar import is_business_day
from plone import api


DATES = ("created", "modified", "Date", "effective", "state_since")
ONE_DAY = timedelta(days=1)


def business_day_before(day, count):
    """The ``count``-th business day before ``day``."""
    while count:
        day -= ONE_DAY
        count -= is_business_day(day)
    return day


def ago(count, hour=10):
    """The instant some business days ago, at an hour of Brussels."""
    day = business_day_before(clock.today(), count)
    return datetime.combine(day, time(hour), BRUSSELS)


@contextmanager
def act(instant, login, *containers):
    """What is done inside is done by that user, and was done at that instant.

    The rules see the instant as now; the history of the containers and of what they
    hold is then dated accordingly.
    """
    begun = DateTime()
    with clock.at(instant), api.env.adopt_user(username=login):
        yield
    for container in containers:
        for obj in (container, *container.objectValues()):
            date_back(obj, instant, begun)


def date_back(obj, instant, begun):
    """Date at ``instant`` what happened to ``obj`` since ``begun``."""
    moment = DateTime(instant)
    history = obj.workflow_history
    for workflow_id, statuses in list(history.items()):
        history[workflow_id] = tuple(
            {**status, "time": moment} if status["time"] >= begun else status
            for status in statuses
        )
    if obj.creation_date >= begun:
        obj.creation_date = moment
    if obj.modification_date >= begun:
        obj.setModificationDate(moment)
        obj.reindexObject(idxs=DATES)
