"""Pages of the liquidation: the batch, the answers of the bank, the choice of dossiers."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from imio.centrale import _
from imio.centrale import clock
from imio.centrale.browser import showing
from imio.centrale.browser.base import Page
from imio.centrale.browser.showing import Cell
from imio.centrale.browser.showing import Table
from imio.centrale.browser.transition import ActingPage
from imio.centrale.content.batch import ILiquidationBatch
from imio.centrale.content.mission import IMissionRequest
from imio.centrale.domain import accounts
from imio.centrale.domain import liquidation
from imio.centrale.domain.communication import format_communication
from imio.centrale.domain.money import ZERO
from imio.centrale.domain.reasons import reason
from imio.centrale.domain.reasons import Refused
from imio.centrale.lookup import resolve
from imio.centrale.parties import acts_for_centrale
from imio.centrale.subsidy import paying
from imio.centrale.subsidy.accounts import history_of
from imio.centrale.subsidy.payable import payable
from plone.dexterity.utils import createContentInContainer
from zope.schema import ValidationError


BATCH = "imio.centrale.LiquidationBatch"
COLOURS = {"waiting": "secondary", "paid": "success", "refused": "danger"}
ACCOUNTS = {
    accounts.NONE: _("No account number"),
    accounts.PENDING: _("Changed, not yet confirmed"),
}


@dataclass(frozen=True)
class PaymentRow:
    """A payment as it stands on the page of its batch."""

    uid: str
    code: str
    cells: tuple
    may_pay: bool
    may_refuse: bool


def account_text(page, authority):
    """The account that a payment made now would use, or why there is none."""
    history = history_of(authority)
    text = ACCOUNTS.get(accounts.state_of(history))
    return page.translate(text) if text else accounts.account_in_use(history)


class BatchPage(Page):
    """``view`` of a liquidation batch."""

    fields = (
        "tutelle_reference",
        "tutelle_date",
        "debtor_iban",
        "execution_date",
        "ledger_number",
        "ledger_hash",
        "payment_file",
    )
    columns = (
        (_("Mission"), ""),
        (_("Authority"), ""),
        (_("Amount"), "number"),
        (_("Account"), ""),
        (_("Structured communication"), ""),
        (_("State"), ""),
        (_("Paid on"), ""),
        (_("Answer of the bank"), ""),
    )

    @property
    def headings(self):
        return [Cell(self.translate(title), kind=kind) for title, kind in self.columns]

    @cached_property
    def rows(self):
        return [self.row(each) for each in self.context.entries or ()]

    def row(self, row):
        status, mission = row["status"], resolve(row["mission"])
        acts = acts_for_centrale(self.context)
        known = acts and self.state in paying.KNOWN_TO_BANK
        return PaymentRow(
            uid=row["mission"],
            code=mission.tracking_code,
            cells=self.cells(row, mission),
            may_pay=(
                acts and self.state == paying.EXPORTED and status == liquidation.WAITING
            ),
            may_refuse=known and status != liquidation.REFUSED,
        )

    def cells(self, row, mission):
        authority, status = resolve(row["authority"]), row["status"]
        words = showing.term("imio.centrale.payment_statuses", status, self.request)
        return (
            showing.link(mission, mission.tracking_code),
            showing.link(authority, row["beneficiary"] or authority.title),
            Cell(showing.euros(row["amount"]), kind="number"),
            Cell(row["iban"] or account_text(self, authority)),
            Cell(format_communication(row["communication"] or "")),
            Cell(words, kind=f"state {COLOURS[status]}"),
            Cell(showing.day(row["paid_on"])),
            Cell(row["note"] or "", kind="lines"),
        )

    @property
    def answers(self):
        """Whether some payment waits for a word of the bank, or may come back."""
        return any(row.may_pay or row.may_refuse for row in self.rows)

    def tables(self):
        """What is waiting, paid and refused, and all of it."""
        found = paying.totals(self.context)
        rows = [
            (showing.term("imio.centrale.payment_statuses", status, self.request), sum_)
            for status, sum_ in found.items()
            if sum_
        ]
        total = (self.translate(_("Total")), sum(found.values(), ZERO))
        return [
            Table(
                title=self.translate(_("Totals")),
                columns=(
                    Cell(self.translate(_("State"))),
                    Cell(self.translate(_("Amount")), kind="number"),
                ),
                rows=tuple(self.figure(*each) for each in rows),
                foot=(self.figure(*total),),
            )
        ]

    def figure(self, label, amount):
        return Cell(label), Cell(showing.euros(amount), kind="number")


class PaymentPage(ActingPage):
    """``@@centrale-payment``: one payment was made, or refused by the bank.

    GET asks, POST does.
    """

    asked = {"paid_on": "paid_on", "note": "note"}

    def __call__(self):
        if self.mission is None:
            return self.request.response.redirect(self.target)
        if self.request.method != "POST":
            return self.index()
        if self.request.form.get("act") == "refused":
            return self.run(self.refuse, _("The refusal is noted."))
        return self.run(self.pay, _("The payment is noted."))

    @cached_property
    def mission(self):
        """The mission of the form, if it is one."""
        found = resolve(self.request.form.get("mission"))
        return found if IMissionRequest.providedBy(found) else None

    @property
    def note(self):
        """What was typed, kept when it is refused."""
        value = self.request.form.get("note", "")
        return value if isinstance(value, str) else ""

    @property
    def paid_on(self):
        """The day that was typed, or today, as the browser writes days."""
        value = self.request.form.get("paid_on")
        return value if isinstance(value, str) else clock.today().isoformat()

    def pay(self):
        try:
            day = date.fromisoformat(self.paid_on) if self.paid_on else None
        except ValueError:
            raise Refused([reason("wrong_type", "paid_on", field_name="paid_on")])
        paying.pay(self.context, self.mission, day)

    def refuse(self):
        paying.refuse(self.context, self.mission, self.note)


class PayablePage(ActingPage):
    """``@@centrale-payable``: the dossiers that wait, and a batch of those chosen."""

    asked = {"title": "title", "debtor_iban": "debtor_iban"}
    made = None

    def __call__(self):
        if self.request.method == "POST":
            return self.run(
                self.make, _("The batch is made: check it, then freeze it.")
            )
        return self.index()

    @property
    def target(self):
        """The batch once it is made."""
        return (self.made or self.context).absolute_url()

    @cached_property
    def payable(self):
        return payable(self.context)

    @property
    def rows(self):
        """The cells of each dossier, and whether its box is ticked."""
        return [
            {
                "uid": each.mission.UID(),
                "code": each.mission.tracking_code,
                "ticked": not self.posted or each.mission.UID() in self.chosen,
                "cells": (
                    Cell(str(each.rank), kind="number"),
                    showing.link(each.mission, each.mission.tracking_code),
                    showing.link(each.authority),
                    Cell(showing.euros(each.invoiced), kind="number"),
                    Cell(showing.euros(each.granted), kind="number"),
                    Cell(account_text(self, each.authority)),
                ),
            }
            for each in self.payable
        ]

    @property
    def posted(self):
        return self.request.method == "POST"

    @property
    def chosen(self):
        """The UIDs that were ticked."""
        value = self.request.form.get("missions", [])
        found = value if isinstance(value, list) else [value]
        return [each for each in found if isinstance(each, str)]

    @property
    def batch_title(self):
        """What was typed, or the name a batch gets of itself."""
        day = showing.day(clock.today())
        return self.text("title") or self.translate(
            _("Payments of ${day}", mapping={"day": day})
        )

    def make(self):
        """Make the batch with all that is granted to the dossiers chosen."""
        if not self.chosen:
            raise Refused([reason("batch_empty", "entries")])
        values = {
            "title": self.read("title", self.batch_title),
            "debtor_iban": self.read("debtor_iban", self.text("debtor_iban")),
            "entries": [{"mission": self.known(uid)} for uid in self.chosen],
        }
        self.made = createContentInContainer(self.context, BATCH, **values)

    def read(self, name, text):
        """A value of the batch; ``invalid`` says what is wrong with it."""
        try:
            return ILiquidationBatch[name].fromUnicode(text) if text else None
        except ValidationError as error:
            message = self.translate(error.doc())
            raise Refused([reason("invalid", name, message=message)])

    def known(self, uid):
        if not IMissionRequest.providedBy(resolve(uid)):
            raise Refused([reason("unknown_mission", "entries")])
        return uid
