"""From version 1001 to 1002: closure files whose invoices nobody had read."""

from decimal import Decimal
from imio.centrale import closures
from imio.centrale.tests.integration.test_closures import ClosureTestCase
from imio.centrale.tests.integration.test_closures import xml
from imio.centrale.tests.procedure import at
from imio.centrale.upgrades.v1002_closures import COLUMN
from imio.centrale.upgrades.v1002_closures import upgrade
from imio.centrale.workflows.state import state_of


class TestUpgrade(ClosureTestCase):
    def setUp(self):
        super().setUp()
        self.filed = self.deposited(invoice_number="F-TAPÉ")
        self.back_to_1001()

    def back_to_1001(self):
        """No column, no permission, nothing read, nothing defined."""
        self.portal.portal_catalog.delColumn(COLUMN)
        self.portal.manage_permission(closures.VIEW_CHECKS, (), acquire=0)
        for name in ("invoice_read", "indicators_defined", "ticks", "judgement"):
            vars(self.filed).pop(name, None)
        vars(self.lot("direct")).pop("indicators", None)

    def test_invoices_are_read_and_what_was_typed_stays(self):
        upgrade()
        self.assertEqual(self.filed.invoice_number, "F-TAPÉ")
        self.assertEqual(self.filed.invoice_incl_vat, Decimal("2299.00"))
        self.assertEqual(self.codes(self.filed), ["invoice_number_differs"])

    def test_an_invoice_that_would_be_refused_stays(self):
        self.filed.invoice = xml(b"<rss/>")
        upgrade()
        self.assertIsNone(self.filed.invoice_read)
        with at("2026-03-03 09:00"):
            self.moved("agent", self.filed, "accept", "accepted")

    def test_what_was_accepted_is_not_judged_again(self):
        with at("2026-03-03 09:00"):
            self.moved("agent", self.filed, "accept", "accepted")
        vars(self.filed).pop("judgement")
        upgrade()
        self.assertEqual(state_of(self.filed), "accepted")
        self.assertIsNone(self.filed.judgement)

    def test_agents_and_auditors_read_the_checks(self):
        upgrade()
        roles = self.portal.rolesOfPermission(closures.VIEW_CHECKS)
        self.assertEqual(
            sorted(each["name"] for each in roles if each["selected"]),
            ["Centrale Auditor", "Centrale Manager", "Manager"],
        )

    def test_twice_is_once(self):
        upgrade()
        upgrade()
        self.assertIn(COLUMN, self.portal.portal_catalog.schema())
        self.filed.reindexObject()
        self.assertEqual(self.brain(self.filed).indicator_results, ())
