"""From the deposit to the closure: what is reserved, granted, released, waited for."""

from datetime import date
from decimal import Decimal
from email import message_from_bytes
from email.policy import default
from imio.centrale import clock
from imio.centrale import missions
from imio.centrale.domain.ledger_entry import SERVED
from imio.centrale.subsidy.positions import book_of
from imio.centrale.subsidy.positions import position_of
from imio.centrale.subsidy.verifying import findings_of
from imio.centrale.testing import FUNCTIONAL
from imio.centrale.tests.procedure import acting
from imio.centrale.tests.procedure import at
from imio.centrale.tests.procedure import brussels
from imio.centrale.tests.procedure import ProcedureTestCase
from imio.centrale.ticking import tick
from plone import api

import transaction


ORDER = "2299.00"
FIVE_PM = clock.stored(brussels("2026-07-05 17:00"))


class SubsidyTestCase(ProcedureTestCase):
    """Base: orders of 2 299 euros including VAT, of one authority."""

    def ordered(self, until="ordered"):
        return self.mission(until=until)["commande-1"]

    def held(self, *orders):
        """What each holds: reserved and granted."""
        return [
            (str(position.reserved), str(position.granted))
            for position in map(position_of, orders)
        ]

    def codes(self, program):
        """Kind, code and amount of the entries about orders."""
        return [
            (each.kind, each.code, str(each.amount))
            for each in book_of(program).store.entries.values()
            if each.dossier
        ]

    def sound(self, program):
        self.assertEqual(findings_of(program), [])


class TestWaitingList(SubsidyTestCase):
    """Partial grants first, then in the order of the deposits."""

    def setUp(self):
        super().setUp()
        self.world = self.program(
            envelope="5000.00",
            categories=[
                {
                    "code": "A",
                    "min_users": 0,
                    "max_users": None,
                    "amount": Decimal("90000.00"),
                }
            ],
        )
        self.first, self.second, self.third, self.fourth = (
            self.ordered() for _ in range(4)
        )

    def test_ranks_and_what_is_there(self):
        self.assertEqual(
            self.held(self.first, self.second, self.third, self.fourth),
            [(ORDER, "0.00"), (ORDER, "0.00"), ("402.00", "0.00"), ("0.00", "0.00")],
        )
        ranks = [position_of(each).rank for each in (self.first, self.fourth)]
        self.assertEqual(ranks, [1, 4])
        self.sound(self.world)

    def test_a_return_serves_the_partial_grant_then_the_next(self):
        self.moved("agent", self.first, "return", "returned")
        self.assertEqual(
            self.held(self.first, self.second, self.third, self.fourth),
            [("0.00", "0.00"), (ORDER, "0.00"), (ORDER, "0.00"), ("402.00", "0.00")],
        )
        self.sound(self.world)

    def test_a_cancellation_serves_a_confirmed_order_as_granted(self):
        self.moved("agent", self.third, "confirm", "confirmed")
        self.assertEqual(self.held(self.third), [("0.00", "402.00")])
        self.moved("bertrix", self.first, "cancel", "cancelled")
        self.assertEqual(
            self.held(self.third, self.fourth), [("0.00", ORDER), ("402.00", "0.00")]
        )
        self.assertEqual(self.third.subsidy_granted, Decimal(ORDER))
        self.sound(self.world)

    def test_a_new_deposit_ranks_last(self):
        self.moved("agent", self.first, "return", "returned")
        self.moved("bertrix", self.first, "revise", "draft")
        self.moved("bertrix", self.first, "deposit", "deposited")
        self.assertEqual(position_of(self.first).rank, 5)
        self.assertEqual(self.held(self.first), [("0.00", "0.00")])
        self.sound(self.world)

    def test_a_mission_that_stops_gives_back(self):
        mission = missions.mission_of(self.second)
        self.moved("agent", mission, "cancel", "cancelled", reason_code="other")
        self.assertEqual(
            self.held(self.second, self.third), [("0.00", "0.00"), (ORDER, "0.00")]
        )
        self.sound(self.world)

    def test_a_closed_program_still_serves(self):
        self.moved("agent", self.world, "close", "closed")
        self.moved("agent", self.first, "return", "returned")
        self.assertEqual(self.held(self.third), [(ORDER, "0.00")])
        late = self.ordered()
        self.assertEqual(position_of(late).rank, 0)
        self.checked(late.subsidy_refusals, ["program_closed"])
        self.sound(self.world)


