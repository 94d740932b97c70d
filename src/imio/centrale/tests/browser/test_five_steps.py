"""The five steps, walked through the pages by the four kinds of people."""

from imio.centrale import clock
from imio.centrale.demo.files import pdf
from imio.centrale.demo.people import login_of
from imio.centrale.lookup import resolve
from imio.centrale.tests.browser.walking import WalkTestCase

import re


ANSWERS = {
    "title": "Audit de la maison communale",
    "description": "Deux bâtiments, trente postes, avant l'été.",
    "contact_name": "Dominique Daverdisse",
    "contact_email": "dominique@daverdisse.example",
}
SEND = "form.centrale-once [type=submit]"
GRID = "form.widgets.lines"
TYPED = "#form-widgets-lines [name$='.widgets.code']:not([name*='.TT.']):not([name*='.AA.'])"


def paper(name, *lines):
    """A file to upload."""
    return {"name": name, "mimeType": "application/pdf", "buffer": pdf(lines)}


class StepsTestCase(WalkTestCase):
    """What each of them does, by the words they see."""

    def ask(self, page, lot):
        """The three pages, with a draft that waits; returns the tracking code."""
        page.goto(f"{self.centrale}/@@centrale-request")
        page.locator(f"[name=lot][value='{self.uid(lot)}']").check()
        self.follow(page, SEND)
        page.fill("[name=title]", ANSWERS["title"])
        self.follow(page, "[name=later]")
        self.follow(page, page.get_by_role("link", name=ANSWERS["title"]).first)
        self.go_on(page, "need")
        self.assertEqual(page.input_value("[name=title]"), ANSWERS["title"])
        page.fill("#description", ANSWERS["description"])
        self.follow(page, SEND)
        self.go_on(page, "contact")
        for name in ("contact_name", "contact_email"):
            page.fill(f"[name={name}]", ANSWERS[name])
        self.follow(page, SEND)
        for text in ANSWERS.values():
            self.assertIn(text, page.inner_text("article"))
        self.follow(page, SEND)
        return re.search(r"CYB-\d\d-\w{7}", page.inner_text("article")).group()

    def go_on(self, page, step):
        """To a page of the draft, if it is not the one that is shown."""
        if f"page={step}" not in page.url:
            self.follow(page, f"a[href*='page={step}']")

    def act(self, page, transition):
        """Press the button of an act on the page that is shown."""
        self.follow(
            page, f"form:has([name=transition][value={transition}]) [type=submit]"
        )

    def uid(self, lot):
        self.portal._p_jar.sync()
        catalog = self.portal.portal_catalog
        (brain,) = catalog.unrestrictedSearchResults(
            portal_type="imio.centrale.Lot", getId=lot
        )
        return brain.UID


