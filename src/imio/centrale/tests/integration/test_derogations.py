"""A deadline extended for one dossier, and what that lets in."""

from datetime import date
from datetime import datetime
from datetime import timezone
from decimal import Decimal
from imio.centrale import clock
from imio.centrale.domain.program_rules import until_from
from imio.centrale.subsidy.derogations import derogate
from imio.centrale.subsidy.derogations import effect_of
from imio.centrale.subsidy.explaining import why_of
from imio.centrale.subsidy.positions import book_of
from imio.centrale.subsidy.positions import position_of
from imio.centrale.subsidy.verifying import findings_of
from imio.centrale.tests.procedure import acting
from imio.centrale.tests.procedure import at
from imio.centrale.tests.procedure import brussels
from imio.centrale.tests.procedure import ProcedureTestCase
from imio.centrale.ticking import tick
from imio.centrale.timeline import events
from unittest import mock
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent


ORDER = "2299.00"


class DerogationTestCase(ProcedureTestCase):
    """Base: orders by 30 June 2026, closure files by 5 July 17 h."""

    def setUp(self):
        super().setUp()
        self.world = self.program(
            order_deadline=date(2026, 6, 30),
            invoice_issue_deadline=date(2026, 6, 30),
            dossier_deadline=clock.stored(brussels("2026-07-05 17:00")),
            categories=[
                {
                    "code": "A",
                    "min_users": 0,
                    "max_users": None,
                    "amount": Decimal("90000.00"),
                }
            ],
        )

    def tearDown(self):
        self.assertEqual(findings_of(self.world), [])

    def extend(self, mission, deadline, until, note="Tutelle du 3 juillet"):
        with acting("agent"):
            derogate(mission, deadline, until_from(until), note)

    def ordered(self, when, until="ordered"):
        with at(when):
            return self.mission(until=until)

    def position(self, mission):
        found = position_of(mission["commande-1"])
        return found.rank, str(found.reserved), str(found.granted)

    def ticked(self, when):
        with at(when):
            return tick(self.portal).released


class TestLateOrder(DerogationTestCase):
    """It came too late: a derogation lets it in, at the rank of that instant."""

    def test_ranks_from_now(self):
        late = self.ordered("2026-07-01 09:00")
        other = self.ordered("2026-06-30 09:00")
        self.assertEqual(self.position(late), (0, "0.00", "0.00"))
        with at("2026-07-02 10:00"):
            self.extend(late, "order_deadline", "2026-07-01")
        self.assertEqual(self.position(other)[0], 1)
        self.assertEqual(self.position(late), (2, ORDER, "0.00"))
        found = why_of(late)
        self.assertEqual(found.explanation.deposited, brussels("2026-07-02 10:00"))
        self.assertEqual(found.received, brussels("2026-07-01 09:00"))
        self.assertEqual(found.reasons, ())

    def test_a_confirmed_order_is_granted_at_once(self):
        late = self.ordered("2026-07-01 09:00", until="confirmed")
        with at("2026-07-02 10:00"):
            self.extend(late, "order_deadline", "2026-07-01")
        self.assertEqual(self.position(late), (1, "0.00", ORDER))

    def test_not_far_enough(self):
        late = self.ordered("2026-07-03 09:00")
        with at("2026-07-03 10:00"):
            self.extend(late, "order_deadline", "2026-07-02")
            self.assertEqual(self.position(late)[0], 0)
            self.extend(late, "order_deadline", "2026-07-03T09:00")
        self.assertEqual(self.position(late)[0], 1)
        self.assertEqual(len(late.derogations), 2)

    def test_another_deadline_changes_nothing(self):
        late = self.ordered("2026-07-01 09:00")
        with at("2026-07-01 10:00"):
            self.extend(late, "dossier_deadline", "2026-08-31")
        self.assertEqual(self.position(late)[0], 0)

    def test_given_beforehand(self):
        mission = self.ordered("2026-06-20 09:00", until="accepted")
        with at("2026-06-20 10:00"):
            self.extend(mission, "order_deadline", "2026-07-04")
        with at("2026-07-04 23:59"):
            self.moved("bertrix", self.order(mission), "deposit", "deposited")
        self.assertEqual(self.position(mission), (1, ORDER, "0.00"))

    def test_interest(self):
        self.world.interest_deadline = date(2024, 1, 14)
        late = self.ordered("2026-06-01 09:00")
        self.checked(late["commande-1"].subsidy_refusals, ["interest_too_late"])
        with at("2026-06-02 09:00"):
            self.extend(late, "interest_deadline", "2024-01-15")
        self.assertEqual(self.position(late), (1, ORDER, "0.00"))

    def test_for_this_dossier_alone(self):
        first, second = (self.ordered("2026-07-01 09:00") for _ in range(2))
        with at("2026-07-02 10:00"):
            self.extend(second, "order_deadline", "2026-07-01")
        self.assertEqual(self.position(first)[0], 0)
        self.assertEqual(self.position(second)[0], 1)

    def test_what_speaks_against_it_otherwise_still_does(self):
        self.world.eligible_types = ["cpas"]
        late = self.ordered("2026-07-01 09:00")
        with at("2026-07-02 10:00"):
            self.extend(late, "order_deadline", "2026-07-01")
        self.assertEqual(self.position(late)[0], 0)

    def test_not_when_the_closure_file_can_no_longer_be_in_time(self):
        """The next night would take it back."""
        late = self.ordered("2026-07-01 09:00")
        with at("2026-07-06 10:00"):
            self.extend(late, "order_deadline", "2026-07-01")
            self.assertEqual(self.position(late)[0], 0)
            self.extend(late, "dossier_deadline", "2026-08-31")
        self.assertEqual(self.position(late)[0], 1)
        self.assertEqual(self.ticked("2026-08-31 23:00"), [])
        self.assertEqual(self.ticked("2026-09-01 00:01"), [late.tracking_code])

    def test_an_order_sent_back_does_not_come_in(self):
        late = self.ordered("2026-07-01 09:00")
        with at("2026-07-02 10:00"):
            self.moved("agent", late["commande-1"], "return", "returned")
            self.extend(late, "order_deadline", "2026-07-03")
            self.assertEqual(self.position(late)[0], 0)
            self.moved("bertrix", late["commande-1"], "revise", "draft")
            self.moved("bertrix", late["commande-1"], "deposit", "deposited")
        self.assertEqual(self.position(late)[0], 1)


