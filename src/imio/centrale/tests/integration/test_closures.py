"""A closure file: its UBL invoice, its checklist, what stops its acceptance."""

from datetime import date
from datetime import datetime
from decimal import Decimal
from imio.centrale import closures
from imio.centrale import corrections
from imio.centrale.closure_facts import findings_of
from imio.centrale.demo.files import pdf as pdf_of
from imio.centrale.demo.invoice import ubl_invoice
from imio.centrale.domain.calendar import BRUSSELS
from imio.centrale.domain.reasons import Refused
from imio.centrale.testing import INTEGRATION
from imio.centrale.tests.procedure import acting
from imio.centrale.tests.procedure import at
from imio.centrale.tests.procedure import ProcedureTestCase
from imio.centrale.workflows.guards import refusals
from plone import api
from plone.namedfile.file import NamedBlobFile
from Products.CMFCore.WorkflowCore import WorkflowException
from types import SimpleNamespace
from zope.event import notify
from zope.lifecycleevent import ObjectCopiedEvent
from zope.lifecycleevent import ObjectModifiedEvent


EMPTY = dict.fromkeys(
    ("invoice_number", "invoice_date", "invoice_excl_vat", "invoice_incl_vat")
)
FIRST_OF_MARCH = datetime(2026, 3, 1, 17, tzinfo=BRUSSELS)


def xml(data):
    return NamedBlobFile(data=data, contentType="text/xml", filename="facture.xml")


def paper(*lines):
    return NamedBlobFile(
        data=pdf_of(lines), contentType="application/pdf", filename="document.pdf"
    )


class ClosureTestCase(ProcedureTestCase):
    layer = INTEGRATION

    def setUp(self):
        super().setUp()
        with at("2026-01-15 09:00"):
            self.wanted = self.mission(until="confirmed")
        self.code = self.wanted.tracking_code

    def ubl(self, *changes, **values):
        """The invoice of the order, with pieces of its text replaced."""
        given = {
            "number": "F-2026-31",
            "day": date(2026, 2, 1),
            "code": self.code,
            "order": "2026/1",
            "seller": self.alpha,
            "buyer": self.bertrix,
            "lines": self.wanted["offre-1"].lines,
            **values,
        }
        data = ubl_invoice(**given).decode()
        for old, new in changes:
            self.assertIn(old, data)
            data = data.replace(old, new)
        return xml(data.encode())

    def file(self, invoice=None, **values):
        """A draft with a UBL invoice, and nothing typed."""
        given = {"invoice": invoice or self.ubl(), **EMPTY, **values}
        with at("2026-03-02 09:00"):
            return self.closure(self.wanted, **given)

    def deposited(self, *args, **values):
        file = self.file(*args, **values)
        with at("2026-03-02 09:00"):
            return self.moved("alpha", file, "deposit", "deposited")

    def codes(self, file):
        return [each.code for each in findings_of(file)]

    def line(self, file, code):
        lines = closures.judge(file).lines
        return next(line for line in lines if line.definition.code == code)

    def tick(self, file, line, note="Vu.", login="agent", when="2026-03-03 09:00"):
        with acting(login), at(when):
            closures.tick(file, line, note)


