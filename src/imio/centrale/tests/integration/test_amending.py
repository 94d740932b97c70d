"""A program that is open changes: with its reason, and never a grant."""

from datetime import date
from decimal import Decimal
from imio.centrale import clock
from imio.centrale import missions
from imio.centrale.subsidy.amending import Proposal
from imio.centrale.subsidy.amending import rehearsal_of
from imio.centrale.subsidy.explaining import why_of
from imio.centrale.subsidy.positions import book_of
from imio.centrale.subsidy.positions import position_of
from imio.centrale.subsidy.programs import history_of
from imio.centrale.subsidy.verifying import findings_of
from imio.centrale.tests.integration.test_eligibility import category
from imio.centrale.tests.procedure import acting
from imio.centrale.tests.procedure import at
from imio.centrale.tests.procedure import brussels
from imio.centrale.tests.procedure import ProcedureTestCase
from imio.centrale.ticking import tick
from plone.dexterity.utils import createContentInContainer
from unittest import mock
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import transaction


ORDER = Decimal("2299.00")


class AmendingTestCase(ProcedureTestCase):
    def amend(self, program, reason="Décision du 1er mars", **values):
        """The agent saves the form; what is refused is not kept."""
        before = transaction.savepoint()
        with acting("agent"):
            for name, value in values.items():
                setattr(program, name, value)
            program.change_reason = reason
            try:
                notify(ObjectModifiedEvent(program))
            except Exception:
                before.rollback()
                raise
        return program

    def orders(self, *states):
        return [self.mission(until=state)["commande-1"] for state in states]

    def held(self, *orders):
        found = (position_of(order) for order in orders)
        return [(each.rank, str(each.reserved), str(each.granted)) for each in found]


class TestRecord(AmendingTestCase):
    """Each change is a version; what is no rule is none."""

    def test_the_opening_is_the_first_version(self):
        (version,) = self.program().rules_versions
        self.assertEqual((version.number, version.actor), (1, "agent"))

    def test_each_change(self):
        program = self.program()
        with at("2026-03-01 10:00"):
            self.amend(program, " Décision ", order_deadline=date(2026, 6, 30))
        self.amend(program, "Plus", envelope=Decimal("2000000.00"))
        second, third = program.rules_versions[1:]
        self.assertEqual(second.at, brussels("2026-03-01 10:00"))
        self.assertEqual((second.number, second.note), (2, "Décision"))
        self.assertEqual(second.actor, "agent")
        self.assertEqual(third.envelope, Decimal("2000000.00"))
        names = [names for version, names in history_of(program)]
        self.assertEqual(names, [[], ["order_deadline"], ["envelope"]])
        self.assertEqual(program.change_reason, "")

    def test_without_reason(self):
        program = self.program()
        for reason in ("", "  \n", None):
            with self.refusing("note_missing"):
                self.amend(program, reason, amount_basis="excl_vat")
        self.assertEqual(len(program.rules_versions), 1)

    def test_a_reason_that_cannot_be_kept(self):
        program = self.program()
        for code, text in (("unkeepable", "a\x00"), ("note_too_long", "x" * 5001)):
            with self.refusing(code):
                self.amend(program, text, amount_basis="excl_vat")

    def test_names_need_no_reason(self):
        program = self.program()
        self.amend(
            program, "", title="Autre", description="x", payment_expected="octobre"
        )
        self.assertEqual(len(program.rules_versions), 1)

    def test_a_draft_changes_freely(self):
        with acting("agent"):
            program = createContentInContainer(
                self.centrale["subsides"],
                "imio.centrale.SubsidyProgram",
                title="Projet",
                envelope=Decimal("10.00"),
            )
        self.amend(program, "", envelope=Decimal("20.00"), amount_basis="excl_vat")
        self.assertEqual(program.rules_versions, ())
        self.assertFalse(book_of(program).is_open)

    def test_a_closed_program_is_amended_too(self):
        program = self.program()
        self.moved("agent", program, "close", "closed")
        with self.refusing("note_missing"):
            self.amend(program, "", amount_basis="excl_vat")
        self.amend(program, amount_basis="excl_vat")
        self.assertEqual(len(program.rules_versions), 2)

    def test_categories(self):
        program = self.program()
        for code, rows in (
            ("category_missing", []),
            ("category_gap", [(0, 10), (11, None)]),
            ("category_overlap", [(0, 11), (10, None)]),
            ("category_overlap", [(0, None), (10, None)]),
            ("category_bounds_inverted", [(0, 10), (10, 10)]),
        ):
            values = [category(str(i), *row, "1.00") for i, row in enumerate(rows)]
            with self.subTest(code, rows=rows), self.refusing(code):
                self.amend(program, categories=values)
        twice = [category("A", 0, 10, "1.00"), category("a ", 10, None, "2.00")]
        with self.refusing("category_code_twice"):
            self.amend(program, categories=twice)
        with self.refusing("category_amount_negative"):
            self.amend(program, categories=[category("A", 0, None, "-1.00")])
        self.assertEqual(len(program.rules_versions), 1)


