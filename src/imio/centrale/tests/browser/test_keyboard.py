"""The five steps without touching the mouse."""

from imio.centrale import clock
from imio.centrale.tests.browser.test_five_steps import ANSWERS
from imio.centrale.tests.browser.test_five_steps import paper
from imio.centrale.tests.browser.walking import WalkTestCase


#: what is drawn around the element that has the focus, and whether it has it itself: the
#: button in a field of a day is marked by Chromium, and no style tells
MARK = """() => {
    const style = getComputedStyle(document.activeElement);
    const own = document.activeElement.matches(":focus");
    return [own, style.outlineStyle, style.outlineWidth, style.boxShadow];
}"""
#: presses of Tab after which a page counts as one that cannot be walked through
MOST = 200
SEND = "form.centrale-once [type=submit]:not([name])"
SAVE = "[name='form.buttons.save']"


def act(transition):
    """The button of an act."""
    return f"form:has([value={transition}]) [type=submit]"


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
        own, line, width, shadow = page.evaluate(MARK)
        marked = not own or shadow != "none" or (line != "none" and width != "0px")
        where = page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        self.assertTrue(marked, f"{page.url}: {where}")

    def press(self, page, selector, key="Enter"):
        """Reach an element and press a key that leads to another page."""
        self.reach(page, selector)
        with page.expect_navigation():
            page.keyboard.press(key)

    def fill(self, page, name, text):
        self.reach(page, f"[name='{name}']")
        page.keyboard.press("Control+A")
        page.keyboard.type(text)

    def fill_day(self, page, name, day):
        """The parts of a day stand in the order of the language Chromium speaks."""
        field = f"[name='{name}']"
        self.reach(page, field)
        for order in ("%m%d%Y", "%d%m%Y"):
            page.keyboard.type(day.strftime(order))
            if page.input_value(field) == day.isoformat():
                return
            for _part in range(2):
                page.keyboard.press("ArrowLeft")
        self.fail(f"{name}: {page.input_value(field)}")

    def choose_file(self, page, name, file):
        """The dialog in which it is chosen is the system's, not the page's."""
        field = f"[type=file][name='{name}']"
        self.reach(page, field)
        page.set_input_files(field, file)


class TestKeyboard(KeyboardTestCase):
    def test_five_steps(self):
        authority, supplier, agent = map(self.login, ("daverdisse", "exemple", "agent"))
        code = self.ask(authority)
        self.offer(supplier, code)
        self.agree(authority, code)
        self.order(authority, code)
        self.act_on_mission(agent, code, "confirm")
        self.close(supplier, code)
        self.act_on_mission(agent, code, "accept")
        closed = self.found("MissionRequest", review_state="closed", tracking_code=code)
        self.assertEqual(len(closed), 1)

    def ask(self, page):
        before = self.found("MissionRequest")
        page.goto(f"{self.centrale}/@@centrale-authority")
        self.press(page, "a[href*='@@centrale-request']:not([href*='draft='])")
        self.reach(page, "[name=lot]")
        page.keyboard.press("Space")
        self.press(page, SEND)
        self.fill(page, "title", ANSWERS["title"])
        self.press(page, SEND)
        for name in ("contact_name", "contact_email"):
            self.fill(page, name, ANSWERS[name])
        self.press(page, SEND)
        self.press(page, SEND, "Space")
        (address,) = set(self.found("MissionRequest")).difference(before)
        code = address.rpartition("/")[2]
        self.assertIn(code, page.inner_text("article"))
        return code

    def offer(self, page, code):
        page.goto(f"{self.centrale}/@@centrale-supplier")
        self.press(page, f"a[href*='{code}/++add++imio.centrale.Offer']")
        self.press(page, "[name='centrale.add'][value='AUD-02']")
        self.fill(page, "form.widgets.lines.0.widgets.quantity", "3")
        until = clock.today().replace(year=clock.today().year + 1, day=1)
        self.fill_day(page, "form.widgets.valid_until", until)
        self.press(page, SAVE)
        self.press(page, act("submit"))

    def agree(self, page, code):
        page.goto(f"{self.centrale}/@@centrale-authority")
        self.press(page, f"a[href*='{code}'][href*='@@centrale-decide']")
        self.press(page, act("accept"))

    def order(self, page, code):
        """Where the agreement has led."""
        today = clock.today().strftime("%d/%m/%Y")
        self.fill(page, "order_number", "2026/15")
        self.fill(page, "order_date", today)
        self.choose_file(page, "purchase_order", paper("commande.pdf", code))
        self.reach(page, "[name=organ]")
        page.keyboard.press("ArrowDown")
        self.fill(page, "deliberation_date", today)
        self.choose_file(page, "deliberation", paper("deliberation.pdf", code))
        self.press(page, SEND)
        self.press(page, SEND)
        deposited = {"tracking_code": code, "review_state": "deposited"}
        self.assertEqual(len(self.found("Order", **deposited)), 1)

    def act_on_mission(self, page, code, transition):
        """From the work of the agent."""
        page.goto(f"{self.centrale}/@@centrale-desk")
        self.press(page, f"article a[href*='{code}']")
        self.press(page, act(transition))

    def close(self, page, code):
        today = clock.today()
        page.goto(f"{self.centrale}/@@centrale-supplier")
        self.press(page, f"a[href*='{code}/++add++imio.centrale.ClosureFile']")
        self.choose_file(page, "form.widgets.report", paper("rapport.pdf", code))
        self.fill_day(page, "form.widgets.report_signed_on", today)
        for number, value in enumerate(("100", "12", "oui")):
            self.fill(page, f"form.widgets.indicators.{number}.widgets.value", value)
        self.choose_file(page, "form.widgets.invoice", paper("facture.pdf", code))
        self.fill(page, "form.widgets.invoice_number", "F-2026-78")
        self.fill_day(page, "form.widgets.invoice_date", today)
        for name, amount in zip(("excl", "incl"), ("2760,00", "3339,60")):
            self.fill(page, f"form.widgets.invoice_{name}_vat", amount)
        self.choose_file(page, "form.widgets.payment_proof", paper("extrait.pdf", code))
        self.fill_day(page, "form.widgets.payment_date", today)
        self.fill(page, "form.widgets.payment_amount", "3339,60")
        self.press(page, SAVE)
        self.press(page, act("deposit"))
