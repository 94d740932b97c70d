"""``@@centrale-contact``: anybody writes to the centrale, and reads the answer in place.

Without JavaScript, without an account. A field that people do not see catches robots;
nobody sends without end (``contact_limits``).
"""

from functools import cached_property
from imio.centrale import _
from imio.centrale import contact_limits
from imio.centrale import enquiries
from imio.centrale.browser import showing
from imio.centrale.browser.asked import text_of
from imio.centrale.browser.asking import AskingPage
from imio.centrale.browser.asking import Field
from imio.centrale.browser.base import brain_state
from imio.centrale.browser.threads import state_cell
from imio.centrale.domain.enquiry import cleaned
from imio.centrale.domain.enquiry import KINDS
from imio.centrale.domain.enquiry import LONGEST
from imio.centrale.domain.reasons import Refused
from plone import api
from zope.component import getUtility
from zope.schema.interfaces import IVocabularyFactory

import secrets


#: a field that only robots fill in
TRAP = "website"
FORM_KEY = "form"
LABELS = {
    "kind": _("What is it?"),
    "title": _("Subject"),
    "text": _("Your message"),
    "tracking_code": _("Tracking code"),
    "sender_name": _("Your name"),
    "sender_email": _("Your e-mail address"),
    "organisation": _("Your organisation"),
}
HINTS = {
    "kind": _("A question, a complaint, a remark, a precision or a proposal."),
    "title": _("In a few words."),
    "tracking_code": _(
        "If it is about a dossier, such as CYB-26-3F7K9QX. Your message then stands with it."
    ),
    "sender_email": _("The answer goes there, such as name@municipality.example."),
}
INPUTS = {"kind": "choice", "text": "lines", "sender_email": "email"}
AUTOCOMPLETE = {
    "sender_name": "name",
    "sender_email": "email",
    "organisation": "organization",
}
OPTIONAL = ("tracking_code", "organisation")


class ContactPage(AskingPage):
    """GET asks, POST makes an enquiry; whoever is refused finds all that was typed."""

    state_title = ""

    def check_access(self):
        """The form is for everybody."""

    def post(self):
        if text_of(self.request, TRAP):
            return self.go(self.sent_url)
        reasons = enquiries.form_reasons(self.context, self.values)
        if reasons:
            return self.refuse_as(400, reasons)
        try:
            contact_limits.take(
                self.request, self.values["sender_email"], self.context.contact_email
            )
        except Refused as refused:
            return self.refuse_as(429, refused.reasons)
        enquiries.ask(self.context, self.values, self.form_key)
        return self.go(self.sent_url)

    def refuse_as(self, status, reasons):
        """The form again: what is wrong in it, or too much within an hour."""
        shown = self.refuse(reasons)
        self.request.response.setStatus(status)
        return shown

    @property
    def sent_url(self):
        return f"{self.context.absolute_url()}/@@centrale-contact?sent=1"

    @property
    def sent(self):
        """The page that follows a message."""
        return not self.is_sent and bool(text_of(self.request, "sent"))

    @property
    def form_key(self):
        """Tells one form from another: sent twice, it is one message."""
        return text_of(self.request, FORM_KEY) or secrets.token_hex(8)

    @property
    def kind(self):
        return self.context.title

    @property
    def title(self):
        return self.translate(
            _("Your message has been received")
            if self.sent
            else _("Write to the centrale")
        )

    @property
    def contact_email(self):
        return self.context.contact_email

    @cached_property
    def threads(self):
        """What a user of a party asked already, and may read here."""
        return [
            {
                "title": brain.Title,
                "url": brain.getURL(),
                "date": showing.instant(brain.created.asdatetime()),
                "state": state_cell(
                    brain.review_state, brain_state(brain, self.request)
                ),
            }
            for brain in enquiries.own_threads(self.context)
        ]

    # -- the form ----------------------------------------------------------------------

    @cached_property
    def values(self):
        """What was typed; before, what is known of the user, and what the link says."""
        given = {name: text_of(self.request, name) for name in LABELS}
        if not self.is_sent:
            given = {**given, **self.known, "tracking_code": self.asked_code}
        return cleaned(given)

    @property
    def asked_code(self):
        """The code that a link to this page carries."""
        return text_of(self.request, "code")[: LONGEST["tracking_code"]]

    @property
    def known(self):
        """The name and the address of the user, if he is logged in."""
        if api.user.is_anonymous():
            return {}
        user = api.user.get_current()
        return {
            "sender_name": user.getProperty("fullname", "") or user.getUserName(),
            "sender_email": user.getProperty("email", "") or "",
        }

    @property
    def fields(self):
        return [self.field(name) for name in LABELS]

    def field(self, name):
        hint = HINTS.get(name)
        return Field(
            name=name,
            label=self.translate(LABELS[name]),
            hint=self.translate(hint) if hint else "",
            kind=INPUTS.get(name, "text"),
            value=self.values[name],
            errors=self.errors(name),
            required=name not in OPTIONAL,
            longest=LONGEST.get(name, 0),
            autocomplete=AUTOCOMPLETE.get(name, ""),
            choices=self.kinds if name == "kind" else (),
        )

    @property
    def kinds(self):
        """(code, words) of the kinds of messages."""
        terms = getUtility(IVocabularyFactory, "imio.centrale.enquiry_kinds")(None)
        titles = {term.value: self.translate(term.title) for term in terms}
        return tuple((kind, titles[kind]) for kind in KINDS)
