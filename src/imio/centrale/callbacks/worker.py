"""Sending in the background: one thread in each Zope server.

It starts with the server, goes on with what was left, and sleeps until a change of state
is committed or a pause is over. No request waits for it.
"""

from imio.centrale import clock
from imio.centrale.callbacks import delivery
from imio.centrale.callbacks.store import callbacks_of
from imio.centrale.callbacks.waking import bell
from imio.centrale.lookup import search
from imio.centrale.verify import sites_in
from Testing.makerequest import makerequest
from threading import Thread
from ZODB.POSException import ConflictError
from zope.component.hooks import setSite

import logging
import transaction
import Zope2


logger = logging.getLogger(__name__)

CENTRALE = "imio.centrale.Centrale"
#: seconds between two looks while something waits for its next try
LOOK_AGAIN = 15
#: seconds to wait after something went wrong in the database
RECOVERY = 60
#: times a result is noted again when somebody else wrote on the callback
NOTING_TRIES = 10


def start(event):
    """When the server starts, not when a script opens the database."""
    Thread(target=work, name="imio.centrale.callbacks", daemon=True).start()


def work():
    """For ever: send what is due, sleep."""
    bell.set()
    pause = None
    while True:
        bell.wait(pause)
        bell.clear()
        pause = attempt_round()


def attempt_round():
    """Seconds until the next look, ``None`` to sleep until woken."""
    try:
        return LOOK_AGAIN if run_round(Zope2.DB) else None
    except Exception:
        # The thread must outlive a storage that is away for a while.
        logger.exception("The callbacks could not be sent; trying again")
        return RECOVERY


def run_round(database):
    """Send what is due in every site; whether something is left for later."""
    connection = database.open()
    try:
        application = makerequest(connection.root()["Application"])
        return any([_serve_site(site) for site in sites_in(application)])
    finally:
        transaction.abort()
        setSite(None)
        connection.close()


def _serve_site(site):
    setSite(site)
    centrales = [
        brain._unrestrictedGetObject() for brain in search(portal_type=CENTRALE)
    ]
    return any(
        [
            _serve(centrale, callback)
            for centrale in centrales
            for callback in list(callbacks_of(centrale).values())
        ]
    )


def _serve(centrale, callback):
    """Send all that may be sent; whether something is left for later."""
    while messages := _taken(centrale, callback):
        if not all(_deliver(callback, message) for message in messages):
            break
        delivery.give_lease(callback)
        if not _committed():
            break
    transaction.begin()
    return callback.active and bool(callback.next_try or callback.lease)


def _taken(centrale, callback):
    """What this process may send now, having the lease; nothing if another has it."""
    transaction.begin()
    if not delivery.is_due(callback, clock.now()):
        return []
    messages = delivery.waiting(centrale, callback)
    if messages:
        delivery.take_lease(callback, clock.now())
    return messages if _committed() else []


def _committed():
    try:
        transaction.commit()
    except ConflictError:
        transaction.abort()
        return False
    return True


def _deliver(callback, message):
    """Send one message and note what became of it; whether the next one may be sent."""
    outcome = delivery.send(callback, message)
    for _try in range(NOTING_TRIES):
        transaction.begin()
        goes_on = delivery.note(callback, message, outcome) and callback.active
        if goes_on:
            delivery.take_lease(callback, clock.now())
        else:
            delivery.give_lease(callback)
        if _committed():
            return goes_on
    return False
