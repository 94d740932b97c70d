"""A callback as programs read it; its secret is told once, where it is made."""

from imio.centrale.domain.feed import cursor
from imio.centrale.feed.recording import feed_of
from imio.centrale.serializers.ledger import iso


def instant_json(instant):
    """An instant, ``None`` for none."""
    return iso(instant) if instant else None


def callback_json(centrale, callback):
    """Where it stands: ``cursor`` is that of the last change it is done with.

    ``forgotten`` counts messages that were given up and are no longer among ``failed``.
    """
    return {
        "@id": f"{centrale.absolute_url()}/@centrale-callbacks/{callback.id}",
        "id": callback.id,
        "url": callback.url,
        "active": callback.active,
        "created": iso(callback.created),
        "cursor": cursor(feed_of(centrale).tag, callback.place),
        "tries": callback.tries,
        "next_try": instant_json(callback.next_try),
        "failed": len(callback.failed),
        "forgotten": callback.forgotten,
        "to_replay": len(callback.again),
    }


def details_json(centrale, callback):
    """The same, with the last tries and with what was given up."""
    return {
        **callback_json(centrale, callback),
        "deliveries": [delivery_json(each) for each in callback.deliveries],
        "failures": [delivery_json(each) for each in callback.failed.values()],
    }


def delivery_json(delivery):
    """One try; ``id`` is that of the change in the feed and of the message."""
    return {
        "at": iso(delivery.at),
        "id": delivery.id,
        "tracking_code": delivery.tracking_code or None,
        "review_state": delivery.review_state or None,
        "status": delivery.status or None,
        "error": delivery.error or None,
    }