class TestClaim(SubsidyTestCase):
    """The closure file is the claim: at most the invoice, and in time."""

    def accepted(self, program_terms=(), received="2026-03-02 09:00", **closure):
        program = self.program(**dict(program_terms))
        with at("2026-01-15 09:00"):
            mission = self.mission(until="confirmed")
        with at(received):
            file = self.closure(mission, **closure)
            self.moved("alpha", file, "deposit", "deposited")
        with at("2026-09-30 09:00"):
            self.moved("agent", file, "accept", "accepted")
        self.sound(program)
        return program, mission["commande-1"]

    def amounts(self, excl, incl):
        return {"invoice_excl_vat": Decimal(excl), "invoice_incl_vat": Decimal(incl)}

    def test_the_same_invoice(self):
        program, order = self.accepted()
        self.assertEqual(self.held(order), [("0.00", ORDER)])
        self.assertEqual(len(self.codes(program)), 2)

    def test_a_lower_invoice_releases_the_rest(self):
        program, order = self.accepted(**self.amounts("1000.00", "1210.00"))
        self.assertEqual(self.held(order), [("0.00", "1210.00")])
        self.assertEqual(
            self.codes(program)[-1], ("release", "lower_invoice", "1089.00")
        )

    def test_on_the_basis_of_the_program(self):
        _, order = self.accepted(
            {"amount_basis": "excl_vat"}, **self.amounts("1000.00", "1210.00")
        )
        self.assertEqual(self.held(order), [("0.00", "1000.00")])

    def test_a_higher_invoice_gets_no_more(self):
        _, order = self.accepted(**self.amounts("3000.00", "3630.00"))
        self.assertEqual(self.held(order), [("0.00", ORDER)])

    def test_an_invoice_issued_late(self):
        program, order = self.accepted(
            {"invoice_issue_deadline": date(2026, 1, 31)}, invoice_date=date(2026, 2, 1)
        )
        self.assertEqual(self.held(order), [("0.00", "0.00")])
        self.assertEqual(self.codes(program)[-1], ("release", "deadline_missed", ORDER))

    def test_a_file_received_after_the_hour(self):
        terms = {"dossier_deadline": FIVE_PM}
        _, order = self.accepted(terms, received="2026-07-05 17:00")
        self.assertEqual(self.held(order), [("0.00", ORDER)])

    def test_a_file_received_a_minute_later(self):
        terms = {"dossier_deadline": FIVE_PM}
        _, order = self.accepted(terms, received="2026-07-05 17:01")
        self.assertEqual(self.held(order), [("0.00", "0.00")])

    def test_without_subsidy_the_file_is_accepted_all_the_same(self):
        mission = self.mission(until="closing")
        file = missions.latest(mission, "imio.centrale.ClosureFile")
        self.moved("agent", file, "accept", "accepted")


class TestMissedDeadline(SubsidyTestCase):
    """Time alone releases what nobody claimed."""

    def setUp(self):
        super().setUp()
        self.world = self.program(envelope="3000.00", dossier_deadline=FIVE_PM)
        with at("2026-01-15 09:00"):
            self.confirmed = self.ordered("confirmed")
            self.waiting = self.ordered()

    def ticked(self, text):
        with at(text), acting("agent"):
            found = tick(self.portal)
        self.assertEqual(found.failed, [])
        self.sound(self.world)
        return found.released

    def test_not_before_the_hour(self):
        self.assertEqual(self.ticked("2026-07-05 17:00"), [])
        self.assertEqual(self.held(self.confirmed), [("0.00", ORDER)])

    def test_everything_is_released_once(self):
        released = self.ticked("2026-07-05 17:01")
        self.assertEqual(
            sorted(released),
            sorted(
                missions.mission_of(each).tracking_code
                for each in (self.confirmed, self.waiting)
            ),
        )
        self.assertEqual(book_of(self.world).balance, Decimal("3000.00"))
        self.assertEqual(self.ticked("2026-07-06 09:00"), [])

    def test_nobody_who_is_late_is_served(self):
        with at("2026-01-16 09:00"):
            last = self.ordered()
        self.assertEqual(self.held(last), [("0.00", "0.00")])
        self.assertEqual(len(self.ticked("2026-07-05 17:01")), 3)
        served = [code for _, code, _ in self.codes(self.world) if code == SERVED]
        self.assertEqual(served, [])

    def test_a_file_that_arrived_is_left_to_the_agent(self):
        mission = missions.mission_of(self.confirmed)
        file = self.closure(mission)
        self.moved("alpha", file, "deposit", "deposited")
        code = missions.mission_of(self.waiting).tracking_code
        self.assertEqual(self.ticked("2026-07-06 09:00"), [code])
        self.moved("agent", file, "return", "returned")
        self.assertEqual(self.ticked("2026-07-07 09:00"), [])
        self.assertEqual(self.held(self.confirmed), [("0.00", ORDER)])


class TestNotices(SubsidyTestCase):
    """The authority reads what it got, what it waits for, and what came later."""

    layer = FUNCTIONAL

    def setUp(self):
        super().setUp()
        self.mailhost = api.portal.get_tool("MailHost")
        self.mailhost.reset()

    @property
    def sent(self):
        """The texts about the subsidy that left since the last time."""
        transaction.commit()

        mails = [
            message_from_bytes(each, policy=default) for each in self.mailhost.messages
        ]
        self.mailhost.reset()
        return [
            " ".join(mail.get_content().split())
            for mail in mails
            if "subside" in mail["Subject"]
        ]

    def test_the_course_of_two_orders(self):
        program = self.program(envelope="2299.00")
        first, second = self.ordered(), self.ordered()
        reserved, waits = self.sent
        self.assertIn("2 299,00 €", reserved.replace("\xa0", " "))
        self.assertIn("liste d’attente", waits)
        self.moved("agent", second, "confirm", "confirmed")
        self.assertEqual(len(self.sent), 1)
        self.moved("agent", first, "return", "returned")
        released, served = self.sent
        self.assertIn("renvoyée", released)
        code = missions.mission_of(second).tracking_code
        self.assertIn(code, served)
        last = book_of(program).store.entries[book_of(program).head["number"]]
        self.assertIn(last.hash, served)
        self.assertIn("octroyé 2 299,00 €", served.replace("\xa0", " "))

    def test_no_mail_for_an_order_without_subsidy(self):
        self.program(eligible_types=["cpas"])
        order = self.ordered()
        self.moved("agent", order, "confirm", "confirmed")
        self.assertEqual(self.sent, [])
