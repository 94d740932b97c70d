"""Forms that are sent after the session ended, twice, or gone back to: over HTTP."""

from imio.centrale.browser.form_labels import ADD_TITLES
from imio.centrale.browser.sent_once import FORM_KEY
from imio.centrale.tests.functional.test_browser_procedure import PagesTestCase
from lxml import html


OFFER = "++add++imio.centrale.Offer"
ROW = {"lines__0__code": "A1", "lines__0__quantity": "2"}
TYPED = {"valid_until": "2099-01-01", **ROW}


class KeptTestCase(PagesTestCase):
    """An offer on a mission that waits for one."""

    def setUp(self):
        super().setUp()
        self.dossier = self.assigned()
        self.before = self.children(self.dossier)

    @property
    def made(self):
        found = self.children(self.dossier)
        return [each for each in found if each not in self.before]

    def opened(self, login="alpha"):
        """The form, and its key."""
        visitor = self.visitor(login).open(f"{self.dossier}/{OFFER}")
        return visitor, self.value(visitor, FORM_KEY)

    def value(self, visitor, name):
        return "".join(self.tree(visitor).xpath(f"//input[@name='{name}']/@value"))

    def tree(self, visitor):
        return html.fromstring(visitor.text)

    def save(self, visitor, key, status=200, **changes):
        values = {**TYPED, **changes}
        form = {"form.buttons.save": "Save", FORM_KEY: key, **self.sent(values)}
        return visitor.send(f"{self.dossier}/{OFFER}", status=status, **form)

    def sent(self, values):
        """The names that the browser gives to these fields."""
        form = {"form.widgets.lines.count": "1"}
        for name, value in values.items():
            grid, _sep, cell = name.partition("__")
            number, _sep, column = cell.partition("__")
            tail = f".{number}.widgets.{column}" if cell else ""
            form[f"form.widgets.{grid}{tail}"] = value
        return form


class TestSessionEnded(KeptTestCase):
    def test_what_was_typed_waits_in_the_page(self):
        nobody = self.visitor()
        form = {**self.sent(TYPED), "form.buttons.save": "Save", FORM_KEY: "abc"}
        file = {"form.widgets.quote": ("devis.pdf", b"%PDF-1.4", "application/pdf")}
        url = f"{self.dossier}/{OFFER}"
        response = nobody.session.post(url, data=form, files=file, timeout=60)
        nobody._keep(response, 403)
        self.assertEqual(response.headers["Cache-Control"], "private, no-store")
        self.assertIn("You are no longer logged in", nobody.text)
        self.assertIn("<li>devis.pdf</li>", nobody.text)
        kept = self.tree(nobody).xpath("//article//input[@type='hidden']")
        values = {each.get("name"): each.get("value") for each in kept}
        self.assertEqual(values["form.widgets.valid_until"], "2099-01-01")
        self.assertEqual(values["form.widgets.lines.0.widgets.quantity"], "2")
        self.assertNotIn("_authenticator", values)
        title = self.client("admin").got(self.dossier)["title"]
        self.assertNotIn(title, nobody.text, "nothing of the dossier is told")
        self.assertEqual(self.made, [])

        alpha = self.visitor("alpha").send(url, status=403, token="", **values)
        self.assertIn("Nothing was saved yet", alpha.text)
        self.assertIn("<li>devis.pdf</li>", alpha.text)
        cell = "form.widgets.lines.0.widgets.quantity"
        self.assertIn(self.value(alpha, cell), ("2", "2,00"))
        self.assertEqual(self.made, [])
        self.save(alpha, self.value(alpha, FORM_KEY))
        self.assertEqual(len(self.made), 1)

    def test_a_password_is_never_given_back(self):
        form = {"__ac_name": "alpha", "__ac_password": "no such", "other": "kept"}
        url = f"{self.dossier}/@@centrale-notes"
        nobody = self.visitor().send(url, status=403, **form)
        self.assertIn('name="other"', nobody.text)
        self.assertNotIn("no such", nobody.text)

    def test_who_is_known_is_told_no(self):
        """Another supplier is still logged in: that is no ended session."""
        url = f"{self.dossier}/{OFFER}"
        beta = self.visitor("beta")
        response = beta.session.post(
            url, data={"a": "b"}, timeout=60, allow_redirects=False
        )
        self.assertNotIn("You are no longer logged in", response.text)
        self.assertEqual(self.made, [])

    def test_reading_leads_to_the_login(self):
        response = self.visitor().session.get(
            f"{self.dossier}/{OFFER}", timeout=60, allow_redirects=False
        )
        self.assertEqual(response.status_code, 302)
        self.assertIn("require_login", response.headers["Location"])

    def test_pages_of_acts_show_what_was_typed_again(self):
        for page, name, login in (
            ("@@centrale-notes", "note", "agent"),
            ("@@centrale-transition?transition=cancel", "reason_note", "agent"),
            ("@@centrale-derogation", "note", "agent"),
        ):
            with self.subTest(page):
                url = f"{self.dossier}/{page}"
                agent = self.visitor(login).open(url)
                agent.send(url, status=403, token="", **{name: "Bien écrit"})
                self.assertIn("Nothing was saved yet", agent.text)


