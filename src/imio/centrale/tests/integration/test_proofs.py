"""Documents are read when they are saved; what was read decides what agents may do."""

from imio.centrale.domain.tracking import generate
from imio.centrale.evidence.reading import read_all
from imio.centrale.evidence.reading import ReaderUnavailable
from imio.centrale.proving import keeping
from imio.centrale.proving import reading
from imio.centrale.proving.keeping import evidence_of
from imio.centrale.proving.keeping import read_again
from imio.centrale.proving.overrides import override
from imio.centrale.proving.overrides import rows_of
from imio.centrale.proving.recent import Recent
from imio.centrale.proving.statements import statements
from imio.centrale.tests import documents
from imio.centrale.tests.procedure import acting
from imio.centrale.tests.procedure import ProcedureTestCase
from imio.centrale.timeline import events
from imio.centrale.upgrades import v1002_proofs
from imio.centrale.workflows.guards import refusals
from plone import api
from plone.namedfile.file import NamedBlobFile
from unittest import mock
from zope.annotation.interfaces import IAnnotations
from zope.event import notify
from zope.lifecycleevent import ObjectCopiedEvent
from zope.lifecycleevent import ObjectModifiedEvent


def file_of(data, name="document.pdf"):
    return NamedBlobFile(data=data, contentType="application/pdf", filename=name)


def paper(*texts, name="document.pdf"):
    """A PDF with a page for each text."""
    return file_of(documents.pdf(*texts), name)


class ProofTestCase(ProcedureTestCase):
    """Base: nothing is remembered of what other tests read."""

    def setUp(self):
        super().setUp()
        recent = Recent(characters=1_000_000, documents=100)
        patched = mock.patch.object(reading, "_recent", recent)
        patched.start()
        self.addCleanup(patched.stop)

    def outcomes(self, piece):
        return {each.field: each.verdict.outcome for each in evidence_of(piece)}

    def saved(self, login, piece, **changes):
        """The account changes some fields."""
        with acting(login):
            for name, value in changes.items():
                setattr(piece, name, value)
            notify(ObjectModifiedEvent(piece))
        return piece

    def told(self, login, piece):
        """Field -> what this account may know."""
        with acting(login):
            return {each.field: each for each in statements(piece)}

    def deposited(self, **papers):
        """The order of a new mission with these documents; both carry its code."""
        mission = self.mission(until="accepted")
        texts = {"deliberation": "", "purchase_order": ""} | papers
        order = self.order(
            mission,
            **{
                name: paper(text or f"Code : {mission.tracking_code}")
                for name, text in texts.items()
            },
        )
        return self.moved("bertrix", order, "deposit", "deposited")


