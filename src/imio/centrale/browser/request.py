"""``@@centrale-request``: a mission is asked for in three short pages.

The lot, the need, the contact; then the answers are checked and sent, and the tracking
code is shown. What was answered waits on the server from the first page on.
"""

from AccessControl import Unauthorized
from dataclasses import replace
from functools import cached_property
from imio.centrale import _
from imio.centrale import parties
from imio.centrale.asking import drafts
from imio.centrale.asking.choices import choices
from imio.centrale.asking.people import known_contacts
from imio.centrale.asking.people import user_contact
from imio.centrale.asking.sending import send
from imio.centrale.browser import showing
from imio.centrale.browser.asked import text_of
from imio.centrale.browser.asking import AskingPage
from imio.centrale.browser.asking import Field
from imio.centrale.browser.joining import JoiningCard
from imio.centrale.browser.request_address import ADD
from imio.centrale.browser.request_address import address
from imio.centrale.browser.request_address import HOME
from imio.centrale.browser.showing import Cell
from imio.centrale.browser.showing import Fact
from imio.centrale.content.centrale import ICentrale
from imio.centrale.domain.reasons import Refused
from imio.centrale.domain.request_draft import Answers
from imio.centrale.domain.request_draft import draft_reasons
from imio.centrale.domain.request_draft import is_only_missing
from imio.centrale.domain.request_draft import LONGEST
from imio.centrale.domain.request_draft import next_page
from imio.centrale.domain.request_draft import page_of
from imio.centrale.domain.request_draft import page_reasons
from imio.centrale.domain.request_draft import PAGES
from imio.centrale.domain.request_draft import prefilled
from imio.centrale.domain.typed_text import one_line
from imio.centrale.domain.typed_text import several_lines
from imio.centrale.lookup import ancestor
from imio.centrale.lookup import resolve
from imio.centrale.lookup import titles_of
from imio.centrale.messages import sentence
from plone import api
from Products.Five.browser import BrowserView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile


CHECK = "check"
THROW = "throw"
TITLES = {
    "lot": _("Which lot do you need?"),
    "need": _("What do you need?"),
    "contact": _("Whom do we write to?"),
    CHECK: _("Check your answers"),
    THROW: _("Throw this draft away?"),
}
LABELS = {
    "authority": _("Authority"),
    "lot": _("Lot"),
    "options": _("Options"),
    "title": _("Subject of the request"),
    "description": _("Description of the need"),
    "contact_name": _("Name of the contact"),
    "contact_email": _("E-mail address"),
    "contact_phone": _("Phone number"),
}
HINTS = {
    "title": _("In a few words, such as “Security audit of the town hall”."),
    "description": _(
        "What is to be done, for how many people, in which buildings, by when."
    ),
    "contact_name": _("The person who follows this dossier with you."),
    "contact_email": _(
        "The tracking code is sent there, such as name@municipality.example."
    ),
}
KINDS = {"description": "lines", "contact_email": "email", "contact_phone": "tel"}
AUTOCOMPLETE = {
    "contact_name": "name",
    "contact_email": "email",
    "contact_phone": "tel",
}
OPTIONAL = ("description", "contact_phone")


