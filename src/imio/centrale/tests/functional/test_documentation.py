"""The calls of ``docs/reference/rest.rst``, run as its accounts would.

What is sent and answered is compared with ``tests/http-examples``. After a change that
is meant, ``make docs`` writes the files again, and the page with them.
"""

from datetime import timedelta
from imio.centrale import parties
from imio.centrale.domain import tracking
from imio.centrale.tests import recording
from imio.centrale.tests.documented import DIRECT
from imio.centrale.tests.documented import DocumentedTestCase
from imio.centrale.tests.fixture import PASSWORD
from imio.centrale.tests.rest import upload
from plone import api

import transaction


class TestAdhesionAndRequest(DocumentedTestCase):
    """Steps 1 and 2."""

    def make_user(self, login):
        """A user in the group of the authority of that id."""
        transaction.begin()
        portal = self.layer["portal"]
        with api.env.adopt_roles(["Manager"]):
            api.user.create(
                username=login, email=f"{login}@user.example", password=PASSWORD
            )
            authority = portal.autorites[login]
            group = parties.authority_group(authority.UID())
            api.group.add_user(groupname=group, username=login)
        transaction.commit()

    def test_adhesion(self):
        self.example(
            "authority-post",
            "agent",
            "POST",
            "autorites",
            {
                "@type": "imio.centrale.LocalAuthority",
                "title": "Libramont",
                "authority_type": "commune",
                "enterprise_number": "BE 0999.000.624",
                "nis_code": "84077",
                "province": "luxembourg",
            },
            status=201,
        )
        self.make_user("libramont")
        adhesion = self.example(
            "adhesion-post",
            "libramont",
            "POST",
            "cyber/adhesions",
            {
                "@type": "imio.centrale.Adhesion",
                "authority": "/autorites/libramont",
                "users_count": 120,
            },
            status=201,
        )["@id"]
        mission = self.client("libramont").created(
            "cyber/missions", self.request_body(authority="/autorites/libramont")
        )["@id"]
        self.example(
            "submit-refused",
            "libramont",
            "POST",
            f"{mission}/@workflow/submit",
            status=409,
        )
        self.example(
            "actions-refused",
            "libramont",
            "GET",
            f"{mission}/@centrale-actions",
            shorten=recording.only_actions("submit", "cancel", "consult", "assign"),
        )
        self.example(
            "adhesion-patch",
            "libramont",
            "PATCH",
            adhesion,
            {
                "organ": "conseil_communal",
                "deliberation_date": "2026-02-23",
                "deliberation": upload("deliberation.pdf"),
            },
            status=204,
        )
        self.example(
            "adhesion-submit",
            "libramont",
            "POST",
            f"{adhesion}/@workflow/submit",
        )
        self.example(
            "adhesion-activate",
            "agent",
            "POST",
            f"{adhesion}/@workflow/activate",
            {"comment": "Délibération conforme"},
        )
        self.client("libramont").moved(mission, "submit", "submitted")

    def test_request(self):
        mission = self.example(
            "mission-post",
            "bertrix",
            "POST",
            "cyber/missions",
            self.request_body(lot=DIRECT),
            status=201,
        )
        url, code = mission["@id"], mission["tracking_code"]
        self.example(
            "mission-not-yours",
            "bertrix",
            "POST",
            "cyber/missions",
            self.request_body(authority="/autorites/arlon"),
            status=409,
        )
        self.example(
            "actions",
            "bertrix",
            "GET",
            f"{url}/@centrale-actions",
            shorten=recording.only_actions("submit", "cancel"),
        )
        self.example("mission-submit", "bertrix", "POST", f"{url}/@workflow/submit")
        self.example("timeline", "bertrix", "GET", f"{url}/@centrale-timeline")
        self.example("tracking", None, "GET", f"@centrale-tracking/{code.lower()}")
        self.example("tracking-viewer", "bertrix", "GET", f"@centrale-tracking/{code}")
        wrong = code[:-1] + ("2" if code[-1] != "2" else "3")
        self.example(
            "tracking-wrong", None, "GET", f"@centrale-tracking/{wrong}", status=400
        )
        unknown = tracking.generate("CYB", 2026)
        self.example(
            "tracking-unknown", None, "GET", f"@centrale-tracking/{unknown}", status=404
        )


class TestCascade(DocumentedTestCase):
    """Step 2 on a lot with ranked suppliers."""

    def test_answers(self):
        url = f"{self.requested()}/@centrale-consultation"
        self.example("consult", "agent", "POST", url, {"action": "consult"})
        self.example(
            "decline",
            "alpha",
            "POST",
            url,
            {
                "answer": "declined",
                "reason_code": "capacity",
                "reason_note": "Équipe complète jusqu'en juin",
            },
        )
        self.example(
            "skip-refused", "agent", "POST", url, {"action": "skip"}, status=400
        )
        self.example(
            "skip",
            "agent",
            "POST",
            url,
            {
                "action": "skip",
                "reason_code": "unreachable",
                "reason_note": "Sans réponse au téléphone et au courriel",
            },
        )
        self.example(
            "answer-not-asked",
            "alpha",
            "POST",
            url,
            {"answer": "accepted"},
            status=403,
        )
        self.example("accept", "gamma", "POST", url, {"answer": "accepted"})

    def test_silence(self):
        mission = self.requested()
        url = f"{mission}/@centrale-consultation"
        agent = self.client("agent")
        agent.expect(agent.post(url, {"action": "consult"}), 200)
        self.example(
            "expire-refused", "agent", "POST", url, {"action": "expire"}, status=409
        )
        self.present += timedelta(days=10)
        self.example(
            "accept-late", "alpha", "POST", url, {"answer": "accepted"}, status=409
        )
        self.example("expire", "agent", "POST", url, {"action": "expire"})
        self.present += timedelta(days=10)
        self.example("tick", "agent", "GET", "@@centrale-tick")


