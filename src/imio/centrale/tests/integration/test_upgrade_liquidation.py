"""From the batches and accounts of version 1000."""

from decimal import Decimal
from imio.centrale.content import batch as now
from imio.centrale.content import program as before
from imio.centrale.tests.procedure import acting
from imio.centrale.tests.procedure import ProcedureTestCase
from imio.centrale.upgrades import v1001_liquidation
from plone import api
from plone.dexterity.utils import createContentInContainer


OLD = "imio.centrale.content.program"
IBAN = "BE68539007547034"


class TestLiquidationUpgrade(ProcedureTestCase):
    def setUp(self):
        super().setUp()
        self.program_ = self.program()
        self.mission_ = self.closed()
        with acting("agent"):
            self.batch = createContentInContainer(
                self.program_,
                v1001_liquidation.BATCH,
                title="Lot",
                entries=[{"mission": self.mission_.UID()}],
            )
        self.communication = self.batch.entries[0]["communication"]
        self.back_to_1000()

    def back_to_1000(self):
        """As version 1000 kept them: two columns, and an account without history."""
        self.fti = api.portal.get_tool("portal_types")[v1001_liquidation.BATCH]
        self.fti.manage_changeProperties(
            klass=f"{OLD}.LiquidationBatch", schema=f"{OLD}.ILiquidationBatch"
        )
        self.batch.entries = [
            {"mission": row["mission"], "amount": row["amount"]}
            for row in self.batch.entries
        ]
        self.program_.in_batch.clear()
        self.bertrix.iban = IBAN
        self.bertrix.accounts = ()

    def test_the_old_place_still_has_the_class(self):
        self.assertIs(before.LiquidationBatch, now.LiquidationBatch)
        self.assertIs(self.fti.lookupSchema(), now.ILiquidationBatch)

    def test_the_type(self):
        v1001_liquidation.upgrade()
        self.assertEqual(self.fti.klass, "imio.centrale.content.batch.LiquidationBatch")
        self.assertIs(self.fti.lookupSchema(), now.ILiquidationBatch)

    def test_accounts_are_in_use(self):
        v1001_liquidation.upgrade()
        self.assertEqual(self.bertrix.iban_in_use, IBAN)
        self.assertIsNone(self.arlon.iban_in_use)

    def test_payments_have_their_columns_and_their_place(self):
        v1001_liquidation.upgrade()
        (row,) = self.batch.entries
        self.assertEqual(row["amount"], Decimal("2299.00"))
        self.assertEqual(
            (row["status"], row["communication"], row["iban"]),
            ("waiting", self.communication, None),
        )
        order = self.mission_["commande-1"].UID()
        self.assertEqual(self.program_.in_batch[order], self.batch.UID())
        kept = self.batch.entries
        v1001_liquidation.upgrade()
        self.assertEqual(self.batch.entries, kept)

    def test_a_batch_that_was_approved_keeps_the_account(self):
        workflow = api.portal.get_tool("portal_workflow")
        for state, status in (("approved", "waiting"), ("paid", "paid")):
            with self.subTest(state):
                self.back_to_1000()
                workflow.setStatusOf(
                    "liquidation_workflow", self.batch, {"review_state": state}
                )
                v1001_liquidation.upgrade()
                (row,) = self.batch.entries
                self.assertEqual((row["iban"], row["status"]), (IBAN, status))
                taken = list(self.program_.in_batch.values())
                self.assertEqual(bool(taken), state != "paid")

    def test_a_mission_without_subsidy(self):
        self.batch.entries = [
            {"mission": self.request().UID(), "amount": Decimal("10.00")}
        ]
        v1001_liquidation.upgrade()
        (row,) = self.batch.entries
        self.assertEqual((row["order"], row["communication"]), (None, None))