class RequestPage(AskingPage):
    """Open to nobody who may not ask."""

    page_step = ViewPageTemplateFile("templates/request.pt")
    check_step = ViewPageTemplateFile("templates/request_check.pt")
    throw_step = ViewPageTemplateFile("templates/request_throw.pt")
    sent_step = ViewPageTemplateFile("templates/request_sent.pt")
    join_step = ViewPageTemplateFile("templates/request_join.pt")

    def check_access(self):
        if not parties.may(self.context["missions"], ADD):
            raise Unauthorized(self.__name__)

    def show(self):
        if not self.authorities:
            return self.leave_to_agents()
        if self.mission is not None:
            return self.sent_step()
        if not self.joining.is_active:
            return self.join_step()
        steps = {CHECK: self.check_step, THROW: self.throw_step}
        return steps.get(self.page, self.page_step)()

    def leave_to_agents(self):
        """Who acts for no authority asks with the whole form, or not at all."""
        if not parties.acts_for_centrale(self.context):
            raise Unauthorized(self.__name__)
        missions = self.context["missions"].absolute_url()
        return self.go(f"{missions}/++add++imio.centrale.MissionRequest")

    # -- what is posted ----------------------------------------------------------------

    def post(self):
        if not self.authorities or self.mission is not None:
            return self.go(self.at(""))
        if self.page == THROW:
            return self.throw_away()
        if self.page == CHECK:
            return self.send()
        return self.keep()

    def keep(self):
        """The answers of a page are kept when nothing is wrong in them; the next page."""
        reasons = self.reasons_on(self.page)
        later = bool(self.text("later")) and is_only_missing(reasons)
        if reasons and not later:
            return self.refuse(reasons)
        try:
            drafts.keep(self.context, self.draft_token, self.answers)
        except Refused as refused:
            return self.refuse(refused.reasons)
        if later:
            return self.leave_for_later()
        return self.go(self.at(CHECK if self.text("back") else next_page(self.page)))

    def leave_for_later(self):
        text = _("Your draft is kept: you find it here when you come back.")
        api.portal.show_message(self.translate(text), self.request)
        return self.go(self.home)

    def throw_away(self):
        drafts.throw_away(self.context, self.draft_token)
        text = _("The draft was thrown away.")
        api.portal.show_message(self.translate(text), self.request)
        return self.go(self.home)

    def send(self):
        """The mission is made and submitted; who sends again is led to it."""
        if self.draft is None:
            return self.miss()
        reasons = draft_reasons(self.answers, self.orderable, self.authorities)
        if reasons:
            return self.refuse(reasons)
        try:
            send(self.context, self.draft)
        except Refused as refused:
            return self.refuse(refused.reasons)
        return self.go(self.at(""))

    def miss(self):
        """It was thrown away in another window."""
        text = _("This draft is no longer there: it was thrown away.")
        api.portal.show_message(self.translate(text), self.request, type="warning")
        return self.go(self.home)

    # -- the draft ---------------------------------------------------------------------

    @cached_property
    def draft_token(self):
        """That of the address or the form; a new one for a request that begins."""
        found = self.text("draft")
        return found if drafts.is_token(found) else drafts.new_token()

    @property
    def draft(self):
        return drafts.find(self.context, self.draft_token)

    @property
    def mission(self):
        """What the draft has become."""
        return resolve(self.draft.mission) if self.draft is not None else None

    @cached_property
    def page(self):
        """The page that is asked for; a request that does not wait begins with the lot."""
        found = self.text("page")
        begins = self.draft is None and not self.is_sent
        return "lot" if begins or found not in TITLES else found

    @cached_property
    def kept(self):
        """The answers that wait, or those that the address gives."""
        if self.draft is not None:
            return self.draft.answers
        return Answers(authority=self.asked_authority, lot=self.text("lot"))

    @property
    def asked_authority(self):
        """The one that is asked for, or the first of the user."""
        found = self.text("authority")
        return found if found in self.authorities else next(iter(self.authorities), "")

    @cached_property
    def answers(self):
        """The answers with those that were just typed."""
        if not self.is_sent or self.page not in PAGES:
            return self.kept
        return replace(self.kept, **self.typed(self.page))

    def typed(self, page):
        """The answers of a page as they were typed."""
        if page == "lot":
            lot = self.text("lot")
            return {
                "authority": self.text("authority") or self.kept.authority,
                "lot": lot,
                "options": self.ticked(lot),
            }
        read = {"description": several_lines}
        return {name: read.get(name, one_line)(self.text(name)) for name in PAGES[page]}

    def ticked(self, lot):
        """The codes that were ticked below a lot."""
        found = self.request.form.get(f"options-{lot}") or ()
        found = [found] if isinstance(found, str) else found
        return tuple(dict.fromkeys(each for each in found if isinstance(each, str)))

    def reasons_on(self, page):
        return page_reasons(page, self.answers, self.orderable, self.authorities)

    # -- what there is to choose from --------------------------------------------------

    @cached_property
    def authorities(self):
        """UID -> title, of those the user acts for."""
        return titles_of(parties.own_authorities())

    @cached_property
    def choices(self):
        return {each.uid: each for each in choices(self.context)}

    @property
    def orderable(self):
        return {uid: each.orderable for uid, each in self.choices.items()}

    @property
    def markets(self):
        """The lots under the name of their market, what can be asked for first."""
        found = {}
        for each in self.choices.values():
            found.setdefault(each.market, []).append(self.lot_row(each))
        return dict(sorted(found.items(), key=lambda item: place_of(item[1])))

    def lot_row(self, choice):
        chosen = choice.uid == self.answers.lot
        return {
            "uid": choice.uid,
            "label": f"{choice.number}. {choice.title}",
            "description": choice.description,
            "chosen": chosen,
            "why_not": [sentence(each, self.request) for each in choice.reasons],
            "options": [
                (code, label, chosen and code in self.answers.options)
                for code, label in choice.options
            ],
        }

    @cached_property
    def joining(self):
        """Where the adhesion of the authority stands."""
        authority = self.answers.authority
        if authority not in self.authorities:
            authority = self.asked_authority
        return JoiningCard(self.context, authority, self.request)

    # -- what is asked -----------------------------------------------------------------

    @property
    def title(self):
        if self.mission is not None:
            return self.translate(_("Your request was sent"))
        if not self.joining.is_active:
            return self.translate(_("Join the centrale first"))
        return self.translate(TITLES[self.page])

    @property
    def kind(self):
        """Where one is: the request, and the page of it."""
        if self.mission is not None or self.page not in PAGES:
            return f"{self.translate(_('Request'))} – {self.context.title}"
        number = {"number": list(PAGES).index(self.page) + 1, "count": len(PAGES)}
        step = self.translate(_("Page ${number} of ${count}", mapping=number))
        return f"{self.translate(_('Request'))} – {step}"

    @cached_property
    def fields(self):
        """The questions of a page of texts."""
        if self.page not in ("need", "contact"):
            return []
        return [self.field(name) for name in PAGES[self.page]]

    def field(self, name):
        return Field(
            name=name,
            label=self.translate(LABELS[name]),
            hint=self.translate(HINTS[name]) if name in HINTS else "",
            kind=KINDS.get(name, "text"),
            value=getattr(self.offered, name),
            errors=self.errors(name),
            required=name not in OPTIONAL,
            longest=LONGEST[name],
            autocomplete=AUTOCOMPLETE.get(name, ""),
        )

    @cached_property
    def offered(self):
        """The answers, with a contact to begin with."""
        if self.page != "contact" or self.is_sent:
            return self.answers
        known = known_contacts(self.answers.authority)
        return prefilled(self.answers, user_contact(), known)

    @property
    def sections(self):
        """Every answer, page by page, with the way to change it."""
        return [
            {
                "page": page,
                "title": self.translate(TITLES[page]),
                "url": self.at(page, back="1"),
                "facts": [self.answer(name) for name in names],
            }
            for page, names in PAGES.items()
        ]

    def answer(self, name):
        text = self.shown(name)
        cell = Cell(text or self.translate(_("Not given")), kind="lines")
        return Fact(self.translate(LABELS[name]), (cell,))

    def shown(self, name):
        """An answer in words."""
        choice = self.choices.get(self.answers.lot)
        if name == "authority":
            return self.authorities.get(self.answers.authority, "")
        if name == "lot":
            return f"{choice.number}. {choice.title}" if choice is not None else ""
        if name == "options":
            labels = dict(choice.options) if choice is not None else {}
            codes = self.answers.options
            return "\n".join(f"{code} – {labels.get(code, '')}" for code in codes)
        return getattr(self.answers, name)

    @property
    def waiting(self):
        """The drafts that wait already, where a request begins."""
        if self.draft is not None or self.is_sent:
            return []
        found = drafts.waiting(self.context, self.asked_authority)
        return [self.draft_row(each) for each in found]

    def draft_row(self, draft):
        url = address(self.context, draft=draft.token, page=CHECK)
        return {
            "title": self.name_of(draft.answers),
            "url": url,
            "saved": showing.instant(draft.saved),
        }

    def name_of(self, answers):
        """The subject of a draft."""
        return answers.title or self.translate(_("Draft without subject"))

    # -- where to go -------------------------------------------------------------------

    def at(self, page, **query):
        """The address of a page of this draft."""
        return address(self.context, draft=self.draft_token, page=page, **query)

    def error_url(self, field):
        """On the page of all answers, errors lead to the page of the field."""
        if self.page != CHECK:
            return super().error_url(field)
        name = field.partition(".")[0]
        anchor = f"#{name}" if name else ""
        return f"{self.at(page_of(field), back='1')}{anchor}"

    @property
    def home(self):
        return f"{self.context.absolute_url()}/{HOME}"

    @property
    def back_url(self):
        """The page before."""
        if self.text("back"):
            return self.at(CHECK)
        names = [*PAGES, CHECK]
        place = names.index(self.page) if self.page in names else 0
        return self.at(names[place - 1]) if place else self.home


def place_of(rows):
    """Markets of which nothing can be asked for come last; the others as they are."""
    return all(row["why_not"] for row in rows)


class RequestDoor(BrowserView):
    """The same name on the rooms of the missions leads to the page."""

    def __call__(self):
        centrale = ancestor(self.context, ICentrale)
        query = {
            name: text_of(self.request, name) for name in ("lot", "authority", "draft")
        }
        return self.request.response.redirect(address(centrale, **query))
