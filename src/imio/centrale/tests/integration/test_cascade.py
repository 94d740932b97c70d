"""The cascade: ranks, silence, skips, and who sees what of it."""

from AccessControl import Unauthorized
from imio.centrale import cascade
from imio.centrale.interfaces import ICentraleLayer
from imio.centrale.tests.fixture import PASSWORD
from imio.centrale.tests.procedure import acting
from imio.centrale.tests.procedure import at
from imio.centrale.tests.procedure import brussels
from imio.centrale.tests.procedure import ProcedureTestCase
from imio.centrale.workflows.state import state_of
from plone import api
from zope.interface import alsoProvides
from ZPublisher.utils import basic_auth_encode

import json


SENT = "2026-03-02 10:00"
TOO_LATE = "2026-03-10 00:00"


class CascadeTestCase(ProcedureTestCase):
    """Base: a mission whose first rank is consulted."""

    def setUp(self):
        super().setUp()
        with at(SENT):
            self.asked = self.consulting()

    def asked_so_far(self):
        """(rank, supplier, answer) of every consultation."""
        names = {each.UID(): each.getId()[:-5] for each in self.suppliers()}
        return [
            (each.rank, names[each.supplier], each.answer)
            for each in cascade.consultations(self.asked)
        ]

    def suppliers(self):
        return (self.alpha, self.beta, self.gamma)

    def decline_all(self):
        for number, login in enumerate(("alpha", "beta", "gamma"), start=1):
            consultation = self.asked[f"consultation-{number}"]
            self.moved(login, consultation, "decline", "declined")


class TestRanks(CascadeTestCase):
    """One after the other, down to the last."""

    def test_the_first_rank_is_asked(self):
        self.assertEqual(self.asked_so_far(), [(1, "alpha", None)])
        self.assertEqual(self.asked.supplier, None)

    def test_a_refusal_asks_the_next_at_once(self):
        with at(SENT):
            self.moved("alpha", self.asked["consultation-1"], "decline", "declined")
        self.assertEqual(
            self.asked_so_far(), [(1, "alpha", "declined"), (2, "beta", None)]
        )
        self.assertEqual(state_of(self.asked), "consulting")

    def test_the_one_that_accepts_is_designated(self):
        with at(SENT):
            self.moved("alpha", self.asked["consultation-1"], "decline", "declined")
            self.moved("beta", self.asked["consultation-2"], "accept", "accepted")
        self.assertEqual(state_of(self.asked), "assigned")
        self.assertEqual(self.asked.supplier, self.beta.UID())
        self.assertEqual(self.asked.assigned, brussels(SENT))

    def test_a_skip_asks_the_next(self):
        with at(SENT):
            self.moved(
                "agent",
                self.asked["consultation-1"],
                "skip",
                "skipped",
                reason_code="excluded",
                reason_note="Exclusion du 1er mars",
            )
        self.assertEqual(
            self.asked_so_far(), [(1, "alpha", "skipped"), (2, "beta", None)]
        )

    def test_a_suspended_rank_is_passed_over(self):
        self.rank("cascade", "suspended", 2)
        with at(SENT):
            self.moved("alpha", self.asked["consultation-1"], "decline", "declined")
        self.assertEqual(
            self.asked_so_far(), [(1, "alpha", "declined"), (3, "gamma", None)]
        )

    def test_used_up_the_manager_decides(self):
        with at(SENT):
            self.decline_all()
            self.assertEqual(self.shown(self.asked), ("consulting", 2, "manager"))
            self.assertFalse(self.brain(self.asked).due)
            with acting("agent"), self.refusing("ranks_exhausted"):
                cascade.go_on(self.asked)
            self.moved(
                "agent",
                self.asked,
                "declare_unsuccessful",
                "unsuccessful",
                reason_code="ranks_exhausted",
            )

    def test_a_rank_is_asked_again(self):
        with at(SENT):
            self.decline_all()
            with acting("agent"):
                again = cascade.go_on(self.asked, 2)
            self.assertEqual(self.asked_so_far()[-1], (2, "beta", None))
            self.assertEqual(self.shown(self.asked), ("consulting", 2, "supplier"))
            self.assertEqual(self.brain(self.asked).due, "2026-03-09T23:59:59+01:00")
            self.moved("beta", again, "accept", "accepted")
        self.assertEqual(state_of(self.asked), "assigned")
        self.assertEqual(self.asked.supplier, self.beta.UID())

    def test_a_rank_is_not_chosen_while_ranks_are_left(self):
        with acting("agent"):
            with self.refusing("ranks_not_exhausted"):
                self.rank("cascade", "suspended", 2, 3)
                with at(SENT):
                    self.moved(
                        "alpha", self.asked["consultation-1"], "decline", "declined"
                    )
                self.rank("cascade", "active", 2, 3)
                cascade.go_on(self.asked, 3)

    def test_an_unknown_rank(self):
        with at(SENT):
            self.decline_all()
            with acting("agent"), self.refusing("unknown_rank"):
                cascade.go_on(self.asked, 4)

    def test_a_rank_that_came_back_is_asked(self):
        """Ranks used up; a suspended one lower down becomes active again."""
        self.rank("cascade", "suspended", 2, 3)
        with at(SENT):
            self.moved("alpha", self.asked["consultation-1"], "decline", "declined")
            self.assertEqual(self.shown(self.asked)[2], "manager")
            self.rank("cascade", "active", 2, 3)
            with acting("agent"):
                cascade.go_on(self.asked)
        self.assertEqual(self.asked_so_far()[-1], (2, "beta", None))