class TestDirectLot(StepsTestCase):
    """One supplier; every step by its own page."""

    def test_from_request_to_closure(self):
        authority, supplier, agent = map(self.login, ("daverdisse", "exemple", "agent"))
        code = self.ask(authority, "audit-de-securite")
        address = authority.locator(f"a[href*='{code}']").first.get_attribute("href")

        self.offer(supplier, code)
        self.agree(authority, code)
        self.order(authority, code)

        agent.goto(f"{self.centrale}/@@centrale-desk")
        self.follow(agent, agent.get_by_role("link", name=code).first)
        self.act_on_piece(agent, "Order", code, "confirm")

        self.close(supplier, code)
        self.act_on_piece(agent, "ClosureFile", code, "accept")

        nobody = self.visit()
        nobody.goto(f"{self.centrale}/@@centrale-status")
        nobody.locator("main [name=code], #content [name=code]").first.fill(
            code.lower()
        )
        with nobody.expect_navigation():
            nobody.keyboard.press("Enter")
        self.assertIn("Clôtur", nobody.inner_text("article"))
        authority.goto(address)
        self.assertIn("Clôtur", authority.inner_text("article"))

    def offer(self, page, code):
        """Lines are added from annexe B, filled in, moved and removed."""
        page.goto(f"{self.centrale}/@@centrale-supplier")
        self.follow(page, f"a[href*='{code}/++add++imio.centrale.Offer']")
        for line in ("AUD-01", "AUD-02", "AUD-03"):
            page.fill("#centrale-search", line)
            self.follow(page, f"[name='centrale.add'][value={line}]")
        self.assertEqual(self.codes(page), ["AUD-01", "AUD-02", "AUD-03"])
        row = page.locator(f"tr:has(> td [name='{GRID}.1.widgets.code'])")
        row.locator(".dgf--row-moveup").click()
        self.assertEqual(self.codes(page), ["AUD-02", "AUD-01", "AUD-03"])
        last = page.locator("tr:has([name*='lines'][value='AUD-03'])")
        last.locator(".dgf--row-delete").click()
        self.assertEqual(self.codes(page), ["AUD-02", "AUD-01"])
        page.locator(f"[name='{GRID}.0.widgets.quantity']").fill("2,5")
        self.valid_until(page)
        self.follow(page, "[name='form.buttons.save']")
        self.assertNotIn("++add++", page.url)
        text = page.inner_text("article")
        self.assertLess(text.index("AUD-02"), text.index("AUD-01"))
        self.assertNotIn("AUD-03", text)
        self.act(page, "submit")

    def codes(self, page):
        """What stands in the grid, from top to bottom."""
        return [each.input_value() for each in page.locator(TYPED).all()]

    def valid_until(self, page):
        day = clock.today().replace(year=clock.today().year + 1, day=1)
        page.evaluate(
            "([name, day]) => { document.querySelector(`[name='${name}']`).value = day }",
            ["form.widgets.valid_until", day.isoformat()],
        )

    def agree(self, page, code):
        page.goto(f"{self.centrale}/@@centrale-authority")
        self.follow(page, f"a[href*='{code}'][href*='centrale-decide']")
        self.act(page, "accept")

    def order(self, page, code):
        """Both documents carry the code."""
        self.assertIn(code, page.inner_text("#tracking-code"))
        page.fill("[name=order_number]", "2026/14")
        today = clock.today().strftime("%d/%m/%Y")
        page.fill("[name=order_date]", today)
        page.fill("[name=deliberation_date]", today)
        page.select_option("[name=organ]", "college")
        for name in ("deliberation", "purchase_order"):
            page.set_input_files(f"[name={name}]", paper(f"{name}.pdf", name, code))
        self.follow(page, SEND)
        self.assertIn(code, page.inner_text("article"))
        self.follow(page, SEND)
        self.assertEqual(len(self.found("Order", tracking_code=code)), 1)

    def close(self, page, code):
        """The report, the invoice and the proof of payment; the results of the lot."""
        page.goto(f"{self.centrale}/@@centrale-supplier")
        self.follow(page, f"a[href*='{code}/++add++imio.centrale.ClosureFile']")
        for name in ("report", "invoice", "payment_proof"):
            field = page.locator(f"[type=file][name='form.widgets.{name}']")
            field.set_input_files(paper(f"{name}.pdf", name, code))
        total = self.portal_offer(code)
        for name, text in (
            ("invoice_number", "F-2026-77"),
            ("invoice_excl_vat", total[0]),
            ("invoice_incl_vat", total[1]),
            ("payment_amount", total[1]),
        ):
            page.fill(f"[name='form.widgets.{name}']", text)
        for number, value in enumerate(("100", "12", "oui")):
            cell = f"form.widgets.indicators.{number}.widgets.value"
            page.fill(f"[name='{cell}']", value)
        for name in ("report_signed_on", "invoice_date", "payment_date"):
            page.evaluate(
                "([name, day]) => {"
                " document.querySelector(`[name='${name}']`).value = day }",
                [f"form.widgets.{name}", clock.today().isoformat()],
            )
        self.follow(page, "[name='form.buttons.save']")
        self.assertNotIn("++add++", page.url)
        self.act(page, "deposit")

    def portal_offer(self, code):
        """The totals of the offer, as people type them."""
        (address,) = self.found("Offer", tracking_code=code)
        offer = self.portal.unrestrictedTraverse(address.removeprefix(f"{self.base}/"))
        totals = (offer.total_excl_vat, offer.total_incl_vat)
        return [str(each).replace(".", ",") for each in totals]

    def act_on_piece(self, page, portal_type, code, transition):
        (address,) = self.found(portal_type, tracking_code=code)
        page.goto(address)
        self.act(page, transition)


class TestCascade(StepsTestCase):
    """Three suppliers, in their order."""

    def test_second_rank_accepts(self):
        authority, agent = map(self.login, ("daverdisse", "agent"))
        code = self.ask(authority, "accompagnement-rssi")
        agent.goto(f"{self.centrale}/@@centrale-find?code={code}")
        self.assertIn(code, agent.url)
        self.act(agent, "consult")
        self.answer(code, "decline")
        self.answer(code, "accept")
        authority.goto(f"{self.centrale}/@@centrale-authority")
        self.assertTrue(authority.locator(f"a[href*='{code}']").count())
        found = self.found("MissionRequest", tracking_code=code)
        assigned = {"tracking_code": code, "review_state": "assigned"}
        self.assertEqual(self.found("MissionRequest", **assigned), found)
        sent = {"tracking_code": code, "review_state": "sent"}
        self.assertEqual(self.found("Consultation", **sent), [])

    def answer(self, code, transition):
        """By the supplier that is asked, from its home page."""
        sent = {"tracking_code": code, "review_state": "sent"}
        (address,) = self.found("Consultation", **sent)
        page = self.login(self.asked(address))
        page.goto(f"{self.centrale}/@@centrale-supplier")
        self.follow(page, f"article a[href*='{code}']")
        if transition == "accept":
            self.act(page, "accept")
            return
        self.follow(page, "a[href*='transition=decline']")
        page.select_option("[name=reason_code]", "capacity")
        page.fill("[name=reason_note]", "Pas d'équipe disponible.")
        self.act(page, "decline")

    def asked(self, address):
        """Who logs in for the supplier of a consultation."""
        consultation = self.portal.unrestrictedTraverse(
            address.removeprefix(f"{self.base}/")
        )
        return login_of(resolve(consultation.supplier).getId())