class TestSentOnce(KeptTestCase):
    def test_sent_twice(self):
        alpha, key = self.opened()
        first = self.save(alpha, key).url
        token = self.visitor("alpha").open(f"{self.dossier}/{OFFER}")
        self.assertEqual(self.save(token, key).url, first)
        self.assertEqual(len(self.made), 1)

    def test_going_back_finds_the_same_form(self):
        alpha, key = self.opened()
        address = alpha.url
        self.assertIn(f"{FORM_KEY}={key}", address)
        self.save(alpha, key)
        self.assertEqual(self.value(alpha.open(address), FORM_KEY), key)

    def test_changed_since(self):
        """It is shown again with what was typed, and added when it is sent once more."""
        alpha, key = self.opened()
        first = self.save(alpha, key).url
        again = self.visitor("alpha").open(f"{self.dossier}/{OFFER}")
        self.save(again, key, valid_until="2099-12-31")
        self.assertEqual(self.value(again, "form.widgets.valid_until"), "2099-12-31")
        link = self.tree(again).xpath("//*[@id='centrale-errors']//a/@href")
        self.assertEqual(link, [first])
        self.assertEqual(len(self.made), 1)
        self.save(again, self.value(again, FORM_KEY), valid_until="2099-12-31")
        self.assertEqual(len(self.made), 2)


class TestNames(KeptTestCase):
    def test_titles_of_the_forms(self):
        alpha, _key = self.opened()
        self.assertEqual(self.tree(alpha).xpath("//h1/text()"), ["Add an offer"])
        self.assertIn("<title>Add an offer", alpha.text)
        tool = self.layer["portal"].portal_types
        added = {
            fti.getId()
            for fti in tool.listTypeInfo()
            if fti.getId().startswith("imio.centrale.")
            and fti.add_permission != "imio.centrale.AddByProduct"
        }
        self.assertEqual(set(ADD_TITLES), added)

    def test_cells_and_files_are_named_without_a_script(self):
        alpha, _key = self.opened()
        cells = self.tree(alpha).xpath(
            "//div[contains(@class, 'pat-datagridfield')]//input[@type='text']"
        )
        self.assertTrue(cells)
        self.assertEqual({bool(each.get("aria-label")) for each in cells}, {True})
        file = self.tree(alpha).xpath("//input[@type='file']/@aria-label")
        self.assertEqual(file, ["Quote"])


class TestWrong(KeptTestCase):
    """What cannot be read is told in words, at its field and in the summary."""

    def told(self, visitor):
        return self.tree(visitor).xpath("//*[@id='centrale-errors']//li//text()")

    def test_cells_and_days(self):
        alpha, key = self.opened()
        row = {"lines__0__code": "x" * 5000, "lines__0__quantity": "beaucoup"}
        self.save(alpha, key, valid_until="demain", **row)
        text = " ".join("".join(self.told(alpha)).split())
        self.assertIn("such as 31/12/2026", text)
        self.assertIn("characters", text)
        self.assertNotIn("The system could not process", alpha.text)
        self.assertEqual(self.made, [])