class TestNeverAGrant(AmendingTestCase):
    """What was reserved or granted stays; what comes from then on follows."""

    def setUp(self):
        super().setUp()
        self.world = self.program(
            categories=[category("A", 0, None, "90000.00")],
            dossier_deadline=clock.stored(brussels("2026-07-05 17:00")),
        )
        with at("2026-03-01 09:00"):
            self.granted, self.reserved = self.orders("confirmed", "ordered")
        self.before = self.held(self.granted, self.reserved)
        self.assertEqual(self.before, [(1, "0.00", "2299.00"), (2, "2299.00", "0.00")])

    def tearDown(self):
        self.assertEqual(self.held(self.granted, self.reserved), self.before)
        self.assertEqual(findings_of(self.world), [])

    def following(self):
        """The reserved amount and the refusals of an order made after the change."""
        with at("2026-03-02 09:00"):
            (order,) = self.orders("ordered")
        codes = [each.code for each in order.subsidy_refusals]
        return order.subsidy_reserved, codes

    def test_amount_of_the_category(self):
        self.amend(self.world, categories=[category("A", 0, None, "5000.00")])
        self.assertEqual(self.following(), (Decimal("402.00"), []))

    def test_a_category_below_what_is_held(self):
        self.amend(self.world, categories=[category("A", 0, None, "1000.00")])
        self.assertEqual(self.following(), (0, []))

    def test_basis(self):
        self.amend(self.world, amount_basis="excl_vat")
        self.assertEqual(self.following(), (Decimal("1900.00"), []))

    def test_kinds(self):
        self.amend(self.world, eligible_types=["cpas"])
        self.assertEqual(self.following(), (0, ["type_not_eligible"]))

    def test_excluded_codes(self):
        self.amend(self.world, excluded_nis=["84009"])
        self.assertEqual(self.following(), (0, ["german_speaking"]))

    def test_order_deadline(self):
        self.amend(self.world, order_deadline=date(2026, 2, 1))
        self.assertEqual(self.following(), (0, ["order_too_late"]))

    def test_the_page_still_says_by_which_rules(self):
        self.amend(self.world, categories=[category("Z", 0, None, "1.00")])
        found = why_of(missions.mission_of(self.granted))
        self.assertEqual((found.version.number, found.category.code), (1, "A"))
        self.assertEqual(found.rules.categories[0].amount, Decimal("90000.00"))

    def test_a_deadline_moved_forward_takes_nothing_back(self):
        early = clock.stored(brussels("2026-03-15 17:00"))
        self.amend(self.world, dossier_deadline=early)
        with at("2026-03-16 02:00"):
            self.assertEqual(tick(self.portal).released, [])

    def test_a_deadline_put_off_helps_everybody(self):
        late = clock.stored(brussels("2026-08-31 17:00"))
        self.amend(self.world, dossier_deadline=late)
        with at("2026-07-06 02:00"):
            self.assertEqual(tick(self.portal).released, [])


class TestClaims(AmendingTestCase):
    """A claim is settled by the rules of its deposit."""

    def settled(self, **changes):
        program = self.program()
        mission = self.mission(until="closing")
        self.amend(program, **changes)
        closure = mission["cloture-1"]
        self.moved("agent", closure, "accept", "accepted")
        return position_of(mission["commande-1"]).granted

    def test_basis(self):
        self.assertEqual(self.settled(amount_basis="excl_vat"), ORDER)

    def test_deadlines(self):
        changes = {"invoice_issue_deadline": date(2026, 1, 1)}
        self.assertEqual(self.settled(**changes), ORDER)


