"""What people do to forms: nothing is lost, nothing doubled, and it is said in French."""

from imio.centrale.tests.browser.walking import WalkTestCase


SEND = "form.centrale-once [type=submit]:not([name])"
#: words that no French sentence of some length goes without
FRENCH = r"\b([Ll][ae]s?|[Uu]ne?|d[eu]s?|est|pas|vous|votre|ce(tte)?|qui)\b"


class FormsTestCase(WalkTestCase):
    def send(self, page, button=SEND):
        self.follow(page, button)

    def let_be_too_long(self, page):
        """A browser that does not keep to the length that the page gives."""
        page.evaluate(
            "document.querySelectorAll('[maxlength]')"
            ".forEach((each) => each.removeAttribute('maxlength'))"
        )

    def assert_told(self, page, names):
        """A summary has the focus and leads to the fields, which say what is wrong."""
        summary = page.locator(".centrale-summary")
        self.assertEqual(summary.count(), 1, page.url)
        for name in names:
            link = summary.locator(f"a[href$='#{name}']").first
            self.assertRegex(link.inner_text(), FRENCH)
            self.assertTrue(page.locator(f"#{name}-error").count(), name)
        self.assertEqual(
            page.evaluate("document.activeElement.className.includes('summary')"), True
        )

    def leave(self, page):
        """The session ends while the form is open."""
        page.context.clear_cookies()


class TestRequest(FormsTestCase):
    def begin(self, page):
        """To the page of the need."""
        page.goto(f"{self.centrale}/@@centrale-request")
        page.locator("[name=lot]:not([disabled])").first.check()
        self.send(page)

    def test_empty_and_too_long(self):
        page = self.login("bertrix")
        page.goto(f"{self.centrale}/@@centrale-request")
        self.send(page)
        self.assert_told(page, ["lot"])
        self.begin(page)
        self.send(page)
        self.assert_told(page, ["title"])
        self.let_be_too_long(page)
        long = "é" * 256
        page.fill("[name=title]", long)
        self.send(page)
        self.assert_told(page, ["title"])
        self.assertEqual(page.input_value("[name=title]"), long)
        page.fill("[name=title]", "Audit")
        self.send(page)
        page.fill("[name=contact_name]", "")
        page.fill("[name=contact_email]", "pas une adresse")
        self.send(page)
        self.assert_told(page, ["contact_name", "contact_email"])
        self.assertEqual(page.input_value("[name=contact_email]"), "pas une adresse")

    def test_session_ends(self):
        """What was typed stands in the page, and is sent again after the login."""
        page = self.login("bertrix")
        self.begin(page)
        page.fill("[name=title]", "Rien ne se perd")
        self.leave(page)
        self.send(page)
        self.assertIn("Rien ne se perd", page.content())
        self.assertRegex(page.inner_text("article"), "session|connect")

        other = page.context.new_page()
        self.log_in(other, "bertrix")
        self.send(page, "article form [type=submit]")
        if "page=contact" not in page.url:
            self.send(page)
        self.assertIn("page=contact", page.url)

    def log_in(self, page, name):
        page.goto(f"{self.base}/login")
        page.fill("[name=__ac_name]", name)
        page.fill("[name=__ac_password]", f"demo-{name}")
        self.follow(page, "[name='buttons.login']")

    def test_sent_twice_and_gone_back(self):
        page = self.login("bertrix")
        before = len(self.found("MissionRequest"))
        self.begin(page)
        page.fill("[name=title]", "Une seule fois")
        self.send(page)
        page.fill("[name=contact_name]", "Camille")
        page.fill("[name=contact_email]", "camille@bertrix.example")
        self.send(page)
        with page.expect_navigation():
            page.locator(SEND).first.dblclick()
        page.wait_for_load_state("networkidle")
        self.assertEqual(len(self.found("MissionRequest")), before + 1)
        text = page.inner_text("article")
        page.go_back()
        page.wait_for_load_state("networkidle")
        if page.locator(SEND).count():
            self.send(page)
        self.assertEqual(page.inner_text("article"), text)
        self.assertEqual(len(self.found("MissionRequest")), before + 1)


class TestDecision(FormsTestCase):
    """An offer is sent back without a reason, agreed with twice; its order is typed badly."""

    def test_offer_and_order(self):
        page = self.login("daverdisse")
        page.goto(f"{self.centrale}/@@centrale-authority")
        self.follow(page, "a[href*='@@centrale-decide']")
        decide = page.url
        offer = decide.rpartition("/")[0]
        self.send(page, "form:has([value=return]) [type=submit]")
        self.assert_told(page, ["comment"])
        self.assertIn(offer, self.found("Offer", review_state="submitted"))

        page.goto(decide)
        with page.expect_navigation():
            page.locator("form:has([value=accept]) [type=submit]").dblclick()
        page.wait_for_load_state("networkidle")
        self.assertIn(offer, self.found("Offer", review_state="accepted"))

        self.send(page)
        names = ("order_number", "order_date", "organ", "deliberation")
        self.assert_told(page, names)
        self.let_be_too_long(page)
        page.fill("[name=order_number]", "9" * 101)
        page.fill("[name=order_date]", "31/02/2026")
        self.send(page)
        self.assert_told(page, ("order_number", "order_date"))
        self.assertEqual(page.input_value("[name=order_date]"), "31/02/2026")
        self.leave(page)
        page.fill("[name=order_number]", "2026/14")
        self.send(page)
        self.assertIn("2026/14", page.content())
        mission = offer.rpartition("/")[0]
        code = mission.rpartition("/")[2]
        self.assertEqual(self.found("Order", tracking_code=code), [])


class TestOffer(FormsTestCase):
    """The grid of an offer: nothing, then a text that is no number."""

    SAVE = "[name='form.buttons.save']"

    def test_grid(self):
        """The server judges, whatever the browser would have kept back."""
        page = self.login("exemple", javascript=False)
        before = len(self.found("Offer"))
        page.goto(f"{self.centrale}/@@centrale-supplier")
        address = page.get_attribute("a[href*='++add++imio.centrale.Offer']", "href")
        page.goto(address)
        self.save(page)
        self.send(page, "[name='centrale.add']")
        quantity = "[name='form.widgets.lines.0.widgets.quantity']"
        page.fill(quantity, "beaucoup")
        self.save(page)
        self.assertEqual(page.input_value(quantity), "beaucoup")
        self.assertEqual(len(self.found("Offer")), before)

    def save(self, page):
        """Refused, with the reasons on top."""
        page.evaluate(
            "[...document.forms].forEach((form) => { form.noValidate = true })"
        )
        self.send(page, self.SAVE)
        self.assertTrue(page.locator("#centrale-errors li").count(), page.url)
        told = page.inner_text("#centrale-errors")
        self.assertIn("Rien n’a été enregistré", told)


class TestTransition(FormsTestCase):
    """An act that needs a reason, without one, then twice."""

    def test_cancel(self):
        page = self.login("agent")
        address = self.found("MissionRequest", review_state="submitted")[-1]
        page.goto(f"{address}/@@centrale-transition?transition=cancel")
        page.evaluate("document.querySelector('form.centrale-once').noValidate = true")
        self.send(page)
        self.assertRegex(page.inner_text("article .alert"), FRENCH)
        self.assertIn(address, self.found("MissionRequest", review_state="submitted"))
        page.select_option("[name=reason_code]", index=1)
        page.fill("[name=reason_note]", "Reporté à l'an prochain.")
        with page.expect_navigation():
            page.locator(SEND).first.dblclick()
        page.wait_for_load_state("networkidle")
        self.assertIn(address, self.found("MissionRequest", review_state="cancelled"))