class TestDue(ProcedureTestCase):
    """Business days of Belgium; the day of the sending is not counted."""

    DUES = (
        ("2026-03-02 10:00", "2026-03-09T23:59:59+01:00"),
        # the clocks change in between
        ("2026-03-27 16:00", "2026-04-03T23:59:59+02:00"),
        # Easter Monday
        ("2026-03-30 08:00", "2026-04-07T23:59:59+02:00"),
        # 21 July
        ("2026-07-17 23:59", "2026-07-27T23:59:59+02:00"),
        # Christmas, and a sending on a Sunday
        ("2026-12-20 12:00", "2026-12-28T23:59:59+01:00"),
    )

    def test_due(self):
        for sent, due in self.DUES:
            with self.subTest(sent), at(sent):
                mission = self.consulting()
                self.assertEqual(self.brain(mission).due, due)

    def test_the_delay_is_that_of_the_lot(self):
        self.lot("cascade").answer_delay_days = 1
        with at("2026-03-06 10:00"):
            mission = self.consulting()
            self.assertEqual(self.brain(mission).due, "2026-03-09T23:59:59+01:00")


class TestTick(CascadeTestCase):
    """``@@centrale-tick`` expires silence; the time is injected."""

    def setUp(self):
        super().setUp()
        self.call = self.layer["request"]
        alsoProvides(self.call, ICentraleLayer)

    def tick(self, now, login="agent", context=None):
        if now is None:
            self.call.form.pop("now", None)
        else:
            self.call.form["now"] = now
        self.call._auth = basic_auth_encode(login or "nobody", PASSWORD)
        with acting(login):
            view = (context or self.portal).restrictedTraverse("@@centrale-tick")
            return json.loads(view())

    def test_before_due_nothing_happens(self):
        answer = self.tick("2026-03-09T23:59:59+01:00")
        self.assertEqual(answer["expired"], [])
        self.assertEqual(self.asked_so_far(), [(1, "alpha", None)])

    def test_after_due_the_next_rank_has_its_whole_delay(self):
        answer = self.tick("2026-03-10T08:00:00+01:00")
        self.assertEqual(answer["expired"], [self.asked.tracking_code])
        self.assertEqual(
            self.asked_so_far(), [(1, "alpha", "expired"), (2, "beta", None)]
        )
        self.assertEqual(self.brain(self.asked).due, "2026-03-17T23:59:59+01:00")

    def test_twice_comes_to_the_same(self):
        self.tick("2026-03-10T08:00:00+01:00")
        answer = self.tick("2026-03-10T08:00:00+01:00")
        self.assertEqual(answer["expired"], [])
        self.assertEqual(len(self.asked_so_far()), 2)

    def test_down_to_the_last(self):
        for now in ("2026-03-10", "2026-03-18", "2026-03-26", "2026-04-30"):
            self.tick(f"{now}T08:00:00+01:00")
        self.assertEqual(
            self.asked_so_far(),
            [(1, "alpha", "expired"), (2, "beta", "expired"), (3, "gamma", "expired")],
        )
        self.assertEqual(self.shown(self.asked), ("consulting", 2, "manager"))

    def test_an_offset_other_than_brussels(self):
        self.tick("2026-03-09T22:59:59Z")
        self.assertEqual(len(self.asked_so_far()), 1)
        self.tick("2026-03-09T23:00:00Z")
        self.assertEqual(len(self.asked_so_far()), 2)

    def test_an_answer_given_is_left_alone(self):
        with at(SENT):
            self.moved("alpha", self.asked["consultation-1"], "accept", "accepted")
        self.tick("2026-04-30T08:00:00+01:00")
        self.assertEqual(self.asked_so_far(), [(1, "alpha", "accepted")])

    def test_a_stopped_mission_is_left_alone(self):
        self.moved("agent", self.asked, "cancel", "cancelled", reason_code="other")
        self.assertEqual(self.tick("2026-04-30T08:00:00+01:00")["expired"], [])
        self.assertEqual(len(self.asked_so_far()), 1)

    def test_on_a_centrale(self):
        answer = self.tick("2026-03-10T08:00:00+01:00", context=self.centrale)
        self.assertEqual(answer["expired"], [self.asked.tracking_code])

    def test_who_may_call_it(self):
        for login in ("agent", "siteadmin"):
            self.tick("2026-03-02T10:00:00+01:00", login=login)
        for login in ("auditor", "bertrix", "alpha", "intake", "stranger", None):
            with self.subTest(login), self.assertRaises(Unauthorized):
                self.tick("2026-03-10T08:00:00+01:00", login=login)
        self.assertEqual(len(self.asked_so_far()), 1)

    def test_a_time_that_cannot_be_read(self):
        for now in ("tomorrow", "2026-03-10T25:00:00", "2026-13-01T00:00:00+01:00"):
            with self.subTest(now), self.refusing("bad_time"):
                self.tick(now)

    def test_without_a_time_it_is_now(self):
        """The consultation of the setup was due long ago, or is not due yet."""
        with at("2026-03-10 08:00"):
            self.assertEqual(self.tick(None)["expired"], [self.asked.tracking_code])