class TestOfferToClosure(DocumentedTestCase):
    """Steps 3 to 5, on a direct lot."""

    def setUp(self):
        super().setUp()
        self.url = self.requested(lot=DIRECT)

    def offered(self):
        """An offer made and accepted; not shown."""
        alpha = self.client("alpha")
        offer = alpha.created(
            self.url, self.offer_body({"code": "A1", "quantity": "2"})
        )["@id"]
        alpha.moved(offer, "submit", "submitted")
        self.client("bertrix").moved(offer, "accept", "accepted")

    def test_offer(self):
        self.example(
            "offer-refused",
            "alpha",
            "POST",
            self.url,
            self.offer_body(
                {"code": "A1", "quantity": "0", "unit_price": "950.00"},
                {"code": "F1", "quantity": "1", "unit_price": "900.00"},
                {"code": "Z9", "quantity": "1"},
            ),
            status=409,
        )
        offer = self.example(
            "offer-post",
            "alpha",
            "POST",
            self.url,
            self.offer_body(
                {"code": "A1", "quantity": "2", "unit_price": "950.00"},
                {"code": "F1", "quantity": "1.5"},
            ),
            status=201,
        )["@id"]
        self.example("offer-submit", "alpha", "POST", f"{offer}/@workflow/submit")
        self.example("offer-accept", "bertrix", "POST", f"{offer}/@workflow/accept")

    def test_order_before_its_time(self):
        self.example(
            "order-too-early",
            "bertrix",
            "POST",
            self.url,
            self.order_body(),
            status=409,
        )

    def test_order_and_closure(self):
        self.offered()
        order = self.example(
            "order-post", "bertrix", "POST", self.url, self.order_body(), status=201
        )["@id"]
        self.example("order-deposit", "bertrix", "POST", f"{order}/@workflow/deposit")
        self.example("order-confirm", "agent", "POST", f"{order}/@workflow/confirm")
        self.present += timedelta(days=112)
        closure = self.example(
            "closure-post",
            "alpha",
            "POST",
            self.url,
            {
                "@type": "imio.centrale.ClosureFile",
                "report": upload("rapport.pdf"),
                "report_signed_on": "2026-06-15",
                "indicators": [
                    {"code": "I1", "label": "Postes audités", "value": "120"}
                ],
                "invoice": upload("facture.pdf"),
                "invoice_number": "F-2026-31",
                "invoice_date": "2026-06-18",
                "invoice_excl_vat": "2000.00",
                "invoice_incl_vat": "2420.00",
                "payment_proof": upload("preuve.pdf"),
            },
            status=201,
        )["@id"]
        self.example("closure-deposit", "alpha", "POST", f"{closure}/@workflow/deposit")
        self.example("closure-accept", "agent", "POST", f"{closure}/@workflow/accept")


