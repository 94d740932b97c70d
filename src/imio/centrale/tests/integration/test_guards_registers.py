"""Inventories, subsidy programs and batches of payments."""

from datetime import date
from decimal import Decimal
from imio.centrale.subsidy.positions import book_of
from imio.centrale.tests.fixture import inventory_line
from imio.centrale.tests.fixture import make_inventory
from imio.centrale.tests.procedure import acting
from imio.centrale.tests.procedure import ProcedureTestCase
from imio.centrale.workflows.guards import refusals
from imio.centrale.workflows.state import state_of
from plone import api
from plone.dexterity.utils import createContentInContainer
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent


class TestInventory(ProcedureTestCase):
    """Publication and succession."""

    def version(self, number="2", start=date(2025, 1, 1), supplier=None, lot="direct"):
        with acting("agent"):
            return make_inventory(
                self.lot(lot),
                supplier or self.alpha,
                version=number,
                valid_from=start,
                publish=False,
            )

    def test_publication_supersedes_the_version_before(self):
        first = self.lot("direct")["inventory-alpha-test-1"]
        self.moved("agent", self.version(), "publish", "published")
        self.assertEqual(state_of(first), "superseded")
        self.assertEqual(first.valid_to, date(2024, 12, 31))

    def test_it_supersedes_no_other_supplier_nor_lot(self):
        self.moved("agent", self.version(lot="cascade"), "publish", "published")
        self.assertEqual(
            state_of(self.lot("cascade")["inventory-beta-test-1"]), "published"
        )
        self.assertEqual(
            state_of(self.lot("direct")["inventory-alpha-test-1"]), "published"
        )

    def test_it_starts_later(self):
        for start in (date(2023, 12, 31), date(2024, 1, 1)):
            with self.subTest(start):
                version = self.version(number=str(start), start=start)
                self.refused("agent", version, "publish", "version_not_later")

    def test_a_supplier_of_the_lot(self):
        version = self.version(supplier=self.beta)
        self.refused("agent", version, "publish", "supplier_not_in_ranking")

    def test_lines(self):
        version = self.version()
        good = inventory_line("A1", "Audit", "1.00", "21")
        cases = (
            ([], ["no_lines"]),
            ([good, good], ["duplicate_code"]),
            ([{**good, "vat_rate": "20"}], ["unknown_vat_rate"]),
            ([{**good, "unit_price": Decimal("-1")}], ["price_negative"]),
        )
        for lines, codes in cases:
            with self.subTest(str(codes)):
                version.lines = lines
                self.refused("agent", version, "publish", *codes)

    def test_only_the_centrale(self):
        version = self.version()
        for login in ("alpha", "bertrix", "auditor", "siteadmin"):
            self.refused(login, version, "publish", "not_permitted")

    def test_nobody_supersedes_by_hand(self):
        first = self.lot("direct")["inventory-alpha-test-1"]
        self.refused("agent", first, "supersede", "not_permitted")
        with api.env.adopt_roles(["Manager"]):
            self.checked(refusals(first, "supersede"), ["newer_version_missing"])
        self.assertEqual(state_of(first), "published")


def category(low, high, amount="1.00"):
    return {
        "code": f"{low}",
        "min_users": low,
        "max_users": high,
        "amount": Decimal(amount),
    }


class TestProgram(ProcedureTestCase):
    """Categories without gap or overlap; one open program for a centrale."""

    def draft(self, categories, envelope="10.00"):
        with acting("agent"):
            return createContentInContainer(
                self.centrale["subsides"],
                "imio.centrale.SubsidyProgram",
                title="Programme",
                envelope=Decimal(envelope),
                categories=categories,
            )

    def test_open_and_close(self):
        program = self.draft([category(0, 50), category(50, None)])
        self.moved("agent", program, "open", "open")
        self.moved("agent", program, "close", "closed")

    def test_categories(self):
        cases = (
            ([category(0, 50), category(51, None)], ["category_gap"]),
            ([category(0, 50), category(49, None)], ["category_overlap"]),
            ([category(0, None, "-1.00")], ["category_amount_negative"]),
            ([category(50, 50)], ["category_bounds_inverted"]),
        )
        for categories, codes in cases:
            with self.subTest(str(codes)), self.refusing(*codes):
                self.draft(categories)

    def test_no_category(self):
        self.refused("agent", self.draft([]), "open", "category_missing")

    def test_an_open_program_says_why_it_changes(self):
        program = self.program()
        program.envelope = Decimal("100.00")
        with self.refusing("note_missing"):
            notify(ObjectModifiedEvent(program))
        program.change_reason = "Décision du Gouvernement"
        notify(ObjectModifiedEvent(program))
        order = self.mission(until="ordered")["commande-1"]
        self.assertEqual(order.subsidy_reserved, Decimal("100.00"))
        program.envelope = Decimal("99.99")
        program.change_reason = "Économies"
        with self.refusing("envelope_below_commitments"):
            notify(ObjectModifiedEvent(program))

    def test_an_envelope_of_nothing(self):
        program = self.draft([category(0, None)], envelope="0.00")
        self.refused("agent", program, "open", "amount_not_positive")

    def test_a_copy_owes_nothing(self):
        program = self.program()
        self.mission(until="ordered")
        with api.env.adopt_roles(["Manager"]):
            copy = api.content.copy(program, program.aq_parent, id="copy")
        self.assertFalse(book_of(copy).is_open)
        self.assertEqual(copy.rules_versions, ())
        self.assertEqual(book_of(program).head["rank"], 1)

    def test_one_open_program(self):
        first = self.program()
        second = self.draft([category(0, None)])
        self.refused("agent", second, "open", "program_already_open")
        self.moved("agent", first, "close", "closed")
        self.moved("agent", second, "open", "open")

    def test_only_the_centrale(self):
        program = self.draft([category(0, None)])
        for login in ("bertrix", "alpha", "auditor", "siteadmin"):
            self.refused(login, program, "open", "not_permitted")