class TestPrivacy(CascadeTestCase):
    """A supplier sees its own consultations, and the mission while it is asked."""

    def sees(self, login):
        """What the account sees of the mission, by object and by search."""
        with acting(login):
            seen = [
                each.getId()
                for each in (self.asked, *cascade.consultations(self.asked))
                if api.user.has_permission("View", obj=each)
            ]
            found = [
                brain.getId
                for brain in api.content.find(
                    path="/".join(self.asked.getPhysicalPath())
                )
            ]
        self.assertEqual(sorted(seen), sorted(found))
        return sorted(seen)

    def test_while_it_is_asked(self):
        code = self.asked.getId()
        self.assertEqual(self.sees("alpha"), [code, "consultation-1"])
        for login in ("beta", "gamma", "stranger", None):
            self.assertEqual(self.sees(login), [])

    def test_after_declining(self):
        code = self.asked.getId()
        with at(SENT):
            self.moved("alpha", self.asked["consultation-1"], "decline", "declined")
        self.assertEqual(self.sees("alpha"), ["consultation-1"])
        self.assertEqual(self.sees("beta"), [code, "consultation-2"])
        self.assertEqual(self.sees("gamma"), [])

    def test_after_expiry_and_skip(self):
        with at(TOO_LATE):
            self.moved("agent", self.asked["consultation-1"], "expire", "expired")
            self.moved(
                "agent",
                self.asked["consultation-2"],
                "skip",
                "skipped",
                reason_code="other",
                reason_note="Essai",
            )
        code = self.asked.getId()
        self.assertEqual(self.sees("alpha"), ["consultation-1"])
        self.assertEqual(self.sees("beta"), ["consultation-2"])
        self.assertEqual(self.sees("gamma"), [code, "consultation-3"])

    def test_after_accepting(self):
        with at(SENT):
            self.moved("alpha", self.asked["consultation-1"], "accept", "accepted")
        self.assertEqual(self.sees("alpha"), [self.asked.getId(), "consultation-1"])
        self.assertEqual(self.sees("beta"), [])

    def test_the_authority_sees_no_consultation(self):
        self.assertEqual(self.sees("bertrix"), [self.asked.getId()])

    def test_agents_and_auditors_see_everything(self):
        for login in ("agent", "auditor"):
            self.assertEqual(self.sees(login), [self.asked.getId(), "consultation-1"])