class TestClosedProgram(DerogationTestCase):
    """Closing takes no new orders; those that came before are seen through."""

    def close(self):
        self.moved("agent", self.world, "close", "closed")

    def test_an_order_that_came_before_gets_in(self):
        late = self.ordered("2026-07-01 09:00")
        self.close()
        with at("2026-07-02 10:00"):
            self.extend(late, "order_deadline", "2026-07-01")
        self.assertEqual(self.position(late), (1, ORDER, "0.00"))

    def test_in_the_program_that_judged_it_not_in_the_next(self):
        late = self.ordered("2026-07-01 09:00")
        self.close()
        following = self.program()
        with at("2026-07-02 10:00"):
            self.extend(late, "order_deadline", "2026-07-01")
        self.assertEqual(why_of(late).program, self.world)
        self.assertEqual(book_of(following).head["rank"], 0)

    def test_an_order_that_came_after_does_not(self):
        self.close()
        late = self.ordered("2026-06-20 09:00")
        self.checked(late["commande-1"].subsidy_refusals, ["program_closed"])
        with self.refusing("no_program"):
            self.extend(late, "order_deadline", "2026-07-31")
        self.assertEqual(self.position(late)[0], 0)


class TestMissedDeadline(DerogationTestCase):
    """Before the acceptance it avoids the release; after it the order ranks anew."""

    def test_before_the_acceptance(self):
        mission = self.ordered("2026-06-01 09:00", until="confirmed")
        with at("2026-07-06 09:00"):
            closure = self.closure(mission, invoice_date=date(2026, 7, 2))
            self.moved("alpha", closure, "deposit", "deposited")
            self.extend(mission, "dossier_deadline", "2026-07-06T09:00")
            self.extend(mission, "invoice_issue_deadline", "2026-07-02")
            self.moved("agent", closure, "accept", "accepted")
        self.assertEqual(self.position(mission), (1, "0.00", ORDER))

    def test_one_of_two_is_not_enough(self):
        mission = self.ordered("2026-06-01 09:00", until="confirmed")
        with at("2026-07-06 09:00"):
            closure = self.closure(mission, invoice_date=date(2026, 7, 2))
            self.moved("alpha", closure, "deposit", "deposited")
            self.extend(mission, "dossier_deadline", "2026-07-06T09:00")
            self.moved("agent", closure, "accept", "accepted")
        self.assertEqual(self.position(mission), (1, "0.00", "0.00"))

    def test_the_clock_waits(self):
        mission = self.ordered("2026-06-01 09:00", until="confirmed")
        with at("2026-07-05 16:00"):
            self.extend(mission, "dossier_deadline", "2026-07-10")
        self.assertEqual(self.ticked("2026-07-06 02:00"), [])
        self.assertEqual(self.ticked("2026-07-11 02:00"), [mission.tracking_code])

    def test_after_the_clock_released_it(self):
        mission = self.ordered("2026-06-01 09:00", until="confirmed")
        self.assertEqual(self.ticked("2026-07-06 02:00"), [mission.tracking_code])
        with at("2026-07-07 09:00"):
            self.extend(mission, "order_deadline", "2026-07-31")
            self.assertEqual(self.position(mission), (1, "0.00", "0.00"))
            self.extend(mission, "dossier_deadline", "2026-07-31")
        self.assertEqual(self.position(mission), (2, "0.00", ORDER))
        self.assertEqual(self.ticked("2026-07-08 02:00"), [])

    def test_after_the_clock_released_it_and_the_program_closed(self):
        mission = self.ordered("2026-06-01 09:00", until="confirmed")
        self.ticked("2026-07-06 02:00")
        self.moved("agent", self.world, "close", "closed")
        with at("2026-07-07 09:00"):
            self.extend(mission, "dossier_deadline", "2026-07-31")
        self.assertEqual(self.position(mission), (2, "0.00", ORDER))

    def test_after_the_acceptance_the_claim_is_settled_at_once(self):
        mission = self.ordered("2026-06-01 09:00", until="confirmed")
        with at("2026-07-06 09:00"):
            amounts = {
                "invoice_excl_vat": Decimal("1000.00"),
                "invoice_incl_vat": Decimal("1210.00"),
            }
            closure = self.closure(mission, **amounts)
            self.moved("alpha", closure, "deposit", "deposited")
            self.moved("agent", closure, "accept", "accepted")
            self.assertEqual(self.position(mission), (1, "0.00", "0.00"))
            self.extend(mission, "dossier_deadline", "2026-07-06")
        self.assertEqual(self.position(mission), (2, "0.00", "1210.00"))

    def test_others_served_meanwhile_keep_what_they_got(self):
        self.world.envelope = Decimal("2299.00")
        self.world.change_reason = "Moins"
        with acting("agent"), at("2026-05-01 09:00"):
            notify(ObjectModifiedEvent(self.world))
        mission = self.ordered("2026-06-01 09:00", until="confirmed")
        waiting = self.ordered("2026-06-02 09:00", until="confirmed")
        with at("2026-06-03 09:00"):
            self.extend(waiting, "dossier_deadline", "2026-12-31")
        self.ticked("2026-07-06 02:00")
        self.assertEqual(self.position(waiting), (2, "0.00", ORDER))
        with at("2026-07-07 09:00"):
            self.extend(mission, "dossier_deadline", "2026-07-31")
        self.assertEqual(self.position(mission), (3, "0.00", "0.00"))
        self.assertEqual(self.position(waiting), (2, "0.00", ORDER))


