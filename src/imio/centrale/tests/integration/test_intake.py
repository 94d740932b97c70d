"""What a form makes, and what it leaves behind."""

from imio.centrale.content.centrale import ICentrale
from imio.centrale.domain.reasons import Refused
from imio.centrale.intake import receiving
from imio.centrale.intake import register
from imio.centrale.intake import requests
from imio.centrale.testing import FUNCTIONAL
from imio.centrale.tests.procedure import acting
from imio.centrale.tests.procedure import ProcedureTestCase
from imio.centrale.upgrades import v1003_intake
from imio.centrale.workflows.state import history_of
from plone import api
from plone.app.workflow.interfaces import ISharingPageRole
from zope.component import getSiteManager

import transaction


ROLE = "Centrale Intake"


class IntakeTestCase(ProcedureTestCase):
    """Base: a form of Bertrix, received."""

    def form(self, **changes):
        body = {
            "external_id": "FORM-1",
            "authority": "0999000129",
            "lot": "1",
            "title": "Audit de sécurité",
            "contact": {"name": "Camille Test", "email": "camille@bertrix.example"},
        }
        return {**body, **changes}

    def receive(self, **changes):
        with acting("intake"):
            return receiving.receive(requests, self.centrale, self.form(**changes))


class TestMail(IntakeTestCase):
    layer = FUNCTIONAL

    def test_one_mail_for_a_form_that_comes_often(self):
        self.portal.MailHost.reset()
        for is_new in (True, False, False):
            self.assertEqual(self.receive()[1], is_new)
            transaction.commit()
        self.assertEqual(len(self.portal.MailHost.messages), 1)


class TestIntake(IntakeTestCase):
    def test_the_history_names_the_account(self):
        mission, _new = self.receive()
        self.assertEqual(
            {status["actor"] for status in history_of(mission)}, {"intake"}
        )

    def test_the_account_has_no_role_there(self):
        mission, _new = self.receive()
        roles = dict(mission.get_local_roles())
        self.assertNotIn("intake", roles)
        with acting("intake"):
            self.assertIsNone(receiving.find(requests, self.centrale, "FORM-2"))
            self.assertEqual(receiving.find(requests, self.centrale, "FORM-1"), mission)

    def test_the_register_holds_no_values(self):
        mission, _new = self.receive(title="Secret")
        received = register.find(self.centrale, "requests", "FORM-1")
        self.assertEqual(received.uid, mission.UID())
        self.assertEqual(set(received.marks), {"authority", "lot", "title", "contact"})
        self.assertNotIn("Secret", repr(received))

    def test_a_refusal_notes_nothing(self):
        with self.assertRaises(Refused):
            self.receive(lot="9")
        self.assertIsNone(register.find(self.centrale, "requests", "FORM-1"))


class TestUpgrade(ProcedureTestCase):
    def test_the_role_gets_its_permission(self):
        permission = "imio.centrale: Send Forms"
        self.portal.manage_permission(permission, [], acquire=0)
        components = getSiteManager()
        components.unregisterUtility(provided=ISharingPageRole, name=ROLE)
        for _time in range(2):
            v1003_intake.upgrade(self.portal.portal_setup)
            found = self.portal.rolesOfPermission(permission)
            self.assertEqual(
                [each["name"] for each in found if each["selected"]], [ROLE, "Manager"]
            )
            found = components.getUtility(ISharingPageRole, ROLE)
            self.assertEqual(found.required_interface, ICentrale)


class TestSharing(ProcedureTestCase):
    """The page *Sharing* of a centrale gives the role, to that centrale alone."""

    def shown(self, login, obj):
        with acting(login):
            page = api.content.get_view("sharing", obj, self.layer["request"].clone())
            return {each["id"]: each["title"] for each in page.roles()}

    def test_on_a_centrale_by_who_configures(self):
        for login in ("siteadmin", "admin"):
            found = self.shown(login, self.centrale)
            self.assertEqual(found[ROLE], "Can send forms (e-guichet)")
        for login in ("agent", "auditor", "intake"):
            self.assertNotIn(ROLE, self.shown(login, self.centrale))

    def test_nowhere_else(self):
        for obj in (self.portal, self.market, self.centrale["missions"], self.bertrix):
            self.assertNotIn(ROLE, self.shown("siteadmin", obj))
