"""``@@centrale-order``: the order of a mission, with its two documents, in one go.

What is typed waits with its files; then everything is looked at, with what was read in
the documents and what the subsidy would be, and deposited.
"""

from functools import cached_property
from imio.centrale import _
from imio.centrale import missions
from imio.centrale.browser import proofs
from imio.centrale.browser import showing
from imio.centrale.browser import why
from imio.centrale.browser.asking import AskingPage
from imio.centrale.browser.asking import Field
from imio.centrale.browser.request_address import HOME
from imio.centrale.browser.showing import Cell
from imio.centrale.browser.showing import Fact
from imio.centrale.content.centrale import ICentrale
from imio.centrale.domain.order_form import DOCUMENTS
from imio.centrale.domain.order_form import LONGEST_NUMBER
from imio.centrale.domain.order_form import order_form_reasons
from imio.centrale.domain.order_form import OrderTyped
from imio.centrale.domain.order_form import read_day
from imio.centrale.domain.reasons import reason
from imio.centrale.domain.reasons import Refused
from imio.centrale.domain.typed_text import one_line
from imio.centrale.lookup import ancestor
from imio.centrale.messages import sentence
from imio.centrale.offers import ordering_reasons
from imio.centrale.ordering import drafts
from imio.centrale.ordering.depositing import deposit
from imio.centrale.proving.documents import TITLES
from imio.centrale.proving.statements import statement_of
from imio.centrale.subsidy.entitlements import next_rank
from imio.centrale.workflows import names
from imio.centrale.workflows.guards import adding_reasons
from plone import api
from plone.namedfile.file import NamedBlobFile
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from zope.component import getUtility
from zope.schema.interfaces import IVocabularyFactory
from ZPublisher.HTTPRequest import FileUpload


CHECK = "check"
ORGANS = "imio.centrale.organs"
LABELS = {
    "order_number": _("Number of the order"),
    "order_date": _("Date of the order"),
    "organ": _("Organ that decided"),
    "deliberation_date": _("Date of the deliberation"),
    "deliberation": _("Deliberation (file)"),
    "purchase_order": _("Purchase order (file)"),
}
HINTS = {
    "order_number": _("The one your purchase order bears, such as 2026/14."),
    "order_date": _("Such as 31/12/2026."),
    "deliberation_date": _("Such as 31/12/2026."),
    "deliberation": _("Preferably a PDF. The tracking code is written on it."),
    "purchase_order": _("Preferably a PDF. The tracking code is written on it."),
}