class TestReading(ProofTestCase):
    """At the saving, once for the same bytes, never for a transition."""

    def setUp(self):
        super().setUp()
        self.readings = mock.Mock(side_effect=read_all)
        patched = mock.patch.object(reading, "read_all", self.readings)
        patched.start()
        self.addCleanup(patched.stop)

    def read(self):
        """How many documents were read since the last question, in each process."""
        counts = [len(call.args[0]) for call in self.readings.call_args_list]
        self.readings.reset_mock()
        return counts

    def test_found_and_absent(self):
        mission = self.mission(until="accepted")
        self.read()
        order = self.order(
            mission,
            deliberation=paper("Le collège décide", mission.tracking_code),
            purchase_order=paper("Bon de commande"),
        )
        self.assertEqual(self.read(), [2])
        self.assertEqual(
            self.outcomes(order), {"deliberation": "found", "purchase_order": "absent"}
        )
        self.moved("bertrix", order, "deposit", "deposited")
        self.assertEqual(self.read(), [])

    def test_a_pdf_that_is_none_is_damaged(self):
        mission = self.mission(until="accepted")
        code = mission.tracking_code
        for data, name, kind, outcome in (
            (b"rien", "bon.pdf", "text/plain", "unreadable"),
            (b"rien", "bon.bin", "application/pdf", "unreadable"),
            (b"rien", "bon.txt", "text/plain", "absent"),
            (code.encode(), "bon.PDF", "", "found"),
        ):
            file = NamedBlobFile(data=data, contentType=kind, filename=name)
            order = self.order(mission, purchase_order=file)
            with self.subTest(name):
                self.assertEqual(self.outcomes(order)["purchase_order"], outcome)

    def test_the_same_bytes_are_not_read_again(self):
        mission = self.mission(until="accepted")
        order = self.order(mission, deliberation=paper("a"), purchase_order=paper("b"))
        before = keeping.kept_of(order)
        self.read()
        self.saved("bertrix", order, order_number="2026/2")
        self.saved("bertrix", order, deliberation=paper("a", name="again.pdf"))
        self.assertEqual(self.read(), [])
        self.assertEqual(keeping.kept_of(order).keys(), before.keys())
        self.saved("bertrix", order, deliberation=paper(mission.tracking_code))
        self.assertEqual(self.read(), [1])
        self.assertEqual(self.outcomes(order)["deliberation"], "found")

    def test_what_was_read_lately_is_not_read_for_a_request_run_again(self):
        mission = self.mission(until="accepted")
        self.order(mission, deliberation=paper("a"), purchase_order=paper("b"))
        self.read()
        other = self.mission(until="accepted")
        self.read()
        self.order(other, deliberation=paper("a"), purchase_order=paper("b"))
        self.assertEqual(self.read(), [])

    def test_a_file_put_there_without_being_saved_was_not_read(self):
        order = self.deposited()
        order.deliberation = paper("autre")
        evidence = evidence_of(order)[0]
        self.assertEqual((evidence.verdict, evidence.digest), (keeping.NOT_READ, ""))
        order.deliberation = order.purchase_order
        order.purchase_order.data = documents.pdf("changé")
        self.assertEqual(evidence_of(order)[1].verdict, keeping.NOT_READ)

    def test_no_reader(self):
        mission = self.mission(until="accepted")
        self.readings.side_effect = ReaderUnavailable("no memory")
        papers = {
            "deliberation": paper(mission.tracking_code),
            "purchase_order": paper(f"bon {mission.tracking_code}"),
        }
        with self.assertLogs("imio.centrale.proving.reading", "ERROR"):
            order = self.order(mission, **papers)
        for evidence in evidence_of(order):
            self.assertEqual(evidence.verdict.why, "unavailable")
        self.moved("bertrix", order, "deposit", "deposited")
        self.readings.side_effect = read_all
        read_again(order)
        self.assertEqual(set(self.outcomes(order).values()), {"found"})

    def test_readers_are_few(self):
        mission = self.mission(until="accepted")
        nobody = mock.Mock(acquire=mock.Mock(return_value=False))
        with mock.patch.object(reading, "_readers", nobody):
            with self.assertLogs("imio.centrale.proving.reading", "ERROR"):
                order = self.order(mission, deliberation=paper("a"))
        nobody.release.assert_not_called()
        self.assertEqual(evidence_of(order)[0].verdict.why, "unavailable")
        self.saved("bertrix", order)
        self.assertEqual(self.outcomes(order)["deliberation"], "absent")

    def test_who_reads_steps_aside(self):
        with mock.patch.object(reading.patience, "step_aside") as step_aside:
            self.deposited()
        self.assertTrue(step_aside.called)

    def test_too_large_is_not_even_opened(self):
        mission = self.mission(until="accepted")
        large = file_of(b"%PDF-1.4" + b" " * reading.LIMITS.size)
        order = self.order(mission, deliberation=large)
        self.assertEqual(evidence_of(order)[0].verdict.why, "too_large")

    def test_a_copy_was_never_read(self):
        order = self.deposited(deliberation="rien")
        with acting("agent"):
            override(order, "deliberation", "Vu")
        copy = order._getCopy(order)
        notify(ObjectCopiedEvent(copy, order))
        self.assertNotIn(keeping.KEY, IAnnotations(copy))
        self.assertEqual(rows_of(copy), ())

    def test_old_codes_and_codes_that_nobody_has(self):
        mission = self.request(tracking_code="2019/0042")
        other = self.request(tracking_code="2019/0043")
        nobodys = generate("CYB", 2026)
        for text, outcome in (
            ("n° 2019/0042", "found"),
            ("n° 2019/0043", "foreign"),
            (f"n° {nobodys}", "absent"),
            ("n° 42", "absent"),
        ):
            with self.subTest(text), acting("agent"):
                file = api.content.create(
                    mission, "File", title=text, file=paper(text, "page 2")
                )
                self.assertEqual(self.outcomes(file), {"file": outcome})
        self.assertEqual(other.tracking_code, "2019/0043")