class TestRefused(DerogationTestCase):
    """Each refusal at its field, and nothing is kept."""

    def setUp(self):
        super().setUp()
        self.late = self.ordered("2026-07-01 09:00")

    def tearDown(self):
        self.assertEqual(len(self.late.derogations or ()), 0)
        super().tearDown()

    def test_each(self):
        for code, values in (
            ("unknown_deadline", {"deadline": "envelope"}),
            ("derogation_without_deadline", {"deadline": "interest_deadline"}),
            ("derogation_not_later", {"until": "2026-06-30"}),
            ("derogation_too_long", {"until": "9999-12-31"}),
            ("derogation_too_long", {"until": "2037-01-01"}),
            ("note_missing", {"note": " \n"}),
            ("note_too_long", {"note": "x" * 5001}),
            ("unkeepable", {"note": "a\x00b"}),
        ):
            given = {"deadline": "order_deadline", "until": "2026-07-02", **values}
            with self.subTest(code, **values), self.refusing(code):
                self.extend(self.late, **given)

    def test_without_program(self):
        self.moved("agent", self.world, "close", "closed")
        mission = self.mission("accepted")
        with self.refusing("no_program"):
            self.extend(mission, "order_deadline", "2026-07-02")

    def test_a_dossier_that_stopped(self):
        mission = self.mission("assigned")
        self.moved("bertrix", mission, "cancel", "cancelled", reason_code="other")
        with self.refusing("wrong_state"):
            self.extend(mission, "order_deadline", "2026-07-02")


class TestTwice(DerogationTestCase):
    def test_the_second_time_it_is_no_later(self):
        late = self.ordered("2026-07-01 09:00")
        with at("2026-07-02 10:00"):
            self.extend(late, "order_deadline", "2026-07-01")
            with self.refusing("derogation_not_later"):
                self.extend(late, "order_deadline", "2026-07-01")
        self.assertEqual(len(late.derogations), 1)
        self.assertEqual(self.position(late)[0], 1)


