from dataclasses import replace
from datetime import date
from datetime import datetime
from datetime import timezone
from decimal import Decimal
from hypothesis import given
from hypothesis import strategies as st
from imio.centrale.domain import accounts
from imio.centrale.domain import liquidation
from imio.centrale.domain.communication import format_communication
from imio.centrale.domain.communication import structured_communication
from imio.centrale.domain.liquidation import Dossier
from imio.centrale.domain.liquidation import Payment
from imio.centrale.messages import SENTENCES
from stdnum.be import ogm_vcs
from unittest import TestCase


NOW = datetime(2026, 3, 2, 9, tzinfo=timezone.utc)
LATER = datetime(2026, 3, 3, 9, tzinfo=timezone.utc)
OLD, NEW = "BE68539007547034", "BE43068999999501"
USED = accounts.opened(OLD, NOW, "agent")
GRANTED = Decimal("100.00")
DOSSIER = Dossier(
    code="CYB-26-AAAAAAA",
    accepted=True,
    granted=GRANTED,
    account=USED,
    confirmed_by="agent",
)


def pay(amount=None, iban="", **changes):
    """A payment of a dossier like ``DOSSIER``."""
    return Payment(replace(DOSSIER, **changes), amount and Decimal(amount), iban)


class ReasonTestCase(TestCase):
    def check(self, reasons, *codes):
        """Those codes, each with its sentence."""
        self.assertEqual([each.code for each in reasons], list(codes))
        for each in reasons:
            self.assertIn(each.code, SENTENCES)
        return reasons


class TestEntries(ReasonTestCase):
    """What may stand in a batch."""

    def test_good(self):
        self.assertTrue(DOSSIER.is_payable)
        for amount in (None, "0.01", "100.00"):
            self.check(liquidation.entries_reasons([pay(amount)]))

    def test_each_reason_names_its_row(self):
        cases = (
            ({"accepted": False}, "closure_not_accepted", "mission"),
            ({"granted": Decimal("0.00")}, "nothing_granted", "mission"),
            ({"other_batch": "Lot 1"}, "in_another_batch", "mission"),
            ({"other_program": "2025"}, "dossier_of_another_program", "mission"),
            ({"amount": "0.00"}, "amount_not_positive", "amount"),
            ({"amount": "-5.00"}, "amount_not_positive", "amount"),
            ({"amount": "100.01"}, "amount_above_granted", "amount"),
        )
        good = pay(code="CYB-26-BBBBBBB")
        for changes, code, field in cases:
            with self.subTest(code):
                (found,) = self.check(
                    liquidation.entries_reasons([good, pay(**changes)]), code
                )
                self.assertEqual(found.field, f"entries.1.{field}")

    def test_twice(self):
        (found,) = self.check(
            liquidation.entries_reasons([pay("1.00"), pay("1.00")]), "twice_in_batch"
        )
        self.assertEqual(found.field, "entries.1.mission")

    def test_all_that_is_wrong_with_a_dossier(self):
        found = pay(accepted=False, granted=Decimal("0.00"), other_batch="Lot 1")
        self.check(
            liquidation.dossier_reasons(found.dossier),
            "closure_not_accepted",
            "nothing_granted",
            "in_another_batch",
        )
        self.assertFalse(found.dossier.is_payable)


class TestFreezing(ReasonTestCase):
    """What the tutelle may be asked to approve."""

    def test_empty(self):
        self.check(liquidation.freezing_reasons([]), "batch_empty")

    def test_good(self):
        self.check(liquidation.freezing_reasons([pay(), pay(code="B", iban=OLD)]))

    def test_accounts(self):
        pending = accounts.declared(USED, NEW, NOW, "agent")
        changed = accounts.confirmed(pending, NOW, "agent2")
        removed = accounts.confirmed(
            accounts.declared(USED, "", NOW, "agent"), NOW, "agent2"
        )
        for history, iban, code in (
            ((), "", "iban_missing"),
            (removed, "", "iban_missing"),
            (pending, "", "iban_not_confirmed"),
            (pending, OLD, "iban_not_confirmed"),
            (changed, OLD, "iban_changed"),
        ):
            with self.subTest(code):
                rows = [pay(account=history, iban=iban)]
                (found,) = self.check(liquidation.freezing_reasons(rows), code)
                self.assertEqual(found.mapping, {"code": DOSSIER.code})
        self.check(liquidation.freezing_reasons([pay(account=changed, iban=NEW)]))


