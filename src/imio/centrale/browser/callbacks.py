"""``@@centrale-callbacks``: which programs are told of changes, and what became of it."""

from functools import cached_property
from imio.centrale import _
from imio.centrale import settings
from imio.centrale.browser import showing
from imio.centrale.browser.kept_form import has_token
from imio.centrale.browser.showing import Cell
from imio.centrale.browser.showing import Table
from imio.centrale.browser.transition import ActingPage
from imio.centrale.callbacks import managing
from imio.centrale.callbacks import store
from imio.centrale.domain.reasons import reason
from imio.centrale.domain.reasons import Refused
from plone.protect import PostOnly


#: tries shown of each callback
SHOWN = 10


class CallbacksPage(ActingPage):
    """GET shows them; POST registers one, or does the act named on one of them.

    A secret is shown in the answer that makes it, and never again.
    """

    asked = {"url": "url"}
    #: the callback whose secret was just made
    fresh = None

    def __call__(self):
        if self.request.method != "POST":
            return self.index()
        if self.text("act") in ("register", "renew"):
            return self.make_secret()
        if self.text("act") not in self.acts:
            return self.run(self.refuse_act, "")
        act, done = self.acts[self.text("act")]
        return self.run(act, done)

    @property
    def acts(self):
        """Name of the button -> what it does, and what is said of it afterwards."""
        return {
            "pause": (self.pause, _("Nothing is sent there any more.")),
            "resume": (self.resume, _("What waited is sent now.")),
            "replay": (self.replay, _("What was given up is sent again.")),
            "remove": (self.remove, _("The address is removed.")),
        }

    def make_secret(self):
        """Shown at once: a redirection would have to keep it somewhere."""
        PostOnly(self.request)
        if not has_token(self.request):
            return self.ask_again(self.index)
        try:
            self.fresh = self.register() if self.is_new else self.renewed()
        except Refused as refused:
            self.refused = refused.reasons
            self.request.response.setStatus(409)
        return self.index()

    @property
    def is_new(self):
        return self.text("act") == "register"

    def register(self):
        return managing.register(
            self.context, self.text("url"), bool(self.text("from_start"))
        )

    def renewed(self):
        callback = self.chosen()
        callback.renew_secret()
        return callback

    def refuse_act(self):
        raise Refused([reason("unknown_action", "act")])

    def pause(self):
        managing.pause(self.chosen())

    def resume(self):
        managing.resume(self.chosen())

    def replay(self):
        managing.replay_failed(self.chosen())

    def remove(self):
        store.remove(self.context, self.chosen())

    def chosen(self):
        """The callback meant; ``Refused`` once somebody else removed it."""
        found = store.callbacks_of(self.context).get(self.text("callback"))
        if found is None:
            raise Refused([reason("callback_gone", "callback")])
        return found

    # -- what is shown -----------------------------------------------------------------

    @property
    def title(self):
        return self.translate(_("Programs that are told of changes"))

    @property
    def kind(self):
        return self.context.title

    @property
    def target(self):
        return f"{self.context.absolute_url()}/@@centrale-callbacks"

    @property
    def back(self):
        return showing.link(self.context)

    @property
    def hosts(self):
        """The hosts of the settings: others are refused."""
        return settings.get("callback_hosts")

    @cached_property
    def callbacks(self):
        """Each as the page shows it, the first registered first."""
        found = store.callbacks_of(self.context).values()
        return [self.shown(each) for each in sorted(found, key=lambda x: x.created)]

    def shown(self, callback):
        return {
            "id": callback.id,
            "url": callback.url,
            "active": callback.active,
            "state": self.state_of(callback),
            "failed": len(callback.failed),
            "forgotten": self.forgotten(callback),
            "failures": self.tries(
                _("Not received"), list(callback.failed.values())[:SHOWN]
            ),
            "tries": self.tries(_("Last tries"), callback.deliveries[:SHOWN]),
        }

    def forgotten(self, callback):
        """What cannot be sent again from here, in words; empty when all of it can."""
        if not callback.forgotten:
            return ""
        mapping = {"count": callback.forgotten, "kept": store.MOST_FAILED}
        return self.translate(
            _(
                "Of the messages that were not received the last ${kept} are kept; "
                "${count} older ones are not. The program finds them in the feed.",
                mapping=mapping,
            )
        )

    def state_of(self, callback):
        """In words: paused, on time, or waiting for the next try."""
        if not callback.active:
            return Cell(self.translate(_("Paused")), kind="state secondary")
        if callback.next_try is None:
            return Cell(self.translate(_("On time")), kind="state success")
        again = {"date": showing.instant(callback.next_try), "tries": callback.tries}
        text = _("${tries} tries failed, the next one: ${date}", mapping=again)
        return Cell(self.translate(text), kind="state warning")

    def tries(self, title, deliveries):
        return Table(
            title=self.translate(title),
            columns=(
                Cell(self.translate(_("When"))),
                Cell(self.translate(_("Code"))),
                Cell(self.translate(_("State of the dossier"))),
                Cell(self.translate(_("Answer"))),
            ),
            rows=tuple(
                (
                    Cell(showing.instant(each.at)),
                    Cell(each.tracking_code, kind="code"),
                    Cell(each.review_state),
                    Cell(self.answer(each)),
                )
                for each in deliveries
            ),
        )

    def answer(self, delivery):
        """The status of HTTP, or why there was none."""
        if delivery.status:
            return f"HTTP {delivery.status}"
        if delivery.error == "callback_host":
            return self.translate(_("The host is no longer allowed"))
        return self.translate(
            _("No answer: ${error}", mapping={"error": delivery.error})
        )
