"""A request and an agreement without touching the mouse."""

from imio.centrale.tests.browser.walking import WalkTestCase


#: what is drawn around the element that has the focus
MARK = """() => {
    const style = getComputedStyle(document.activeElement);
    return [style.outlineStyle, style.outlineWidth, style.boxShadow];
}"""
#: presses of Tab after which a page counts as one that cannot be walked through
MOST = 150


class KeyboardTestCase(WalkTestCase):
    """``reach`` presses Tab until an element has the focus, which is seen each time."""

    def reach(self, page, selector):
        for _press in range(MOST):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement === document.body"):
                continue
            self.assert_marked(page)
            if page.evaluate("(s) => document.activeElement.matches(s)", selector):
                return
        self.fail(f"{selector} is not reached on {page.url}")

    def assert_marked(self, page):
        line, width, shadow = page.evaluate(MARK)
        outlined = line != "none" and width != "0px"
        where = page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        self.assertTrue(outlined or shadow != "none", f"{page.url}: {where}")

    def press(self, page, selector, key="Enter"):
        """Reach an element and press a key that leads to another page."""
        self.reach(page, selector)
        with page.expect_navigation():
            page.keyboard.press(key)

    def fill(self, page, name, text):
        self.reach(page, f"[name={name}]")
        page.keyboard.press("Control+A")
        page.keyboard.type(text)


class TestKeyboard(KeyboardTestCase):
    SEND = "form.centrale-once [type=submit]:not([name])"

    def test_request_and_agreement(self):
        page = self.login("daverdisse")
        before = self.found("MissionRequest")
        page.goto(f"{self.centrale}/@@centrale-authority")
        self.press(page, "a[href*='@@centrale-request']:not([href*='draft='])")
        self.reach(page, "[name=lot]")
        page.keyboard.press("Space")
        self.press(page, self.SEND)
        self.fill(page, "title", "Demande faite au clavier")
        self.press(page, self.SEND)
        self.fill(page, "contact_name", "Dominique Daverdisse")
        self.fill(page, "contact_email", "dominique@daverdisse.example")
        self.press(page, self.SEND)
        self.press(page, self.SEND, "Space")
        (address,) = set(self.found("MissionRequest")).difference(before)
        self.assertIn(address.rpartition("/")[2], page.inner_text("article"))

        page.goto(f"{self.centrale}/@@centrale-authority")
        self.press(page, "a[href*='@@centrale-decide']")
        offer = page.url.rpartition("/")[0]
        self.press(page, "form:has([value=accept]) [type=submit]")
        self.assertIn(offer, self.found("Offer", review_state="accepted"))
