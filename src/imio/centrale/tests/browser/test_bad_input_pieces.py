"""The forms of pieces, of the room and of the settings, filled in as they should not be."""

from imio.centrale.tests.browser.test_bad_input import FormsTestCase
from imio.centrale.tests.browser.test_bad_input import FRENCH
from imio.centrale.tests.browser.test_bad_input import SEND
from imio.centrale.tests.browser.walking import PATIENCE


SAVE = "[name='form.buttons.save']"
QUOTE = {"name": "devis.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4"}
LONG = "é" * 6000
CONTINUE = "article form [type=submit]"
#: how often it is looked whether a page is there
TURNS = 600


class PiecesTestCase(FormsTestCase):
    def press(self, page, button=SAVE):
        """Send it whatever the browser would have kept back."""
        page.evaluate("[...document.forms].forEach((each) => each.noValidate = true)")
        self.send(page, button)

    def typed_too_long(self, page, field):
        """What was typed stays."""
        self.let_be_too_long(page)
        page.fill(field, LONG)

    def assert_refused(self, page, *texts):
        """A summary in French, whose links lead to the fields."""
        alert = page.locator("#centrale-errors, article .alert-danger").first
        told = alert.inner_text()
        self.assertRegex(told, FRENCH)
        for text in texts:
            self.assertIn(text, told)
        links = alert.locator("a")
        self.assertTrue(links.count(), told)
        for link in links.all():
            target = link.get_attribute("href").rpartition("#")[2]
            self.assertTrue(page.locator(f"[id='{target}']").count(), target)


class TestSessionEnds(PiecesTestCase):
    def test_offer(self):
        """The grid and the day come back; the file is named, and chosen again."""
        page = self.login("exemple", javascript=False)
        page.goto(f"{self.centrale}/@@centrale-supplier")
        offer = page.get_attribute("a[href*='++add++imio.centrale.Offer']", "href")
        page.goto(offer)
        self.press(page, "[name='centrale.add']")
        quantity = "[name='form.widgets.lines.0.widgets.quantity']"
        page.fill(quantity, "3")
        page.fill("[name='form.widgets.valid_until']", "2099-01-01")
        page.set_input_files("[type=file]", files=[QUOTE])
        before = len(self.found("Offer"))
        self.leave(page)
        self.press(page)
        self.assertIn("devis.pdf", page.inner_text("article"))
        self.assertEqual(len(self.found("Offer")), before)

        self.log_in_elsewhere(page, "exemple")
        self.send(page, CONTINUE)
        self.assertEqual(len(self.found("Offer")), before)
        self.assertIn("devis.pdf", page.inner_text(".centrale-summary"))
        self.assertEqual(page.input_value(quantity), "3,00")
        self.assert_accessible_names(page)
        page.set_input_files("[type=file]", files=[QUOTE])
        self.press(page)
        self.assertEqual(len(self.found("Offer")), before + 1)

    def log_in_elsewhere(self, page, name):
        other = page.context.new_page()
        other.goto(f"{self.base}/login")
        other.fill("[name=__ac_name]", name)
        other.fill("[name=__ac_password]", f"demo-{name}")
        self.send(other, "[name='buttons.login']")
        other.close()

    def assert_accessible_names(self, page):
        """The cells and the file are named without a script of ours."""
        fields = page.locator(
            ".pat-datagridfield tbody input[type=text], .field [type=file]"
        )
        self.assertTrue(fields.count())
        for each in fields.all():
            self.assertTrue(each.get_attribute("aria-label"))

    def test_note(self):
        page = self.login("agent")
        mission = self.found("MissionRequest", review_state="submitted")[-1]
        page.goto(f"{mission}/@@centrale-notes")
        page.fill("[name=note]", "Rappeler lundi")
        self.leave(page)
        self.send(page)
        self.assertRegex(page.inner_text("article"), "connecté")
        self.log_in_elsewhere(page, "agent")
        self.send(page, CONTINUE)
        self.assertEqual(page.input_value("[name=note]"), "Rappeler lundi")
        self.send(page)
        self.assertIn("Rappeler lundi", page.inner_text("article"))


