"""What people and programs do with callbacks; each act refuses with its reasons."""

from imio.centrale import settings
from imio.centrale.callbacks import store
from imio.centrale.callbacks.waking import wake_after_commit
from imio.centrale.domain.callbacks import address_reasons
from imio.centrale.domain.reasons import reason
from imio.centrale.domain.reasons import Refused


def register(centrale, url, from_start=False):
    """A new callback; its secret is told once, to who registers it."""
    reasons = address_reasons(url, settings.get("callback_hosts"))
    known = store.callbacks_of(centrale)
    if not reasons and any(each.url == url for each in known.values()):
        reasons = [reason("callback_known", "url")]
    if not reasons and len(known) >= store.MOST_CALLBACKS:
        reasons = [reason("callbacks_full", "url", limit=store.MOST_CALLBACKS)]
    if reasons:
        raise Refused(reasons)
    callback = store.register(centrale, url, from_start)
    wake_after_commit()
    return callback


def pause(callback):
    """Nothing is sent any more; what happens meanwhile waits."""
    callback.active = False


def resume(callback):
    """What waited is sent now."""
    callback.active = True
    callback.try_now()
    wake_after_commit()


def replay_failed(callback):
    """Everything that was given up is sent again; how many messages that is."""
    callback.replay(callback.failed)
    wake_after_commit()
    return len(callback.failed)


def replay_from(callback, place):
    """Everything that stands after a place of the feed is sent again."""
    callback.start_again(place)
    wake_after_commit()
