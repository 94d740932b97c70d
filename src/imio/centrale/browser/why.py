"""``@@centrale-why``: the arithmetic of the subsidy of one dossier, on one page to print."""

from dataclasses import dataclass
from functools import cached_property
from imio.centrale import _
from imio.centrale import missions
from imio.centrale.browser import showing
from imio.centrale.browser.base import Page
from imio.centrale.browser.showing import Cell
from imio.centrale.browser.showing import Fact
from imio.centrale.browser.showing import Table
from imio.centrale.domain import ledger_entry as kinds
from imio.centrale.domain.ledger import Explanation
from imio.centrale.messages import ENTRY_REASONS
from imio.centrale.messages import sentence
from imio.centrale.messages import shown_deadline
from imio.centrale.parties import may
from imio.centrale.subsidy.explaining import why_of
from imio.centrale.timeline import name_of
from zExceptions import Forbidden
from zope.i18n import translate


PERMISSION = "imio.centrale: View Subsidy"
#: what an entry of the ledger says to the dossier it is about
EVENTS = {
    (kinds.RESERVE, kinds.DEPOSITED): _("Order deposited, rank ${rank}: reserved"),
    (kinds.RESERVE, kinds.SERVED): _("Served from the waiting list: reserved"),
    (kinds.GRANT, kinds.CONFIRMED): _("Order confirmed: granted"),
    (kinds.GRANT, kinds.SERVED): _("Served from the waiting list: granted"),
    (kinds.LIQUIDATE, kinds.PAID): _("Paid"),
}
GIVEN_BACK = _("Given back: ${reason}")
NOT_PAID = _("Payment taken back: ${reason}")
BOUNDS = {
    "order": _("The amount of the order decides."),
    "category": _("What is left of the category of the authority decides."),
    "balance": _("What was left in the envelope decides."),
}


def url_of(mission):
    """The address of the page for those who may read it; empty for the others."""
    if not may(mission, PERMISSION):
        return ""
    return f"{mission.absolute_url()}/@@centrale-why"


def line_ahead(mission, request):
    """What an order deposited now would get, in a line; empty for those who may not
    know, and where no order can come.
    """
    if not may(mission, PERMISSION):
        return ""
    why = why_of(mission)
    if why.prospect is None:
        return ""
    return translate(_ahead(why.prospect, request), context=request)


def _ahead(found, request):
    reasons = (*found.reasons, *found.shortage)
    if reasons:
        text = " ".join(sentence(each, request) for each in reasons)
        return _(
            "Subsidy if the order is deposited now: none. ${reasons}",
            mapping={"reasons": text},
        )
    amount = {"amount": showing.euros(found.amount)}
    if found.order_amount is None:
        return _(
            "Subsidy if an order is deposited now: at most ${amount}.", mapping=amount
        )
    return _("Subsidy if the order is deposited now: ${amount}.", mapping=amount)


@dataclass(frozen=True)
class Line:
    """A line of the sum."""

    sign: str
    label: str
    amount: str
    #: whether it is the bound that decides
    decides: bool = False
    #: whether a rule is drawn above it
    total: bool = False