class TestApproval(ReasonTestCase):
    """The tutelle, and four eyes."""

    def test_reference_and_date(self):
        today = date(2026, 3, 2)
        for reference, day, codes in (
            ("T-1", today, []),
            ("T-1", date(2026, 3, 3), ["approval_in_future"]),
            (None, today, ["approval_missing"]),
            ("  ", today, ["approval_missing"]),
            ("T-1", None, ["approval_missing"]),
            ("", date(2027, 1, 1), ["approval_missing", "approval_in_future"]),
        ):
            with self.subTest(reference=reference, day=day):
                found = liquidation.approval_reasons(reference, day, today)
                self.check(found, *codes)

    def test_four_eyes(self):
        rows = [pay(), pay(code="B", confirmed_by="agent2"), pay(code="C")]
        found = self.check(
            liquidation.four_eyes_reasons(rows, "agent"),
            *["confirmed_by_same_person"] * 2,
        )
        self.assertEqual([each.mapping["code"] for each in found], [DOSSIER.code, "C"])
        self.check(liquidation.four_eyes_reasons(rows, "agent3"))


class TestExport(ReasonTestCase):
    """What the bank takes."""

    today = date(2026, 3, 6)

    def test_reasons(self):
        for iban, wanted, codes in (
            (OLD, None, []),
            (OLD, self.today, []),
            (OLD, date(2027, 3, 6), []),
            (None, None, ["debtor_missing"]),
            (OLD, date(2026, 3, 5), ["execution_date_past"]),
            (OLD, date(2027, 3, 7), ["execution_date_too_far"]),
        ):
            with self.subTest(wanted=wanted, iban=iban):
                found = liquidation.export_reasons(iban, wanted, self.today)
                self.check(found, *codes)

    def test_days_on_which_banks_work(self):
        for wanted, today, expected in (
            (None, date(2026, 3, 6), date(2026, 3, 6)),
            (None, date(2026, 3, 7), date(2026, 3, 9)),
            (date(2026, 4, 6), date(2026, 3, 6), date(2026, 4, 7)),
        ):
            self.assertEqual(liquidation.execution_day(wanted, today), expected)

    @given(st.integers(min_value=0, max_value=10**14 - 1))
    def test_cents(self, cents):
        amount = Decimal(cents).scaleb(-2)
        self.assertEqual(liquidation.cents(amount), cents)
        self.assertEqual(liquidation.cents(amount.normalize()), cents)

    def test_fractions_of_a_cent(self):
        with self.assertRaises(ValueError):
            liquidation.cents(Decimal("0.001"))


class TestAnswers(ReasonTestCase):
    """What the bank did, noted once."""

    def paying(self, status, paid_on):
        return liquidation.paying_reasons(
            status, "CODE", paid_on, date(2026, 3, 2), date(2026, 3, 10)
        )

    def test_paying(self):
        for status, day, codes in (
            ("waiting", date(2026, 3, 2), []),
            ("waiting", date(2026, 3, 10), []),
            ("waiting", date(2026, 3, 1), ["payment_before_approval"]),
            ("waiting", date(2026, 3, 11), ["payment_in_future"]),
            ("paid", date(2026, 3, 2), ["already_paid"]),
            ("refused", date(2026, 3, 2), ["already_refused"]),
        ):
            with self.subTest(status, day=day):
                self.check(self.paying(status, day), *codes)

    def test_refusing(self):
        for status, codes in (
            ("waiting", []),
            ("paid", []),
            ("refused", ["already_refused"]),
        ):
            self.check(liquidation.refusing_reasons(status, "CODE"), *codes)

    def test_finished(self):
        self.assertTrue(liquidation.is_finished(["paid", "refused"]))
        self.assertTrue(liquidation.is_finished(["refused"]))
        self.assertFalse(liquidation.is_finished(["paid", "waiting"]))