class TestEnvelope(AmendingTestCase):
    def setUp(self):
        super().setUp()
        self.world = self.program(
            envelope="2299.00", categories=[category("A", 0, None, "90000.00")]
        )
        self.first, self.second, self.third = self.orders(
            "confirmed", "confirmed", "ordered"
        )

    def tearDown(self):
        self.assertEqual(findings_of(self.world), [])

    def test_raised_it_serves_the_waiting_list(self):
        with mock.patch("imio.centrale.mails.send_to_contact") as send:
            self.amend(self.world, envelope=Decimal("5000.00"))
        told = [missions.mission_of(each) for each in (self.second, self.third)]
        self.assertEqual([each.args[0] for each in send.call_args_list], told)
        self.assertEqual(
            self.held(self.first, self.second, self.third),
            [(1, "0.00", "2299.00"), (2, "0.00", "2299.00"), (3, "402.00", "0.00")],
        )

    def test_also_of_a_closed_program(self):
        self.moved("agent", self.world, "close", "closed")
        self.amend(self.world, envelope=Decimal("5000.00"))
        self.assertEqual(self.held(self.second), [(2, "0.00", "2299.00")])

    def test_lowered_below_what_is_committed(self):
        with self.refusing("envelope_below_commitments"):
            self.amend(self.world, envelope=Decimal("2298.99"))
        self.assertEqual(self.world.envelope, Decimal("2299.00"))

    def test_lowered_to_what_is_committed(self):
        self.amend(self.world, envelope=Decimal("9000.00"))
        with self.refusing("envelope_below_commitments"):
            self.amend(self.world, envelope=Decimal("6896.99"))
        self.amend(self.world, envelope=Decimal("6897.00"))
        self.assertEqual(book_of(self.world).balance, 0)

    def test_without_reason_and_too_low(self):
        with self.refusing("envelope_below_commitments", "note_missing"):
            self.amend(self.world, "", envelope=Decimal("1.00"))


class TestAdmitted(AmendingTestCase):
    """Orders that came and were refused enter when the new rules let them in."""

    def setUp(self):
        super().setUp()
        self.world = self.program(
            order_deadline=date(2026, 6, 30),
            categories=[category("A", 0, None, "90000.00")],
        )

    def late(self, when):
        with at(when):
            return self.mission(until="ordered")["commande-1"]

    def test_in_the_order_of_the_deposits(self):
        second, first = self.late("2026-07-02 09:00"), self.late("2026-07-01 09:00")
        third = self.late("2026-07-03 09:00")
        self.amend(self.world, order_deadline=date(2026, 7, 2))
        self.assertEqual([each[0] for each in self.held(first, second)], [1, 2])
        self.assertEqual(self.held(third), [(0, "0.00", "0.00")])
        self.assertEqual(first.subsidy_rules, 2)
        self.assertEqual(findings_of(self.world), [])

    def test_after_those_who_wait_for_the_envelope(self):
        self.amend(self.world, envelope=Decimal("2299.00"))
        holds = self.late("2026-06-01 09:00")
        waits = self.late("2026-06-02 09:00")
        late = self.late("2026-07-01 09:00")
        self.amend(
            self.world, order_deadline=date(2026, 7, 2), envelope=Decimal("4700.00")
        )
        self.assertEqual(
            self.held(holds, waits, late),
            [(1, "2299.00", "0.00"), (2, "2299.00", "0.00"), (3, "102.00", "0.00")],
        )

    def test_not_those_that_came_after_the_closing(self):
        self.moved("agent", self.world, "close", "closed")
        late = self.late("2026-06-01 09:00")
        self.amend(self.world, order_deadline=date(2026, 7, 2))
        self.assertEqual(self.held(late), [(0, "0.00", "0.00")])

    def test_a_larger_envelope_alone_lets_nobody_in(self):
        late = self.late("2026-07-01 09:00")
        self.amend(self.world, envelope=Decimal("2000000.00"))
        self.assertEqual(self.held(late), [(0, "0.00", "0.00")])