class WhyPage(Page):
    """Who reads it need not know the product: each figure says what it is.

    403 for whoever may view the mission and not its subsidy: a supplier.
    """

    def __call__(self):
        if not may(self.context, PERMISSION):
            raise Forbidden(PERMISSION)
        return self.index()

    @property
    def title(self):
        return self.translate(_("Why this amount"))

    @property
    def kind(self):
        return f"{self.context.tracking_code} – {self.context.title}"

    @cached_property
    def why(self):
        return why_of(self.context)

    @property
    def provisional(self):
        """No order came: everything is said as of now."""
        return self.why.order is None and self.why.prospect is not None

    @property
    def back(self):
        return showing.link(self.context, self.context.tracking_code)

    def amount(self, value):
        return Cell(showing.euros(value), kind="number")

    def say(self, text, **mapping):
        return self.translate(_(text, mapping=mapping))

    # -- the answer --------------------------------------------------------------------

    @property
    def verdict(self):
        """The answer in a sentence."""
        why = self.why
        if why.explanation is not None:
            return self.standing_verdict(why.explanation)
        if why.program is None:
            return self.translate(_("No subsidy program applies to this dossier."))
        if not self.provisional:
            return self.translate(_("The order gets no subsidy."))
        if not why.prospect.eligible:
            return self.translate(_("An order deposited now would get no subsidy."))
        if why.prospect.shortage:
            return self.translate(
                _(
                    "An order deposited now would get nothing yet: it would wait at its rank."
                )
            )
        return self.translate(_ahead(why.prospect, self.request))

    def standing_verdict(self, found):
        granted = found.granted + found.liquidated
        amounts = {
            "reserved": showing.euros(found.reserved),
            "granted": showing.euros(granted),
        }
        if granted and found.reserved:
            text = _("${granted} are granted and ${reserved} reserved for this order.")
        elif granted:
            text = _("${granted} are granted for this order.")
        elif found.reserved:
            text = _("${reserved} are reserved for this order.")
        else:
            text = _("This order has nothing now.")
        return self.translate(_(text, mapping=amounts))

    @property
    def reasons(self):
        """Why it is nothing, one sentence each."""
        found = self.why.reasons
        if self.provisional:
            found = (*self.why.prospect.reasons, *self.why.prospect.shortage)
        return [sentence(each, self.request) for each in found]

    @property
    def again(self):
        """The same for an order that went back, if it is deposited again."""
        if self.provisional or self.why.prospect is None:
            return ""
        return self.translate(_ahead(self.why.prospect, self.request))

    # -- by what it was judged ---------------------------------------------------------

    def facts(self):
        """The program and its rules, the authority, the order."""
        if self.why.program is None:
            return []
        return [*self.program_facts(), *self.authority_facts(), *self.order_facts()]

    def named(self, label, text):
        cell = text if isinstance(text, Cell) else Cell(text)
        return Fact(self.translate(label), (cell,))

    def program_facts(self):
        version = self.why.version
        since = self.say(
            _("version ${number}, in force since ${date}"),
            number=version.number,
            date=showing.instant(version.at),
        )
        return [
            self.named(_("Subsidy program"), showing.link(self.why.program)),
            self.named(_("Rules"), since),
        ]

    def authority_facts(self):
        authority, known = missions.authority_of(self.context), self.why.applicant
        users = _("${users} users, declared on ${date}")
        if known.interest_date is None:
            users = _("${users} users; no interest declared")
        declared = self.say(
            users,
            users="–" if known.users_count is None else known.users_count,
            date=showing.day(known.interest_date),
        )
        return [
            self.named(_("Authority"), showing.link(authority)),
            self.named(_("Users declared"), declared),
            self.named(_("Category"), self.category),
        ]

    @property
    def category(self):
        """Its code, its bounds and its amount, as the rules then were."""
        found = self.why.category
        if found is None:
            return self.translate(_("none holds this number of users"))
        text = _("${code}: from ${from} to ${to} users")
        if found.max_users is None:
            text = _("${code}: ${from} users or more")
        return self.say(
            text,
            **{
                "code": found.code,
                "from": found.min_users,
                "to": (found.max_users or 0) - 1,
            },
        )

    def order_facts(self):
        why = self.why
        if why.order is None:
            return [self.named(_("Order"), self.translate(_("not deposited yet")))]
        found = [self.named(_("Order received on"), showing.instant(why.received))]
        if why.explanation is not None:
            deposited = showing.instant(why.explanation.deposited)
            rank = self.say(
                _("${rank}, taken on ${date}"),
                rank=why.explanation.rank,
                date=deposited,
            )
            found.append(self.named(_("Rank"), rank))
        return found

    @property
    def conditions(self):
        """Each condition: the fact, the rule, and whether it is met."""
        why = self.why
        if why.program is None:
            return None
        reasons = why.reasons or (why.prospect.reasons if self.provisional else ())
        unmet = {each.code for each in reasons}
        rows = [
            self.condition(unmet, *each)
            for each in (
                self.type_condition(),
                self.place_condition(),
                self.interest_condition(),
                self.order_condition(),
                self.program_condition(),
            )
        ]
        titles = (_("Condition"), _("What is known"), _("The rule"), _("Met"))
        return Table(
            title=self.translate(_("The conditions")),
            columns=tuple(Cell(self.translate(each)) for each in titles),
            rows=tuple(rows),
        )

    def condition(self, unmet, code, label, fact, rule):
        met = code not in unmet
        text = self.translate(_("Yes") if met else _("No"))
        kind = f"state {'success' if met else 'danger'}"
        return (
            Cell(self.translate(label)),
            Cell(fact),
            Cell(rule),
            Cell(text, kind=kind),
        )

    def type_condition(self):
        names = [
            showing.term("imio.centrale.authority_types", each, self.request)
            for each in (
                self.why.applicant.authority_type,
                *sorted(self.why.rules.eligible_types),
            )
        ]
        label = _("Kind of authority")
        return "type_not_eligible", label, names[0], ", ".join(names[1:])

    def place_condition(self):
        excluded = sorted(self.why.rules.excluded_nis)
        rule = self.say(_("none of ${codes}"), codes=", ".join(excluded) or "–")
        nis = self.why.applicant.nis_code or "–"
        return "german_speaking", _("NIS code"), nis, rule

    def interest_condition(self):
        interest = showing.day(self.why.applicant.interest_date)
        rule = self.deadline("interest_deadline", _("before the order"))
        return "interest_too_late", _("Interest declared"), interest or "–", rule

    def order_condition(self):
        received = showing.instant(self.why.received)
        fact = received or self.translate(_("not deposited yet"))
        rule = self.deadline("order_deadline", _("no deadline"))
        return "order_too_late", _("Order received"), fact, rule

    def program_condition(self):
        """A dossier that was judged met an open program."""
        fact = self.translate(_("on the day of the order"))
        if self.provisional:
            fact = self.state_name(self.why.program)
        rule = self.translate(_("open when the order comes"))
        return "program_closed", _("Subsidy program"), fact, rule

    def deadline(self, name, otherwise):
        value = getattr(self.why.rules, name)
        if value is None:
            return self.translate(otherwise)
        return self.say(_("by ${date}"), date=shown_deadline(value.isoformat()))

    # -- the sum -----------------------------------------------------------------------

    @property
    def sum(self):
        """The arithmetic, printed like a sum; nothing where no amount was looked at."""
        found = self.why.explanation or (
            self.why.prospect if self.provisional else None
        )
        if found is None or not self.why.eligible:
            return []
        held = isinstance(found, Explanation)
        balance = found.balance_before if held else found.balance
        decides = found.limited_by
        basis = showing.term(
            "imio.centrale.amount_bases", self.why.rules.amount_basis, self.request
        )
        order = _("Amount of the order (${basis})", mapping={"basis": basis})
        return [
            self.line(order, found.order_amount, decides == "order"),
            self.line(self.category_label, found.category_amount),
            self.line(
                _("Already granted to this authority before"), found.already, sign="−"
            ),
            self.line(
                _("Left of the category"),
                found.category_left,
                decides == "category",
                sign="=",
            ),
            self.line(
                _("Balance of the envelope before"), balance, decides == "balance"
            ),
            self.line(self.result_label(found), self.why.result, sign="→", total=True),
        ]

    @property
    def category_label(self):
        category = self.why.category
        if category is None:
            return _("Amount of the category")
        return _("Amount of the category ${code}", mapping={"code": category.code})

    def result_label(self, found):
        if self.why.explanation is not None:
            return _("Reserved: the least of the three")
        if found.order_amount is None:
            return _("It would reserve at most")
        return _("It would reserve: the least of the three")

    def line(self, label, amount, decides=False, sign="", total=False):
        shown = showing.euros(amount) or self.translate(_("not known yet"))
        return Line(sign, self.translate(label), shown, decides, total)

    @property
    def decided(self):
        """Which bound decided, in words."""
        found = self.why.explanation or self.why.prospect
        return self.translate(BOUNDS[found.limited_by])

    # -- since then --------------------------------------------------------------------

    @property
    def history(self):
        """Its own entries in the ledger, the oldest first."""
        found = self.why.explanation
        if found is None:
            return None
        rows = [self.entry(each) for each in found.former]
        rows.append(self.deposit(found))
        rows += [self.entry(each) for each in found.later]
        return Table(
            title=self.translate(_("What happened since")),
            columns=(
                Cell(self.translate(_("Date"))),
                Cell(self.translate(_("What"))),
                Cell(self.translate(_("Amount")), kind="number"),
            ),
            rows=tuple(rows),
        )

    def deposit(self, found):
        label = EVENTS[(kinds.RESERVE, kinds.DEPOSITED)]
        return self.event(
            found.deposited, label, found.reserved_at_deposit, rank=found.rank
        )

    def entry(self, entry):
        label = EVENTS.get((entry.kind, entry.code))
        if label is None:
            label = NOT_PAID if entry.kind == kinds.CORRECT else GIVEN_BACK
        why = ENTRY_REASONS.get(entry.code)
        why = self.translate(why) if why is not None else entry.code
        return self.event(entry.at, label, entry.amount, rank=entry.rank, reason=why)

    def event(self, at, label, amount, **mapping):
        text = self.say(label, **mapping)
        return Cell(showing.instant(at)), Cell(text), self.amount(amount)

    @property
    def now(self):
        """Where it stands."""
        found = self.why.explanation
        if found is None:
            return None
        rows = (
            (_("Reserved"), found.reserved),
            (_("Granted, not yet paid"), found.granted),
            (_("Paid"), found.liquidated),
            (_("Waits for"), found.waits_for),
        )
        return Table(
            title=self.translate(_("Where it stands now")),
            columns=(
                Cell(self.translate(_("Figure"))),
                Cell(self.translate(_("Amount")), kind="number"),
            ),
            rows=tuple(
                (Cell(self.translate(label)), self.amount(value))
                for label, value in rows
            ),
        )

    @property
    def derogations(self):
        """The deadlines extended for this dossier: which, until when, who and why."""
        rows = self.why.derogations
        if not rows:
            return None
        titles = (_("Deadline"), _("Until"), _("Decided by"), _("On"), _("Reason"))
        return Table(
            title=self.translate(_("Deadlines extended for this dossier")),
            columns=tuple(Cell(self.translate(each)) for each in titles),
            rows=tuple(self.derogation(row) for row in rows),
        )

    def derogation(self, row):
        name = showing.term(
            "imio.centrale.subsidy_deadlines", row["deadline"], self.request
        )
        return (
            Cell(name),
            Cell(showing.instant(row["until"])),
            Cell(name_of(row["actor"])),
            Cell(showing.instant(row["at"])),
            Cell(row["note"], kind="lines"),
        )