class TestCommunication(TestCase):
    """Twelve digits that the bank checks."""

    def test_known(self):
        self.assertEqual(structured_communication(108, 68171), "010806817183")
        self.assertEqual(format_communication("010806817183"), "+++010/8068/17183+++")

    def test_remainder_zero_is_97(self):
        self.assertEqual(structured_communication(1, 70), "000100007097")

    @given(st.integers(1, 9999), st.integers(1, 999999))
    def test_valid_and_reversible(self, program, rank):
        digits = structured_communication(program, rank)
        self.assertTrue(ogm_vcs.is_valid(digits))
        self.assertEqual((int(digits[:4]), int(digits[4:10])), (program, rank))

    def test_out_of_range(self):
        for program, rank in ((0, 1), (10000, 1), (1, 0), (1, 10**6), (-1, 1)):
            with self.subTest(program=program, rank=rank):
                with self.assertRaises(ValueError):
                    structured_communication(program, rank)


class TestAccounts(ReasonTestCase):
    """A change needs a second person."""

    def test_new_authorities(self):
        self.assertEqual(accounts.opened("", NOW, "agent"), ())
        self.assertEqual(accounts.state_of(()), accounts.NONE)
        self.assertEqual(accounts.state_of(USED), accounts.IN_USE)
        self.assertEqual(accounts.account_in_use(USED), OLD)

    def test_no_change(self):
        self.assertEqual(accounts.declared(USED, OLD, LATER, "agent2"), USED)
        self.assertEqual(accounts.declared((), "", LATER, "agent2"), ())

    def test_a_change_waits(self):
        history = accounts.declared(USED, NEW, LATER, "agent")
        self.assertEqual(accounts.state_of(history), accounts.PENDING)
        self.assertEqual(accounts.account_in_use(history), OLD)
        self.check(accounts.payment_reasons(history), "iban_not_confirmed")
        self.check(accounts.confirmation_reasons(history, NEW, "agent2"))
        after = accounts.confirmed(history, LATER, "agent2")
        self.assertEqual(accounts.account_in_use(after), NEW)
        self.assertEqual(after[:-1], USED)
        self.assertEqual(
            (after[-1].declared_by, after[-1].confirmed_by), ("agent", "agent2")
        )
        self.check(accounts.payment_reasons(after))

    def test_a_removal_waits(self):
        history = accounts.declared(USED, "", LATER, "agent")
        self.check(accounts.payment_reasons(history), "iban_not_confirmed")
        after = accounts.confirmed(history, LATER, "agent2")
        self.assertEqual(accounts.state_of(after), accounts.NONE)
        self.check(accounts.payment_reasons(after), "iban_missing")

    def test_who_confirms_what(self):
        history = accounts.declared(USED, NEW, LATER, "agent")
        for iban, actor, codes in (
            (NEW, "agent", ["same_person"]),
            (OLD, "agent2", ["iban_differs"]),
            ("", "agent2", ["iban_differs"]),
            (OLD, "agent", ["iban_differs", "same_person"]),
        ):
            with self.subTest(actor=actor, iban=iban):
                found = accounts.confirmation_reasons(history, iban, actor)
                self.check(found, *codes)

    def test_nothing_to_confirm(self):
        for history in ((), USED):
            found = accounts.confirmation_reasons(history, OLD, "agent2")
            self.check(found, "nothing_to_confirm")