class DepositPage(AskingPage):
    """For those who act for the authority of the mission."""

    form_step = ViewPageTemplateFile("templates/order_form.pt")
    check_step = ViewPageTemplateFile("templates/order_check.pt")
    closed_step = ViewPageTemplateFile("templates/order_closed.pt")

    def show(self):
        if self.deposited is not None:
            return self.go(self.deposited.absolute_url())
        if self.obstacles:
            return self.closed_step()
        return self.check_step() if self.is_check else self.form_step()

    # -- what is posted ----------------------------------------------------------------

    def post(self):
        if self.deposited is not None:
            text = _("This order was already deposited: here it is.")
            api.portal.show_message(self.translate(text), self.request)
            return self.show()
        if self.obstacles:
            return self.refuse(self.obstacles)
        if self.asks_for_check:
            return self.deposit()
        return self.keep()

    def keep(self):
        """What is right is kept, the files above all; what is wrong is told."""
        drafts.keep(self.context, self.typed_now, self.files)
        self.request.form["page"] = ""
        reasons = (*self.empty_files, *self.reasons)
        if not reasons:
            return self.go(f"{self.action}?page={CHECK}")
        self.refused = reasons
        self.request.response.setStatus(400)
        return self.form_step()

    def deposit(self):
        if self.reasons:
            return self.refuse(self.reasons)
        try:
            order = deposit(self.context, self.draft)
        except Refused as refused:
            return self.refuse(refused.reasons)
        text = _("The order was deposited on ${date}. The centrale now checks it.")
        received = {"date": showing.instant(order.received)}
        message = self.translate(_(text, mapping=received))
        api.portal.show_message(message, self.request)
        return self.go(order.absolute_url())

    @property
    def typed_now(self):
        """The texts of the form, each short enough to be kept."""
        texts = {
            name: one_line(self.text(name))[: LONGEST_NUMBER + 1]
            for name in OrderTyped.__dataclass_fields__
        }
        return OrderTyped(**texts)

    @cached_property
    def files(self):
        """The files that were sent, those without content left out."""
        return {name: file for name, file in self.sent_files.items() if file.getSize()}

    @property
    def empty_files(self):
        """Files of nothing."""
        return [
            reason("file_empty", name)
            for name, file in self.sent_files.items()
            if not file.getSize()
        ]

    @cached_property
    def sent_files(self):
        found = {name: self.request.form.get(name) for name in DOCUMENTS}
        return {
            name: NamedBlobFile(
                data=each.read(),
                contentType=each.headers.get("Content-Type", ""),
                filename=each.filename,
            )
            for name, each in found.items()
            if isinstance(each, FileUpload) and each.filename
        }

    # -- where it stands ---------------------------------------------------------------

    @property
    def draft(self):
        return drafts.find(self.context)

    @property
    def shown_typed(self):
        """What was just typed, or what waits."""
        if self.is_sent and not self.asks_for_check:
            return self.typed_now
        return self.draft.typed

    @property
    def asks_for_check(self):
        return self.text("page") == CHECK

    @property
    def is_check(self):
        """Everything is there to be looked at."""
        return self.asks_for_check and not self.reasons

    @property
    def reasons(self):
        """What is wrong in the draft that waits."""
        return order_form_reasons(
            self.draft.typed, [row[0] for row in self.organs], self.draft.documents
        )

    @cached_property
    def deposited(self):
        """The order that counts already."""
        found = missions.children_in(self.context, drafts.ORDER, names.LIVE_ORDER)
        return found[-1] if found else None

    @cached_property
    def obstacles(self):
        """Why no order can be deposited now, whatever is typed."""
        return adding_reasons(self.context, drafts.ORDER) or ordering_reasons(
            self.offer
        )

    @property
    def obstacle_sentences(self):
        return [sentence(each, self.request) for each in self.obstacles]

    @cached_property
    def offer(self):
        return missions.accepted_offer(self.context)

    # -- what is shown -----------------------------------------------------------------

    @property
    def title(self):
        if self.obstacles:
            return self.translate(_("No order can be deposited now"))
        if self.is_check:
            return self.translate(_("Check your order"))
        return self.translate(_("Deposit the order"))

    @property
    def kind(self):
        return f"{self.context.tracking_code} – {self.context.title}"

    @property
    def fields(self):
        return [self.field(name) for name in LABELS]

    def field(self, name):
        is_file = name in DOCUMENTS
        kinds = {"organ": "choice"} | dict.fromkeys(DOCUMENTS, "file")
        return Field(
            name=name,
            label=self.translate(LABELS[name]),
            hint=self.translate(HINTS[name]) if name in HINTS else "",
            kind=kinds.get(name, "text"),
            value="" if is_file else self.value(name),
            errors=self.errors(name),
            longest=LONGEST_NUMBER if name == "order_number" else 0,
            choices=self.organs if name == "organ" else (),
            there=self.name_of(name) if is_file else "",
        )

    def value(self, name):
        """A text as its field shows it: days as people write them."""
        text = getattr(self.shown_typed, name)
        if name.endswith("_date") and not self.errors(name):
            return showing.day(read_day(text))
        return text

    def name_of(self, name):
        """The name of a file that waits."""
        found = self.draft.documents.get(name)
        return (found.file.filename or name) if found is not None else ""

    @cached_property
    def organs(self):
        """Codes with their words."""
        terms = getUtility(IVocabularyFactory, ORGANS)(None)
        return tuple((each.token, self.translate(each.title)) for each in terms)

    @property
    def facts(self):
        """What was typed, to be looked at once more."""
        typed = self.draft.typed
        values = (
            ("order_number", typed.order_number),
            ("order_date", showing.day(typed.ordered_on)),
            ("organ", dict(self.organs)[typed.organ]),
            ("deliberation_date", showing.day(typed.decided_on)),
        )
        return [
            Fact(self.translate(LABELS[name]), (Cell(text),)) for name, text in values
        ]

    @property
    def documents(self):
        """Each document, with what was read in it."""
        return [
            self.document(name, self.draft.documents[name])
            for name in DOCUMENTS
            if name in self.draft.documents
        ]

    def document(self, name, document):
        found = statement_of(name, document)
        return {
            "title": self.translate(TITLES[name]),
            "filename": self.name_of(name),
            "badge": proofs.badge_of(found, self.request),
            "sentence": found.sentence(context=self.request),
            "stops": found.stops,
        }

    @property
    def offer_facts(self):
        """What is ordered."""
        supplier = missions.supplier_of(self.context)
        excl_vat, incl_vat = self.offer.total_excl_vat, self.offer.total_incl_vat
        values = (
            (_("Supplier"), supplier.title if supplier is not None else ""),
            (_("Amount excluding VAT"), showing.euros(excl_vat)),
            (_("Amount including VAT"), showing.euros(incl_vat)),
            (_("To be deposited by"), showing.day(self.offer.valid_until)),
        )
        return [Fact(self.translate(text), (Cell(value),)) for text, value in values]

    @property
    def subsidy(self):
        """What the deposit would reserve now, and at which rank."""
        line = why.line_ahead(self.context, self.request)
        rank = next_rank(self.context) if line else None
        if rank is None or not self.has_rank:
            return [line] if line else []
        text = _("It would take the rank ${rank}.", mapping={"rank": rank})
        return [line, self.translate(text)]

    @property
    def has_rank(self):
        """An order that is not eligible takes none."""
        found = why.why_of(self.context).prospect
        return found is not None and found.eligible

    # -- where to go -------------------------------------------------------------------

    @property
    def home(self):
        return f"{ancestor(self.context, ICentrale).absolute_url()}/{HOME}"