class TestSubsidy(DocumentedTestCase):
    """The program, its ledger, and why a dossier gets what it gets."""

    def opened(self):
        program = self.example(
            "program-post",
            "agent",
            "POST",
            "cyber/subsides",
            {
                "@type": "imio.centrale.SubsidyProgram",
                "title": "Subside Cyber 2026",
                "envelope": "3000.00",
                "amount_basis": "incl_vat",
                "categories": [
                    {
                        "code": "Cat1",
                        "min_users": 0,
                        "max_users": 50,
                        "amount": "1500.00",
                    },
                    {"code": "Cat2", "min_users": 50, "amount": "5000.00"},
                ],
                "order_deadline": "2026-06-30",
                "invoice_issue_deadline": "2026-06-30",
                "dossier_deadline": "2026-07-05T17:00:00+02:00",
            },
            status=201,
        )["@id"]
        self.example("program-open", "agent", "POST", f"{program}/@workflow/open")
        return program

    def accepted(self):
        """A mission whose offer of 2 299 euros is accepted."""
        mission = self.requested(lot=DIRECT)
        alpha = self.client("alpha")
        line = {"code": "A1", "quantity": "2", "unit_price": "950.00"}
        offer = alpha.created(mission, self.offer_body(line))["@id"]
        alpha.moved(offer, "submit", "submitted")
        self.client("bertrix").moved(offer, "accept", "accepted")
        return mission

    def ordered(self, mission):
        bertrix = self.client("bertrix")
        order = bertrix.created(mission, self.order_body())["@id"]
        bertrix.moved(order, "deposit", "deposited")
        return order

    def test_the_ledger(self):
        program = self.opened()
        first = self.accepted()
        self.example("why-before", "bertrix", "GET", f"{first}/@centrale-ledger")
        order = self.ordered(first)
        self.client("agent").moved(order, "confirm", "confirmed")
        second = self.accepted()
        self.ordered(second)
        self.example("why-after", "bertrix", "GET", f"{second}/@centrale-ledger")
        self.example(
            "why-supplier", "alpha", "GET", f"{second}/@centrale-ledger", status=403
        )
        self.example("ledger", "auditor", "GET", f"{program}/@centrale-ledger?b_size=2")
        self.example(
            "ledger-verification",
            "auditor",
            "GET",
            f"{program}/@centrale-ledger/verification",
        )

    def closed(self, mission):
        """Confirmed by one agent, invoiced for 2 000 euros, accepted."""
        order = self.ordered(mission)
        agent, alpha = self.client("agent"), self.client("alpha")
        agent.moved(order, "confirm", "confirmed")
        file = {
            "@type": "imio.centrale.ClosureFile",
            "report": upload("rapport.pdf"),
            "invoice": upload("facture.pdf"),
            "invoice_number": "F-2026-31",
            "invoice_date": "2026-03-02",
            "invoice_excl_vat": "1652.89",
            "invoice_incl_vat": "2000.00",
            "payment_proof": upload("preuve.pdf"),
        }
        closure = alpha.created(mission, file)["@id"]
        alpha.moved(closure, "deposit", "deposited")
        agent.moved(closure, "accept", "accepted")

    def test_liquidation(self):
        program = self.opened()
        mission = self.accepted()
        self.closed(mission)
        account = {"iban": "BE68 5390 0754 7034"}
        self.client("agent").expect(
            self.client("agent").call("PATCH", "autorites/bertrix", account), 204
        )
        self.example(
            "account-same-person",
            "agent",
            "POST",
            "autorites/bertrix/@centrale-account",
            account,
            status=409,
        )
        self.example(
            "account", "agent2", "POST", "autorites/bertrix/@centrale-account", account
        )
        self.example("payable", "agent", "GET", f"{program}/@centrale-payable")
        batch = self.example(
            "batch-post",
            "agent",
            "POST",
            program,
            {
                "@type": "imio.centrale.LiquidationBatch",
                "title": "Paiements de mars",
                "entries": [{"mission": mission}],
                "tutelle_reference": "050204/2026/118",
                "tutelle_date": "2026-03-02",
                "debtor_iban": "BE43 0689 9999 9501",
            },
            status=201,
        )["@id"]
        self.example(
            "batch-four-eyes",
            "agent",
            "POST",
            f"{batch}/@workflow/approve",
            status=409,
        )
        agent2 = self.client("agent2")
        agent2.moved(batch, "approve", "approved")
        agent2.moved(batch, "export", "exported")
        self.example(
            "payment",
            "agent2",
            "POST",
            f"{batch}/@centrale-payment",
            {"mission": mission, "paid_on": "2026-03-02"},
        )
        self.example(
            "payment-refused",
            "agent2",
            "POST",
            f"{batch}/@centrale-payment",
            {"mission": mission, "refused": True, "note": "Compte clôturé"},
        )

    def test_rules_that_change(self):
        program = self.opened()
        mission = self.accepted()
        self.present += timedelta(days=121)
        self.ordered(mission)
        self.example("why-late", "bertrix", "GET", f"{mission}/@centrale-ledger")
        self.example(
            "derogation",
            "agent",
            "POST",
            f"{mission}/@centrale-derogation",
            {
                "deadline": "order_deadline",
                "until": "2026-07-31",
                "note": "Conseil communal reporté (inondations).",
            },
        )
        change = {"dossier_deadline": "2026-08-31T17:00:00+02:00"}
        self.example("program-no-reason", "agent", "PATCH", program, change, status=409)
        self.example(
            "program-preview", "agent", "POST", f"{program}/@centrale-preview", change
        )
        self.example(
            "program-patch",
            "agent",
            "PATCH",
            program,
            {**change, "change_reason": "Arrêté du 2 juillet 2026"},
            status=204,
        )
        self.example("rules", "auditor", "GET", f"{program}/@centrale-rules")


class TestErrors(DocumentedTestCase):
    """One shape for all of them."""

    def test_bad_input(self):
        self.example(
            "error-not-json",
            "bertrix",
            "POST",
            "cyber/missions",
            data="{title",
            headers={"Content-Type": "application/json"},
            status=400,
        )
        self.example(
            "error-field",
            "bertrix",
            "POST",
            "cyber/missions",
            self.request_body(contact_email="camille", title=12),
            status=400,
        )

    def test_access(self):
        mission = self.requested()
        self.example("error-anonymous", None, "GET", mission, status=401)
        self.example("error-forbidden", "arlon", "GET", mission, status=403)
        self.example(
            "error-transition",
            "bertrix",
            "POST",
            f"{mission}/@workflow/fly",
            status=400,
        )
