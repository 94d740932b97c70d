"""What a site administrator decides: the control panel, and what each setting changes."""

from datetime import date
from imio.centrale import settings
from imio.centrale.annexe_b.reading import limits
from imio.centrale.domain.calendar import to_brussels
from imio.centrale.proving.reading import limits_of_site
from imio.centrale.settings import ICentraleSettings
from imio.centrale.tests.integration.test_envelope_pages import PageCase
from imio.centrale.tests.procedure import acting
from imio.centrale.tests.procedure import at
from plone import api
from zExceptions import Unauthorized


PANEL = "@@centrale-settings"
OTHERS = ("agent", "auditor", "bertrix", "alpha", "intake", "stranger", None)


class SettingsCase(PageCase):
    def decide(self, name, value):
        api.portal.set_registry_record(f"imio.centrale.{name}", value)


class TestGetter(SettingsCase):
    def test_what_is_decided(self):
        self.decide("warning_days", 7)
        self.assertEqual(settings.get("warning_days"), 7)

    def test_the_default_on_a_site_that_is_still_to_be_upgraded(self):
        del self.portal.portal_registry.records["imio.centrale.warning_days"]
        self.assertEqual(settings.get("warning_days"), 2)

    def test_what_is_no_setting(self):
        with self.assertRaises(KeyError):
            settings.get("x")

    def test_the_profile_has_every_setting_at_its_default(self):
        for name in ICentraleSettings.names():
            with self.subTest(name):
                value = api.portal.get_registry_record(f"imio.centrale.{name}")
                self.assertEqual(value, ICentraleSettings[name].default)


class TestPanel(SettingsCase):
    def panel(self, login="siteadmin"):
        with acting(login):
            return self.portal.restrictedTraverse(PANEL)

    def save(self, **changes):
        """Send the form as it is shown, with some fields changed."""
        form = {
            "form.widgets.ocds_prefix": "ocds-imio00",
            "form.widgets.public_figures-empty-marker": "1",
            "form.buttons.save": "Save",
        }
        for name, field in ICentraleSettings.namesAndDescriptions():
            if isinstance(field.default, int) and not isinstance(field.default, bool):
                form[f"form.widgets.{name}"] = str(field.default)
        form |= {f"form.widgets.{name}": value for name, value in changes.items()}
        self.http.form.clear()
        self.http.form.update(form)
        with acting("siteadmin"):
            view = self.portal.restrictedTraverse(PANEL)
            view.update()
            return view.form_instance

    def test_site_administrators_find_it_in_the_setup(self):
        for login, urls in (
            ("siteadmin", [f"{self.portal.absolute_url()}/{PANEL}"]),
            ("agent", []),
        ):
            with self.subTest(login), acting(login):
                found = self.portal.portal_controlpanel.enumConfiglets("Products")
                ours = [each["url"] for each in found if each["id"] == "imio.centrale"]
                self.assertEqual(ours, urls)

    def test_nobody_else(self):
        for login in OTHERS:
            with self.subTest(login), self.assertRaises(Unauthorized):
                self.panel(login)

    def test_every_setting_is_there_and_explained(self):
        text = self.text(self.portal, PANEL.lstrip("@"), "siteadmin")
        for name, field in ICentraleSettings.namesAndDescriptions():
            with self.subTest(name):
                self.assertIn(f"form-widgets-{name}", text)
                if name not in ("authorities_id", "suppliers_id"):
                    self.assertTrue(field.description)

    def test_saved(self):
        self.save(
            warning_days="4",
            closing_days="2/11/2026\r\n\r\n01/10/2026\r\n02/11/2026",
            callback_hosts="Agenda.Commune.example\r\n",
            ocds_prefix="ocds-abc123",
        )
        self.assertEqual(settings.get("warning_days"), 4)
        self.assertEqual(
            settings.get("closing_days"), (date(2026, 10, 1), date(2026, 11, 2))
        )
        self.assertEqual(settings.get("callback_hosts"), ("agenda.commune.example",))
        self.assertEqual(settings.get("ocds_prefix"), "ocds-abc123")
        self.assertFalse(settings.get("public_figures"))

    def test_what_is_wrong_is_said_and_nothing_is_saved(self):
        for name, value in (
            ("closing_days", "2026-11-02"),
            ("closing_days", "31/02/2026"),
            ("callback_hosts", "http://agenda.commune.example/"),
            ("callback_hosts", "agenda.commune.example:8080"),
            ("callback_hosts", "localhost"),
            ("callback_hosts", "-a.example"),
            ("ocds_prefix", "imio"),
            ("ocds_prefix", "ocds-imio000"),
            ("warning_days", "-1"),
            ("warning_days", "deux"),
            ("inventory_megabytes", "0"),
            ("inventory_megabytes", "51"),
            ("document_megabytes", ""),
        ):
            with self.subTest(name, value=value):
                before = settings.get(name)
                form = self.save(**{name: value})
                (line,) = form.summary
                self.assertEqual(line[0], f"#form-widgets-{name}")
                self.assertTrue(line[2])
                self.assertEqual(settings.get(name), before)

    def test_the_registers_cannot_be_moved(self):
        self.save(authorities_id="ailleurs")
        self.assertEqual(settings.get("authorities_id"), "autorites")


class TestEffects(SettingsCase):
    """Each setting counts at once, without a restart."""

    def due(self):
        with at("2026-03-02 10:00"):
            mission = self.consulting()
        return to_brussels(mission["consultation-1"].due).date()

    def test_closing_days_move_the_answer(self):
        self.assertEqual(self.due(), date(2026, 3, 9))
        self.decide("closing_days", (date(2026, 3, 4), date(2026, 3, 9)))
        self.assertEqual(self.due(), date(2026, 3, 11))

    def test_sizes_of_files(self):
        self.decide("inventory_megabytes", 1)
        self.decide("document_megabytes", 2)
        self.assertEqual(limits().size, 1_000_000)
        self.assertEqual(limits_of_site().size, 2_000_000)
        self.assertEqual(limits_of_site().characters, 1_000_000)