class TestHostile(ProofTestCase):
    """Whatever is deposited, the deposit is kept and the reason is told."""

    def test_each_is_unreadable_and_says_why(self):
        mission = self.mission(until="accepted")
        code = mission.tracking_code
        bomb = documents.docx(
            **{"word/media/image1.bin": b"\0" * 250_000_000},
        )
        entities = (
            b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
            b"<a>&x;</a>"
        )
        for why, data in (
            ("bomb", bomb),
            ("entities", entities),
            ("broken", b"%PDF-1.4 test"),
            ("encrypted", documents.encrypted_pdf(code, "secret")),
            ("macros", documents.docx(**{"word/vbaProject.bin": b"Sub AutoOpen"})),
            ("unsupported", b"MZ\x90\0\x03" + b"\0" * 100),
            ("empty", b""),
        ):
            with self.subTest(why):
                order = self.order(mission, deliberation=file_of(data))
                (evidence, _other) = evidence_of(order)
                self.assertEqual(
                    (evidence.verdict.outcome, evidence.verdict.why),
                    ("unreadable", why),
                )
                (statement, _other) = self.told("bertrix", order).values()
                self.assertNotIn("${", statement.sentence(context=api.env.getRequest()))
                with acting("bertrix"):
                    mission.manage_delObjects([order.getId()])


class TestGuards(ProofTestCase):
    """An absent or foreign code stops, until an agent lets the document pass."""

    def test_both_documents_carry_the_code(self):
        self.moved("agent", self.deposited(), "confirm", "confirmed")

    def test_absent(self):
        order = self.deposited(deliberation="rien", purchase_order="rien non plus")
        (first, second) = self.refused(
            "agent", order, "confirm", "code_absent", "code_absent"
        )
        self.assertEqual(
            (first.field, second.field), ("deliberation", "purchase_order")
        )
        self.moved("agent", order, "return", "returned")

    def test_foreign(self):
        other = self.request()
        order = self.deposited(deliberation=f"Code {other.tracking_code}")
        (reason,) = self.refused("agent", order, "confirm", "code_foreign")
        self.assertNotIn(other.tracking_code, repr(reason))

    def test_a_scan_stops_nothing(self):
        mission = self.mission(until="accepted")
        order = self.order(mission, deliberation=file_of(b"\x89PNG\r\n\x1a\n"))
        self.moved("bertrix", order, "deposit", "deposited")
        self.assertEqual(evidence_of(order)[0].verdict.why, "scan")
        self.moved("agent", order, "confirm", "confirmed")

    def test_the_quote(self):
        """It may lack the code; with that of another dossier it stops the order."""
        other = self.request().tracking_code
        for text, codes in (("sans code", ()), (other, ("code_foreign",))):
            with self.subTest(text):
                mission = self.mission(until="assigned")
                offer = self.offer(mission, quote=paper(f"Devis {text}"))
                self.moved("alpha", offer, "submit", "submitted")
                self.moved("bertrix", offer, "accept", "accepted")
                order = self.order(mission)
                self.moved("bertrix", order, "deposit", "deposited")
                with acting("agent"):
                    found = refusals(order, "confirm")
                self.checked(found, codes)
                if codes:
                    self.assertEqual(found[0].field, "quote")
                    with acting("agent"):
                        override(offer, "quote", "Mauvais fichier, chiffres vérifiés")
                self.moved("agent", order, "confirm", "confirmed")

    def stopped(self, closure):
        """Codes and fields of what the documents say against the acceptance."""
        with acting("agent"):
            found = refusals(closure, "accept")
        return [(each.code, each.field) for each in found if "code_" in each.code]

    def closing(self, **papers):
        """A closure file that was deposited with these texts."""
        mission = self.mission(until="confirmed")
        texts = {"report": "", "invoice": "", "payment_proof": ""} | papers
        closure = self.closure(
            mission,
            **{
                name: paper(text or f"Code : {mission.tracking_code}")
                for name, text in texts.items()
            },
        )
        return self.moved("alpha", closure, "deposit", "deposited")

    def test_closure(self):
        closure = self.closing(invoice="Facture")
        self.assertEqual(self.stopped(closure), [("code_absent", "invoice")])
        with acting("agent"):
            override(closure, "invoice", "Code sur l'annexe papier")
        self.assertEqual(self.stopped(closure), [])

    def test_the_proof_of_payment(self):
        """A bank may leave the code out; with that of another dossier it stops."""
        self.assertEqual(self.stopped(self.closing(payment_proof="Extrait")), [])
        other = self.request().tracking_code
        closure = self.closing(payment_proof=f"Extrait {other}")
        self.assertEqual(self.stopped(closure), [("code_foreign", "payment_proof")])