class TestReading(ClosureTestCase):
    """Number, date and totals come from the file."""

    def test_what_is_left_empty_is_read(self):
        file = self.file()
        self.assertEqual(
            [getattr(file, name) for name in EMPTY],
            ["F-2026-31", date(2026, 2, 1), Decimal("1900.00"), Decimal("2299.00")],
        )
        self.assertEqual(self.codes(file), [])

    def test_whatever_the_name_of_the_file_says(self):
        invoice = self.ubl()
        invoice.filename, invoice.contentType = "facture.pdf", "application/pdf"
        self.assertEqual(self.file(invoice).invoice_number, "F-2026-31")

    def test_what_is_typed_stays_and_is_compared(self):
        file = self.file(
            invoice_number="F-1",
            invoice_date=date(2026, 2, 2),
            invoice_incl_vat=Decimal("2300.00"),
        )
        self.assertEqual(file.invoice_number, "F-1")
        self.assertEqual(
            self.codes(file),
            ["invoice_number_differs", "invoice_date_differs", "invoice_total_differs"],
        )

    def test_beside_a_pdf_everything_is_typed(self):
        with self.assertRaises(Refused) as caught:
            self.file(paper("Facture"))
        self.assertEqual(
            [(each.code, each.field) for each in caught.exception.reasons],
            [("invalid", name) for name in EMPTY],
        )

    def test_no_invoice_in_euro(self):
        note = ("<Invoice ", "<CreditNote "), ("</Invoice>", "</CreditNote>")
        note = (*note, (":Invoice-2", ":CreditNote-2"))
        for code, invoice in (
            ("credit_note", self.ubl((">380<", ">381<"))),
            ("credit_note", self.ubl(*note)),
            ("foreign_currency", self.ubl(("EUR", "USD"))),
            ("not_ubl", xml(b"<facture/>")),
            ("not_xml", xml(b"<Invoice>")),
            ("xml_with_dtd", xml(b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')),
            ("unknown_encoding", xml(b'<?xml version="1.0" encoding="utf-7"?><a/>')),
        ):
            with self.subTest(code), self.refusing(code):
                self.file(invoice)

    def test_amounts_that_a_form_would_not_take_are_not_taken(self):
        with self.assertRaises(Refused) as caught:
            self.file(self.ubl((">F-2026-31<", f">{'9' * 101}<")))
        self.assertEqual(
            [each.field for each in caught.exception.reasons], ["invoice_number"]
        )

    def test_another_file_is_read_again(self):
        file = self.file()
        with acting("alpha"):
            file.invoice, file.invoice_number = self.ubl(number="F-32"), None
            notify(ObjectModifiedEvent(file))
        self.assertEqual(file.invoice_number, "F-32")
        with acting("alpha"):
            file.invoice = paper("Facture", self.code)
            notify(ObjectModifiedEvent(file))
        self.assertIsNone(file.invoice_read)


class TestMatch(ClosureTestCase):
    """What does not fit between order, invoice and payment."""

    def test_typed_findings(self):
        stranger = SimpleNamespace(title="Autre", enterprise_number="0999000426")
        lines = self.wanted["offre-1"].lines
        dear = [{**lines[0], "unit_price": Decimal("1000.00")}]
        cheap = [{**lines[0], "unit_price": Decimal("900.00")}]
        total = ["total_differs", "total_differs", "vat_differs"]
        for codes, invoice, values in (
            (["seller_is_not_the_supplier"], self.ubl(seller=stranger), {}),
            (["buyer_is_not_the_authority"], self.ubl(buyer=stranger), {}),
            (total, self.ubl(lines=dear), {}),
            (total, self.ubl(lines=cheap), {}),
            (["code_absent"], self.ubl(code="CYB"), {}),
            (["invoice_before_order"], self.ubl(day=date(2026, 1, 9)), {}),
            (
                ["paid_less_than_invoice"],
                self.ubl(),
                {"payment_amount": Decimal("2298.99")},
            ),
            (["paid_before_invoice"], self.ubl(), {"payment_date": date(2026, 1, 31)}),
            (
                ["invoice_does_not_add_up"],
                self.ubl(
                    (
                        'PayableAmount currencyID="EUR">2299',
                        'PayableAmount currencyID="EUR">2300',
                    )
                ),
                {},
            ),
        ):
            with self.subTest(codes):
                self.assertEqual(self.codes(self.file(invoice, **values)), codes)

    def test_beside_a_pdf_what_was_typed_is_compared(self):
        values = {
            "invoice_number": "F-1",
            "invoice_date": date(2026, 1, 9),
            "invoice_excl_vat": Decimal("1900.00"),
            "invoice_incl_vat": Decimal("2300.00"),
            "payment_amount": Decimal("2299.00"),
        }
        file = self.file(paper("Facture", self.code), **values)
        self.assertEqual(
            self.codes(file),
            ["invoice_before_order", "total_differs", "paid_less_than_invoice"],
        )

    def test_a_wholesaler_invoices_itself(self):
        self.centrale.purchase_model = "wholesaler"
        self.centrale.contracting_parties = [
            {"name": "Une", "enterprise_number": "0999001416"},
            {"name": "Autre", "enterprise_number": "0999001515"},
        ]
        party = SimpleNamespace(title="Autre", enterprise_number="0999001515")
        self.assertEqual(self.codes(self.file(self.ubl(seller=party))), [])
        self.assertEqual(self.codes(self.file()), ["seller_is_not_the_supplier"])


class TestAcceptance(ClosureTestCase):
    """What was read stops the acceptance; an agent may answer for it."""

    def test_everything_fits(self):
        file = self.deposited(report=paper("Rapport", self.code))
        with at("2026-03-03 09:00"):
            self.moved("agent", file, "accept", "accepted")
        self.assertEqual(file.ticks, ())

    def test_a_wrong_invoice_is_answered_for(self):
        stranger = SimpleNamespace(title="Autre", enterprise_number="0999000426")
        file = self.deposited(self.ubl(seller=stranger))
        self.refused("agent", file, "accept", "seller_is_not_the_supplier")
        with self.refusing("note_required"):
            self.tick(file, "three_way_match", " ")
        self.tick(file, "three_way_match", "Fusion des deux sociétés.")
        found = self.line(file, "three_way_match")
        self.assertEqual((found.tick.agent, found.state), ("agent", "ok"))
        with at("2026-03-03 10:00"):
            self.moved("agent", file, "accept", "accepted")
        self.assertEqual(
            [each.tick.note for each in file.ticks], ["Fusion des deux sociétés."]
        )

    def test_ticks_of_before_are_kept_and_no_longer_hold(self):
        file = self.deposited(self.ubl(day=date(2026, 1, 9)))
        self.tick(file, "three_way_match", "Accord préalable.")
        with at("2026-03-04 09:00"):
            self.moved("agent", file, "return", "returned")
            self.moved("alpha", file, "revise", "draft")
            self.moved("alpha", file, "deposit", "deposited")
        self.assertEqual(len(file.ticks), 1)
        self.assertIsNone(self.line(file, "three_way_match").tick)
        self.refused("agent", file, "accept", "invoice_before_order")

    def test_typed_beside_a_pdf_it_is_told_and_does_not_stop(self):
        values = {
            "invoice_number": "F-1",
            "invoice_date": date(2026, 2, 1),
            "invoice_excl_vat": Decimal("3000.00"),
            "invoice_incl_vat": Decimal("3630.00"),
        }
        file = self.deposited(paper("Facture", self.code), **values)
        self.assertEqual(self.line(file, "three_way_match").state, "cannot_tell")
        with acting("agent"):
            self.assertEqual(refusals(file, "accept"), [])
        self.assertEqual(closures.judge(file).verdicts[1].state, "not_asked")

    def test_the_code_has_its_own_rule_and_one_override(self):
        file = self.deposited(report=paper("Rapport sans code"))
        self.refused("agent", file, "accept", "code_absent")
        self.assertEqual(self.line(file, "report_carries_code").state, "failed")
        self.tick(file, "report_carries_code", "Code au verso.")
        tick = self.line(file, "report_carries_code").tick
        self.assertEqual((tick.agent, tick.note), ("agent", "Code au verso."))
        with acting("agent"):
            self.assertEqual(refusals(file, "accept"), [])

    def test_who_ticks_and_what(self):
        file = self.deposited()
        for line, code in (
            ("report_present", "tick_not_needed"),
            ("report_signed", "tick_not_allowed"),
            ("envelope", "unknown_checklist_line"),
        ):
            with self.subTest(line), self.refusing(code):
                self.tick(file, line)
        with self.refusing("note_too_long"):
            self.tick(file, "paid", "x" * 5001)
        self.tick(file, "paid", "")
        self.tick(file, "paid", "")
        self.assertEqual(len(file.ticks), 1)
        self.tick(file, "paid", "Extrait vu", login="agent2")
        self.assertEqual(self.line(file, "paid").tick.agent, "agent2")

    def test_only_while_it_is_to_be_checked(self):
        file = self.file()
        with self.refusing("wrong_state"):
            self.tick(file, "paid")

    def test_the_workflow_tool_is_refused_too(self):
        file = self.deposited(self.ubl(day=date(2026, 1, 9)))
        with acting("agent"), self.assertRaises((WorkflowException, Refused)):
            api.portal.get_tool("portal_workflow").doActionFor(file, "accept")


class TestVerdicts(ClosureTestCase):
    def verdicts(self, file):
        return [each.state for each in closures.judgement_of(file).verdicts]

    def test_without_program_no_subsidy_is_asked_for(self):
        file = self.deposited(
            report_signed_on=date(2026, 2, 1),
            report=paper(self.code),
            payment_proof=paper(self.code),
        )
        self.assertEqual(self.verdicts(file), ["yes", "not_asked"])

    def test_they_are_kept_with_the_versions_of_the_rules(self):
        program = self.program(dossier_deadline=FIRST_OF_MARCH)
        with at("2026-01-16 09:00"):
            self.wanted = self.mission(until="confirmed")
        self.code = self.wanted.tracking_code
        file = self.deposited(payment_date=date(2026, 2, 2))
        self.assertEqual(self.verdicts(file), ["no", "yes"])
        with at("2026-03-03 09:00"):
            self.moved("agent", file, "accept", "accepted")
        kept = file.judgement
        self.assertEqual((kept.agent, kept.subsidy_rules), ("agent", 1))
        codes = [each.code for each in kept.verdicts[0].reasons]
        self.assertEqual(codes, ["day_missing", "dossier_too_late"])
        self.assertEqual(self.verdicts(file), ["no", "yes"])
        self.assertEqual(program.rules_versions[-1].number, 1)

    def test_not_eligible(self):
        self.program(order_deadline=date(2026, 1, 1))
        with at("2026-01-16 09:00"):
            self.wanted = self.mission(until="confirmed")
        self.code = self.wanted.tracking_code
        file = self.deposited(payment_date=date(2026, 2, 2))
        eligible = closures.judge(file).verdicts[1]
        self.assertEqual(
            (eligible.state, [each.code for each in eligible.reasons]),
            ("no", ["order_too_late"]),
        )

    def test_what_the_parties_are_told(self):
        self.program(order_deadline=date(2026, 1, 1))
        with at("2026-01-16 09:00"):
            self.wanted = self.mission(until="confirmed")
        self.code = self.wanted.tracking_code
        file = self.deposited(self.ubl(day=date(2026, 1, 9)))
        self.tick(file, "three_way_match", "Secret")
        for login, verdicts, lines, note in (
            ("agent", 2, 16, "Secret"),
            ("auditor", 2, 16, "Secret"),
            ("bertrix", 2, 16, ""),
            ("alpha", 0, 13, ""),
        ):
            with self.subTest(login), acting(login):
                found = closures.told(file, closures.judgement_of(file))
                self.assertEqual(
                    (len(found.verdicts), len(found.lines)), (verdicts, lines)
                )
                notes = [each.tick.note for each in found.lines if each.tick]
                self.assertEqual(notes, [note])


class TestCorrections(ClosureTestCase):
    """A file goes back with the pieces to correct."""

    def sent_back(self, *fields):
        file = self.deposited()
        with acting("agent"), at("2026-03-03 09:00"):
            corrections.send_back(file, fields, comment="Le rapport n'est pas signé.")
        return file

    def test_only_those_may_change(self):
        file = self.sent_back("report")
        self.assertEqual(file.to_correct, ("report", "report_signed_on"))
        self.assertIn("invoice", file.fields_kept)
        self.assertNotIn("report", file.fields_kept)

    def test_none_named_all_may(self):
        self.assertEqual(self.sent_back().fields_kept, set())

    def test_unknown_field(self):
        with self.refusing("no_such_field"):
            self.sent_back("envelope")

    def test_forgotten_at_the_next_deposit(self):
        file = self.sent_back("report")
        self.moved("alpha", file, "revise", "draft")
        self.assertTrue(file.fields_kept)
        self.moved("alpha", file, "deposit", "deposited")
        self.assertEqual(file.fields_kept, set())

    def test_no_other_file_takes_its_place(self):
        file = self.sent_back("report")
        other = self.closure(self.wanted)
        self.refused("alpha", other, "deposit", "correction_awaited")
        self.moved("alpha", file, "revise", "draft")
        with acting("alpha"), self.refusing("correction_awaited"):
            self.wanted.manage_delObjects([file.getId()])

    def test_what_the_machine_found_is_proposed(self):
        file = self.deposited(self.ubl(day=date(2026, 1, 9)))
        lines = closures.judge(file).lines
        self.assertEqual(
            corrections.wrong_fields(file, lines), ("report_signed_on", "invoice")
        )

    def test_a_copy_is_a_file_that_nobody_judged(self):
        file = self.sent_back("report")
        with api.env.adopt_roles(["Manager"]):
            copy = file._getCopy(self.wanted)
            notify(ObjectCopiedEvent(copy, file))
        self.assertTrue(file.to_correct)
        self.assertEqual((copy.to_correct, copy.received), ((), None))