class TestSentAgain(PiecesTestCase):
    def test_session(self):
        """Pressed twice, gone back to and sent again, then changed."""
        page = self.login("agent", javascript=False)
        before = len(self.found("InformationSession"))
        page.goto(f"{self.centrale}/sessions/++add++imio.centrale.InformationSession")
        page.fill("[name='form.widgets.title']", "Présentation de la centrale")
        page.fill("[name='form.widgets.start']", "2027-03-01T10:00")
        page.fill("[name='form.widgets.end']", "2027-03-01T11:00")
        page.locator(SAVE).dblclick()
        made = self.where_it_leads(page)
        self.assertEqual(len(self.found("InformationSession")), before + 1)
        page.go_back()
        self.fill_again(page, "Présentation de la centrale")
        self.press(page)
        self.assertEqual(page.url, made)
        page.go_back()
        self.fill_again(page, "Une autre séance")
        self.press(page)
        self.assert_made_already(page, made)
        self.assertEqual(len(self.found("InformationSession")), before + 1)

    def where_it_leads(self, page):
        """The second press broke off what the first began: no navigation to wait for."""
        for _turn in range(TURNS):
            if "++add++" not in page.url:
                break
            page.wait_for_timeout(PATIENCE / TURNS)
        page.wait_for_load_state()
        return page.url

    def fill_again(self, page, title):
        """The browser may have kept what was typed, or not."""
        page.fill("[name='form.widgets.title']", title)
        page.fill("[name='form.widgets.start']", "2027-03-01T10:00")
        page.fill("[name='form.widgets.end']", "2027-03-01T11:00")

    def assert_made_already(self, page, made):
        link = page.locator("#centrale-errors a")
        self.assertEqual(link.get_attribute("href"), made)
        self.assertRegex(page.inner_text("#centrale-errors"), FRENCH)
        title = page.input_value("[name='form.widgets.title']")
        self.assertEqual(title, "Une autre séance")


class TestWrong(PiecesTestCase):
    """Empty, too long, of the wrong kind: said at the field, and what was typed stays."""

    def test_contact(self):
        page = self.visit()
        page.goto(f"{self.centrale}/@@centrale-contact")
        self.send(page)
        self.assert_told(page, ["kind", "title", "text", "sender_name", "sender_email"])
        self.typed_too_long(page, "[name=text]")
        page.fill("[name=sender_email]", "pas une adresse")
        page.fill("[name=tracking_code]", "CYB-26-0000000")
        self.send(page)
        self.assert_told(page, ["text", "sender_email", "tracking_code"])
        self.assertEqual(page.input_value("[name=text]"), LONG)

    def test_information_session(self):
        page = self.login("agent", javascript=False)
        page.goto(f"{self.centrale}/sessions/++add++imio.centrale.InformationSession")
        self.press(page)
        self.assert_refused(page, "obligatoire")
        self.typed_too_long(page, "[name='form.widgets.title']")
        page.evaluate("document.querySelector('[name$=start]').type = 'text'")
        page.fill("[name='form.widgets.start']", "demain")
        self.press(page)
        self.assert_refused(page)
        told = page.inner_text("#centrale-errors")
        for number in ("255", "31/12/2026"):
            self.assertIn(number, told)
        self.assertEqual(page.input_value("[name='form.widgets.title']"), LONG)

    def test_settings(self):
        page = self.login("siteadmin", javascript=False)
        page.goto(f"{self.base}/@@centrale-settings")
        page.fill("[name='form.widgets.closing_days']", "le premier mai")
        self.press(page)
        self.assert_refused(page, "le premier mai")
        kept = page.input_value("[name='form.widgets.closing_days']")
        self.assertIn("le premier mai", kept)

    def test_acts_of_an_agent(self):
        page = self.login("agent")
        mission = self.found("MissionRequest", review_state="submitted")[-1]
        page.goto(f"{mission}/@@centrale-notes")
        self.press(page, "form[action$='@@centrale-notes'] [type=submit]")
        self.assert_refused(page)
        page.goto(f"{mission}/@@centrale-transition?transition=cancel")
        self.let_be_too_long(page)
        page.fill("[name=reason_note]", LONG)
        self.press(page)
        self.assert_refused(page)
        self.assertEqual(page.input_value("[name=reason_note]"), LONG)
        self.assertTrue(page.locator("#reason_code-error").count())
        ordered = self.found("MissionRequest", review_state="ordered")[-1]
        page.goto(f"{ordered}/@@centrale-derogation")
        self.press(page, "form[action$=derogation] [type=submit]")
        self.assert_refused(page)

    def press(self, page, button=None):
        super().press(page, button or (SEND if page.locator(SEND).count() else SAVE))

    def test_saved_view(self):
        page = self.login("agent", javascript=False)
        page.goto(f"{self.centrale}/missions")
        page.evaluate("document.querySelectorAll('details').forEach((x) => x.open = 1)")
        self.press(page, "[name=act][value=save]")
        self.assert_refused(page)
        page.fill("#centrale-view-name", "Les miennes")
        self.press(page, "[name=act][value=save]")
        self.assertIn("/missions", page.url)
