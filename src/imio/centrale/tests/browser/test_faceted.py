"""The list of missions: filters, order, views that are kept, acts on several, export."""

from imio.centrale.tests.browser.walking import CENTRALE
from imio.centrale.tests.browser.walking import WalkTestCase


#: where the column of the codes stands, after that of the boxes to tick
CODE = 2
ROWS = "#centrale-missions tbody tr"


class FacetedTestCase(WalkTestCase):
    def setUp(self):
        super().setUp()
        self.list = f"{self.centrale}/missions"

    def codes(self, page):
        """The codes of the rows, from top to bottom."""
        return page.locator(f"{ROWS} td a").all_inner_texts()

    def expected(self, **query):
        """The codes of the missions of the centrale that the catalog finds."""
        room = "/".join(self.portal[CENTRALE]["missions"].getPhysicalPath())
        found = self.found("MissionRequest", path=room, **query)
        return {address.rpartition("/")[2] for address in found}


class TestWithJavaScript(FacetedTestCase):
    def test_list(self):
        page = self.login("agent")
        page.goto(self.list)
        everything = self.codes(page)

        # a box that is ticked filters at once, and the address is one to keep
        page.click("#centrale-facet-state summary")
        with page.expect_response("**/@@centrale-missions-results*"):
            page.check("[name=state][value=consulting]")
        page.wait_for_url("**state=consulting*")
        chosen = self.codes(page)
        self.assertEqual(set(chosen), self.expected(review_state="consulting"))
        self.assertLess(len(chosen), len(everything))
        self.assertIn(str(len(chosen)), page.inner_text("#centrale-summary"))

        # the same heading again turns the order round; going back shows what was there
        orders = {}
        for _press in range(2):
            heading = page.locator(f"th:nth-child({CODE})")
            before = heading.get_attribute("aria-sort")
            heading.locator("a").click()
            self.wait_for_order(page, f":not([aria-sort={before}])")
            orders[heading.get_attribute("aria-sort")] = self.codes(page)
        turned = {"ascending": sorted(chosen), "descending": sorted(chosen)[::-1]}
        self.assertEqual(orders, turned)
        first = next(iter(orders))
        page.go_back()
        self.wait_for_order(page, f"[aria-sort={first}]")
        self.assertEqual(self.codes(page), orders[first])

    def wait_for_order(self, page, order):
        page.wait_for_selector(f"th:nth-child({CODE}){order}")
        page.wait_for_load_state("networkidle")

    def test_view_is_kept(self):
        page = self.login("agent")
        page.goto(f"{self.list}?state=closed")
        closed = self.codes(page)
        page.click(".centrale-save summary")
        page.fill("#centrale-view-name", "Dossiers clos")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        page.goto(self.list)
        self.follow(page, page.get_by_role("link", name="Dossiers clos").first)
        self.assertEqual(self.codes(page), closed)
        self.assertEqual(set(closed), self.expected(review_state="closed"))

    def test_acts_and_export(self):
        page = self.login("agent")
        page.goto(f"{self.list}?state=submitted")
        page.check(".centrale-all")
        count = page.locator(f"{ROWS} [name=uid]:checked").count()
        self.assertEqual(count, page.locator(ROWS).count())
        with page.expect_download() as export:
            page.click("button[formaction$='centrale-missions.xlsx']")
        self.assertEqual(export.value.path().read_bytes()[:2], b"PK")

        code = self.codes(page)[0]
        self.follow(page, "form[action$='@@centrale-batch'] button:not([formaction])")
        self.follow(page, "a.list-group-item[href*='consult']")
        self.follow(page, "form.centrale-once [type=submit]")
        self.assertIn(code, page.inner_text("article"))
        self.assertNotIn(code, self.expected(review_state="submitted"))


class TestWithoutJavaScript(FacetedTestCase):
    def test_plain_form(self):
        page = self.login("agent", javascript=False)
        page.goto(self.list)
        page.click("#centrale-facet-state summary")
        page.check("[name=state][value=consulting]")
        self.follow(page, "#centrale-facets [type=submit]")
        self.assertEqual(
            set(self.codes(page)), self.expected(review_state="consulting")
        )
        self.follow(page, "a.centrale-sort")
        self.assertEqual(
            set(self.codes(page)), self.expected(review_state="consulting")
        )
        self.assertIn("sort=", page.url)