class TestUntil(ProcedureTestCase):
    """A day runs to its end in Brussels; an hour without offset is Belgian."""

    def test_read(self):
        for text, expected in (
            ("2026-07-01", (2026, 7, 1, 21, 59, 59)),
            ("2026-01-01", (2026, 1, 1, 22, 59, 59)),
            ("2026-07-01T17:00", (2026, 7, 1, 15, 0, 0)),
            ("2026-07-01T17:00:00+00:00", (2026, 7, 1, 17, 0, 0)),
            ("9999-12-31", (9999, 12, 31, 22, 59, 59)),
        ):
            found = until_from(text)
            self.assertEqual(found, datetime(*expected, tzinfo=timezone.utc), text)

    def test_not_a_day(self):
        for text in (
            "",
            "demain",
            "2026-02-30",
            "0001-01-01T00:00",
            "9999-12-31T23:59:59-12:00",
            "2026-07-01T25:00",
            "10000-01-01",
        ):
            with self.subTest(text), self.assertRaises(ValueError):
                until_from(text)


class TestEffect(DerogationTestCase):
    """What is said beforehand is what happens."""

    def effect(self, mission, deadline, until):
        with acting("agent"):
            found = effect_of(mission, deadline, until_from(until))
        self.assertEqual(len(mission.derogations or ()), 0)
        return found

    def codes(self, reasons):
        return [each.code for each in reasons]

    def test_a_late_order(self):
        late = self.ordered("2026-07-01 09:00")
        with at("2026-07-02 10:00"):
            found = self.effect(late, "order_deadline", "2026-07-01")
            self.assertEqual(self.codes(found.before), ["order_too_late"])
            self.assertTrue(found.enters)
            self.assertEqual(found.amount, Decimal(ORDER))
            found = self.effect(late, "dossier_deadline", "2026-07-31")
            self.assertFalse(found.enters)
            self.assertEqual(self.codes(found.after), ["order_too_late"])
        self.assertEqual(self.position(late)[0], 0)

    def test_too_late_to_be_claimed(self):
        late = self.ordered("2026-07-01 09:00")
        with at("2026-07-06 10:00"):
            found = self.effect(late, "order_deadline", "2026-07-01")
        self.assertFalse(found.enters)
        self.assertEqual(self.codes(found.after), ["dossier_too_late"])

    def test_an_order_with_its_rank(self):
        mission = self.ordered("2026-06-01 09:00", until="confirmed")
        with at("2026-07-06 10:00"):
            found = self.effect(mission, "dossier_deadline", "2026-07-31")
        self.assertTrue(found.holds)
        self.assertFalse(found.enters)
        self.assertEqual(self.codes(found.before), ["dossier_too_late"])
        self.assertEqual(found.after, ())
        self.assertEqual(found.amount, Decimal(ORDER))

    def test_no_order_yet(self):
        mission = self.ordered("2026-06-01 09:00", until="accepted")
        with at("2026-07-02 10:00"):
            found = self.effect(mission, "order_deadline", "2026-07-31")
        self.assertIsNone(found.order)
        self.assertEqual(self.codes(found.before), ["order_too_late"])
        self.assertEqual((found.after, found.amount), ((), Decimal(ORDER)))


class TestTimeline(DerogationTestCase):
    """An event of its own, for those who may know of the subsidy."""

    def titles(self, mission, login):
        with acting(login):
            found = events(mission, self.layer["request"])
        return [each for each in found if each.transition == "derogation"]

    def test_who_sees_it(self):
        late = self.ordered("2026-07-01 09:00")
        with at("2026-07-02 10:00"):
            self.extend(late, "order_deadline", "2026-07-01")
        for login in ("agent", "auditor", "bertrix"):
            (event,) = self.titles(late, login)
            self.assertEqual(event.date, brussels("2026-07-02 10:00"))
            self.assertEqual(event.reason_note, "Tutelle du 3 juillet")
            self.assertEqual(event.actor, "agent")
            self.assertIn("01/07/2026 23:59", event.title)
        self.assertEqual(self.titles(late, "alpha"), [])

    def test_is_in_its_place(self):
        mission = self.ordered("2026-06-01 09:00")
        self.assertEqual(self.titles(mission, "agent"), [])
        with mock.patch.object(clock, "now", lambda: brussels("2199-01-01 10:00")):
            self.extend(mission, "dossier_deadline", "2026-08-31")
        with acting("agent"):
            last = events(mission, self.layer["request"])[-1]
        self.assertEqual(last.transition, "derogation")
