"""A change of the feed as programs read it; without names, texts or amounts."""

from imio.centrale.domain.feed import cursor
from imio.centrale.serializers.ledger import iso


def change_json(feed, place, change, url):
    """``url`` is that of the object, ``None`` once it is gone."""
    return {
        "id": cursor(feed.tag, place),
        "event": change.event,
        "at": iso(change.at),
        "object": {"@id": url, "@type": change.portal_type, "UID": change.uid},
        "mission": change.mission or None,
        "tracking_code": change.tracking_code or None,
        "transition": change.transition or None,
        "previous_state": change.before or None,
        "review_state": change.state or None,
        "step": change.step,
    }
