"""``POST <centrale>/@centrale-callbacks``: register, send again, another secret."""

from imio.centrale.callbacks import managing
from imio.centrale.domain import feed as rules
from imio.centrale.domain.reasons import reason
from imio.centrale.feed.recording import feed_of
from imio.centrale.serializers.callbacks import callback_json
from imio.centrale.services.base import flag_in
from imio.centrale.services.base import text_in
from imio.centrale.services.base import WritingService
from imio.centrale.services.callbacks.base import Named
from imio.centrale.services.errors import BadInput
from zExceptions import NotFound


class CallbacksPost(Named, WritingService):
    """``url`` registers; ``from_start`` tells of everything since the first change.

    ``/<id>/replay`` sends again what was given up, or what stands after ``cursor``;
    ``/<id>/secret`` makes another secret. Secrets are told in these answers only.
    """

    def write(self, data):
        if not self.parts:
            return self.register(data)
        self.check_length(2)
        callback = self.callback()
        if self.parts[1] == "replay":
            return self.replay(callback, text_in(data, "cursor"))
        if self.parts[1] == "secret":
            callback.renew_secret()
            return self.with_secret(callback)
        raise NotFound(self.parts[1])

    def register(self, data):
        callback = managing.register(
            self.context, text_in(data, "url"), flag_in(data, "from_start")
        )
        self.request.response.setStatus(201)
        return self.with_secret(callback)

    def with_secret(self, callback):
        return {**callback_json(self.context, callback), "secret": callback.secret}

    def replay(self, callback, cursor):
        if cursor:
            managing.replay_from(callback, self.place_of(cursor))
        else:
            managing.replay_failed(callback)
        return callback_json(self.context, callback)

    def place_of(self, cursor):
        try:
            return rules.place_of(feed_of(self.context).tag, cursor)
        except rules.WrongCursor:
            raise BadInput([reason("wrong_cursor", "cursor")])