class TestRehearsal(AmendingTestCase):
    """What is said beforehand is what happens, and saying it writes nothing."""

    def setUp(self):
        super().setUp()
        self.world = self.program(
            envelope="3000.00",
            order_deadline=date(2026, 6, 30),
            categories=[category("A", 0, None, "90000.00")],
        )
        with at("2026-06-01 09:00"):
            self.granted = self.mission("confirmed")
            self.waits = self.mission("ordered")
            self.offered = self.mission("accepted")
            self.draft = self.mission("draft")
        with at("2026-07-01 09:00"):
            self.late = self.mission("ordered")

    def rehearsed(self, **values):
        proposal = Proposal(self.world, values)
        entries = len(book_of(self.world).store.entries)
        with at("2026-06-02 09:00"), acting("agent"):
            found = rehearsal_of(proposal)
        self.assertEqual(len(book_of(self.world).store.entries), entries)
        self.assertEqual(len(self.world.rules_versions), 1)
        return found

    def touched(self, **values):
        """mission: (reasons and amount before, the same after, kept)"""
        return {
            each.standing.mission: (
                ([r.code for r in each.before.reasons], str(each.before.amount)),
                ([r.code for r in each.after.reasons], str(each.after.amount)),
                None if each.kept is None else str(each.kept),
            )
            for each in self.rehearsed(**values).touched
        }

    def test_nothing_changes(self):
        found = self.rehearsed(title="Autre")
        self.assertEqual((found.touched, found.served), ((), ()))

    def test_a_larger_category_touches_nobody_here(self):
        rows = [category("A", 0, None, "95000.00")]
        self.assertEqual(self.touched(categories=rows), {})

    def test_kinds(self):
        found = self.touched(eligible_types=["cpas"])
        no = (["type_not_eligible"], "0.00")
        yes = ([], "0.00")
        self.assertEqual(found[self.granted.UID()], (([], "2299.00"), no, "2299.00"))
        self.assertEqual(found[self.waits.UID()], (([], "701.00"), no, "701.00"))
        self.assertEqual(found[self.offered.UID()], (yes, no, None))
        self.assertEqual(found[self.draft.UID()], (yes, no, None))
        late = ["type_not_eligible", "order_too_late"]
        self.assertEqual(
            found[self.late.UID()], ((["order_too_late"], "0.00"), (late, "0.00"), None)
        )

    def test_the_envelope(self):
        found = self.rehearsed(envelope=Decimal("5000.00"))
        (entry,) = found.served
        self.assertEqual((entry.rank, str(entry.amount)), (2, "1598.00"))
        found = self.touched(envelope=Decimal("5000.00"))
        self.assertEqual(
            found,
            {
                self.waits.UID(): (([], "701.00"), ([], "2299.00"), "701.00"),
                self.offered.UID(): (([], "0.00"), ([], "402.00"), None),
                self.draft.UID(): (([], "0.00"), ([], "402.00"), None),
            },
        )

    def test_a_late_order_enters(self):
        values = {
            "order_deadline": date(2026, 7, 31),
            "envelope": Decimal("5000.00"),
        }
        found = self.touched(**values)
        self.assertEqual(
            found[self.late.UID()],
            ((["order_too_late"], "0.00"), ([], "402.00"), None),
        )
        self.assertNotIn(self.offered.UID(), found)
        with at("2026-07-02 09:00"):
            self.amend(self.world, **values)
        order = self.late["commande-1"]
        self.assertEqual(self.held(order), [(3, "402.00", "0.00")])

    def test_too_low(self):
        with self.refusing("envelope_below_commitments"):
            self.rehearsed(envelope=Decimal("2999.99"))

    def test_missions_that_stopped_are_left_out(self):
        self.moved("agent", self.offered, "cancel", "cancelled", reason_code="other")
        found = self.touched(eligible_types=["cpas"])
        self.assertNotIn(self.offered.UID(), found)

    def test_a_derogation_counts(self):
        self.offered.derogations = [
            {
                "deadline": "order_deadline",
                "until": brussels("2026-12-31 23:59"),
                "note": "x",
                "actor": "agent",
                "at": brussels("2026-05-01 09:00"),
            }
        ]
        found = self.touched(order_deadline=date(2026, 1, 1))
        self.assertNotIn(self.offered.UID(), found)
        self.assertEqual(found[self.draft.UID()][1][0], ["order_too_late"])

    def test_another_centrale_is_not_looked_at(self):
        self.assertEqual(len(self.touched(eligible_types=["cpas"])), 5)
