"""The calls about evidence in ``docs/reference/rest.rst``: annexe B, documents, closure."""

from datetime import timedelta
from imio.centrale.tests import documents
from imio.centrale.tests import recording
from imio.centrale.tests.documented import DIRECT
from imio.centrale.tests.documented import DocumentedTestCase
from imio.centrale.tests.rest import upload


INVENTORY = f"{DIRECT}/inventory-alpha-test-1"
ANNEXE_B = """Code;Libellé;Unité;Prix unitaire HTVA (€);TVA (%)
A1;Audit, jour;jour;1050,50;21
N1;Audit de nuit, jour;jour;1400,00;21
X1;Rapport;pièce;dix;21
"""


class EvidenceTestCase(DocumentedTestCase):
    """Missions on the direct lot, whose supplier is Alpha."""

    def setUp(self):
        super().setUp()
        self.agent, self.alpha, self.bertrix = map(
            self.client, ("agent", "alpha", "bertrix")
        )

    def offered(self, **line):
        """The addresses of a mission and of its submitted offer; not shown."""
        mission = self.requested(lot=DIRECT)
        body = self.offer_body({"code": "A1", "quantity": "2", **line})
        offer = self.alpha.created(mission, body)["@id"]
        self.alpha.moved(offer, "submit", "submitted")
        return mission, offer

    def ordered(self, **papers):
        """The addresses of a mission and of its deposited order; not shown."""
        mission, offer = self.offered()
        self.bertrix.moved(offer, "accept", "accepted")
        order = self.bertrix.created(mission, self.order_body(**papers))["@id"]
        self.bertrix.moved(order, "deposit", "deposited")
        return mission, order

    def closing(self, **changes):
        """The addresses of a mission and of its deposited closure file; not shown."""
        mission, order = self.ordered()
        self.agent.moved(order, "confirm", "confirmed")
        file = {
            "@type": "imio.centrale.ClosureFile",
            "report": upload("rapport.pdf"),
            "invoice": upload("facture.pdf"),
            "invoice_number": "F-2026-31",
            "invoice_date": "2026-03-02",
            "invoice_excl_vat": "2000.00",
            "invoice_incl_vat": "2420.00",
            "payment_proof": upload("preuve.pdf"),
            **changes,
        }
        closure = self.alpha.created(mission, file)["@id"]
        self.alpha.moved(closure, "deposit", "deposited")
        return mission, closure


class TestAnnexeB(EvidenceTestCase):
    def body(self, **changes):
        file = upload("annexe.csv", ANNEXE_B.encode())
        return {
            "supplier": "/prestataires/alpha-test",
            "version": "2",
            "valid_from": "2026-06-01",
            "file": {**file, "content-type": "text/csv"},
            **changes,
        }

    def test_import(self):
        path = f"{DIRECT}/@centrale-import"
        told = self.example("import", "agent", "POST", path, self.body())
        confirm = {"confirm": told["fingerprint"]}
        self.example(
            "import-refused", "agent", "POST", path, self.body(**confirm), status=409
        )
        body = self.body(**confirm, without_refused=True)
        made = self.example("import-confirm", "agent", "POST", path, body, status=201)[
            "@id"
        ]
        self.example("compare", "agent", "GET", f"{made}/@centrale-compare")
        again = self.body(file=upload("annexe.csv", ANNEXE_B[:80].encode()))
        self.example("import-draft", "agent", "POST", f"{made}/@centrale-import", again)

    def test_files(self):
        path = f"{INVENTORY}/@centrale-export?format=csv"
        self.example("export", "alpha", "GET", path)
        self.example("template", "alpha", "GET", f"{DIRECT}/@centrale-template")
        path = f"{INVENTORY}/@centrale-template"
        self.example("template-next", "alpha", "GET", path)


class TestOffer(EvidenceTestCase):
    def test_lines(self):
        mission, offer = self.offered(unit_price="950.00")
        self.example("lines", "alpha", "GET", f"{mission}/@centrale-lines?q=audit")
        self.example("conformity", "bertrix", "GET", f"{offer}/@centrale-conformity")
        self.bertrix.moved(offer, "return", "returned", comment="Une journée suffit.")
        self.alpha.moved(offer, "revise", "draft")
        lines = [{"code": "A1", "quantity": "1", "unit_price": "950.00"}]
        self.alpha.expect(self.alpha.patch(offer, {"lines": lines}), 204)
        self.alpha.moved(offer, "submit", "submitted")
        path = f"{offer}/@centrale-revisions?old=1&new=2"
        shorten = recording.only("@id", "comparison")
        self.example("revisions", "bertrix", "GET", path, shorten=shorten)

    def test_ceiling(self):
        ceiling = {"ceiling_excl_vat": "10000.00"}
        self.agent.expect(self.agent.patch(DIRECT, ceiling), 204)
        self.ordered()
        self.example("ceiling", "agent", "GET", f"{DIRECT}/@centrale-ceiling")
        path = "cyber/marches/market/@centrale-ceiling"
        self.example("ceiling-market", "auditor", "GET", path)


class TestDocuments(EvidenceTestCase):
    def test_proof(self):
        paper = upload("deliberation.pdf", documents.pdf("Sans le code"))
        mission, order = self.ordered(deliberation=paper)
        path = f"{order}/@centrale-proof"
        self.example("proof", "agent", "GET", path)
        self.example("proof-again", "agent", "POST", path, {})
        refused = f"{order}/@workflow/confirm"
        self.example("proof-refused", "agent", "POST", refused, status=409)
        body = {"field": "deliberation", "note": "Code écrit à la main, au verso."}
        self.example("override", "agent", "POST", f"{order}/@centrale-override", body)
        path = f"{mission}/@centrale-proof"
        self.example("proof-mission", "bertrix", "GET", path)
        self.example("bundle", "auditor", "GET", f"{mission}/@centrale-bundle")


class TestClosure(EvidenceTestCase):
    def test_checklist(self):
        early = (self.present - timedelta(days=30)).date().isoformat()
        _mission, closure = self.closing(invoice_date=early)
        path = f"{closure}/@centrale-checklist"
        self.example("checklist", "agent", "GET", path, shorten=recording.few(2))
        body = {"line": "three_way_match", "note": "Facture d'acompte, convenue."}
        self.example(
            "checklist-tick", "agent", "POST", path, body, shorten=recording.few(2)
        )

    def test_indicators(self):
        row = {"code": "PC", "label": "Postes", "unit": "postes", "kind": "integer"}
        body = {"indicators": [{**row, "target": "≥ 100"}]}
        self.agent.expect(self.agent.patch(DIRECT, body), 204)
        _mission, closure = self.closing(indicators=[{"code": "PC", "value": "120"}])
        self.agent.moved(closure, "accept", "accepted")
        self.example("indicators", "auditor", "GET", "cyber/@centrale-indicators")
        path = f"{DIRECT}/@centrale-indicators"
        self.example("indicators-lot", "agent", "GET", path)
