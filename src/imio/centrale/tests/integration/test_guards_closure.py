"""Closure file: report, invoice and proof of payment, once the order is confirmed."""

from decimal import Decimal
from imio.centrale.tests.procedure import at
from imio.centrale.tests.procedure import ProcedureTestCase


MISSING = {
    "report": "report_missing",
    "invoice": "invoice_missing",
    "payment_proof": "payment_proof_missing",
}


class TestClosure(ProcedureTestCase):
    """Deposit and acceptance."""

    def setUp(self):
        super().setUp()
        self.wanted = self.mission(until="confirmed")
        self.file = self.closure(self.wanted)

    def test_deposit_and_accept(self):
        with at("2026-06-30 17:00"):
            self.moved("alpha", self.file, "deposit", "deposited")
        self.assertEqual(self.file.received.isoformat(), "2026-06-30T15:00:00+00:00")
        self.moved("agent", self.file, "accept", "accepted")

    def test_each_thing_missing(self):
        for field, code in MISSING.items():
            with self.subTest(field):
                kept = getattr(self.file, field)
                setattr(self.file, field, None)
                (reason,) = self.refused("alpha", self.file, "deposit", code)
                self.assertEqual(reason.field, field)
                setattr(self.file, field, kept)

    def test_totals(self):
        for excl, incl in (("100.00", "99.99"), (None, "1.00"), ("1.00", None)):
            with self.subTest(f"{excl} {incl}"):
                self.file.invoice_excl_vat = excl and Decimal(excl)
                self.file.invoice_incl_vat = incl and Decimal(incl)
                self.refused(
                    "alpha", self.file, "deposit", "invoice_totals_inconsistent"
                )

    def test_without_vat(self):
        self.file.invoice_excl_vat = self.file.invoice_incl_vat = Decimal("100.00")
        self.moved("alpha", self.file, "deposit", "deposited")

    def test_each_side_has_its_acts(self):
        for login in ("bertrix", "agent", "beta"):
            self.refused(login, self.file, "deposit", "not_permitted")
        self.moved("alpha", self.file, "deposit", "deposited")
        for login in ("bertrix", "alpha"):
            for transition in ("accept", "return"):
                self.refused(login, self.file, transition, "not_permitted")

    def test_return_and_revise(self):
        self.moved("alpha", self.file, "deposit", "deposited")
        self.moved("agent", self.file, "return", "returned")
        self.moved("alpha", self.file, "revise", "draft")
        self.moved("alpha", self.file, "deposit", "deposited")

    def test_one_at_a_time(self):
        second = self.closure(self.wanted)
        self.moved("alpha", self.file, "deposit", "deposited")
        self.refused("alpha", second, "deposit", "mission_not_waiting")
        self.moved("agent", self.file, "return", "returned")
        self.moved("alpha", second, "deposit", "deposited")
        self.refused("alpha", self.file, "revise", "mission_not_waiting")

    def test_not_once_the_order_is_cancelled(self):
        self.moved("agent", self.wanted["commande-1"], "cancel", "cancelled")
        self.refused("alpha", self.file, "deposit", "mission_not_waiting")