class TestOverride(ProofTestCase):
    def setUp(self):
        super().setUp()
        self.order_ = self.deposited(deliberation="rien")

    def test_it_lets_pass_and_is_told(self):
        with acting("agent"):
            override(self.order_, "deliberation", " Code écrit à la main, vu. ")
        (row,) = rows_of(self.order_)
        self.assertEqual(
            (row["agent"], row["note"], row["outcome"]),
            ("agent", "Code écrit à la main, vu.", "absent"),
        )
        told = self.told("bertrix", self.order_)["deliberation"]
        self.assertEqual((told.status, told.stops), ("passed", False))
        self.moved("agent", self.order_, "confirm", "confirmed")

    def test_a_file_in_its_place_is_looked_at_again(self):
        with acting("agent"):
            override(self.order_, "deliberation", "Vu")
        self.moved("agent", self.order_, "return", "returned")
        self.saved("bertrix", self.order_, deliberation=paper("toujours rien"))
        self.moved("bertrix", self.order_, "revise", "draft")
        self.moved("bertrix", self.order_, "deposit", "deposited")
        self.refused("agent", self.order_, "confirm", "code_absent")
        self.assertEqual(len(rows_of(self.order_)), 1)

    def test_refused(self):
        for field, note, seen, codes in (
            ("deliberation", " ", "", ["override_note_missing"]),
            ("deliberation", "x" * 5001, "", ["note_too_long"]),
            ("deliberation", "Vu", "0" * 64, ["document_replaced"]),
            ("purchase_order", "Vu", "", ["nothing_to_override"]),
            ("title", "Vu", "", ["unknown_document"]),
        ):
            with self.subTest(codes), acting("agent"):
                with self.refusing(*codes):
                    override(self.order_, field, note, seen)
        self.assertEqual(rows_of(self.order_), ())

    def test_not_after_the_decision(self):
        with acting("agent"):
            override(self.order_, "deliberation", "Vu")
        self.moved("agent", self.order_, "confirm", "confirmed")
        with acting("agent"), self.refusing("wrong_state"):
            override(self.order_, "deliberation", "Encore")

    def test_a_scan_can_be_looked_at(self):
        mission = self.mission(until="accepted")
        order = self.order(mission)
        with acting("agent"):
            override(order, "deliberation", "Scan lisible, code en page 2")
        self.assertEqual(self.told("agent", order)["deliberation"].status, "passed")

    def test_the_timeline_tells_agents_and_auditors(self):
        with acting("agent"):
            override(self.order_, "deliberation", "Vu")
        mission = self.order_.aq_parent
        for login, told in (
            ("agent", True),
            ("auditor", True),
            ("bertrix", False),
            ("alpha", False),
        ):
            with acting(login):
                found = events(mission, api.env.getRequest())
            notes = [
                each.reason_note for each in found if each.transition == "override"
            ]
            self.assertEqual(notes, ["Vu"] if told else [], login)


class TestWhoKnows(ProofTestCase):
    def test_codes_of_others_are_for_agents(self):
        other = self.request()
        order = self.deposited(deliberation=f"Code {other.tracking_code}")
        for login, knows in (
            ("agent", True),
            ("auditor", False),
            ("bertrix", False),
            ("alpha", False),
        ):
            told = self.told(login, order)["deliberation"]
            self.assertEqual(told.verdict.outcome, "foreign")
            self.assertEqual(
                told.verdict.foreign, (other.tracking_code,) if knows else (), login
            )
            self.assertEqual(told.kept is not None, knows, login)


class TestUpgrade(ProofTestCase):
    def test_what_still_waits_is_read(self):
        order = self.deposited(deliberation="rien")
        ended = self.deposited(deliberation="rien")
        self.moved("agent", ended.aq_parent, "cancel", "cancelled", reason_code="other")
        for piece in (order, ended):
            keeping.forget(piece)
        permission = "imio.centrale: Inspect Dossier"
        self.portal.manage_permission(permission, [], acquire=0)
        v1002_proofs.upgrade()
        self.assertEqual(self.outcomes(order)["deliberation"], "absent")
        self.assertEqual(evidence_of(ended)[0].verdict, keeping.NOT_READ)
        for login, may in (("agent", True), ("auditor", True), ("bertrix", False)):
            with acting(login):
                self.assertEqual(
                    bool(api.user.has_permission(permission, obj=order)), may, login
                )
