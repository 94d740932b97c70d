"""Walking through the demo site as one of its people, in Chromium."""

from functools import cached_property
from imio.centrale.tests.browser.layers import BROWSER
from pathlib import Path
from unittest import TestCase

import os


WIDE = {"width": 1280, "height": 900}
#: the narrowest telephone that pages are made for
NARROW = {"width": 360, "height": 740}
#: what WCAG 2.1 AA asks, as axe names it
CONFORMANCE = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
#: pixels of a picture of the documentation
HIGHEST = 1300
CENTRALE = "cyber"
#: milliseconds to wait for a page: several builds share a machine
PATIENCE = 60_000


def sentences(violations):
    """What axe found, readable in the output of a failed test."""
    return [
        f"{each['id']} ({each['impact']}): {each['help']}: {node['html'][:300]}"
        for each in violations
        for node in each["nodes"]
    ]


class WalkTestCase(TestCase):
    """``self.login(name)`` gives a page of the browser in which that person is logged in."""

    layer = BROWSER

    def setUp(self):
        self.portal = self.layer["portal"]
        self.base = self.portal.absolute_url()
        self.contexts = []

    def tearDown(self):
        for context in self.contexts:
            context.close()

    @cached_property
    def axe(self):
        return Path(os.environ["AXE_CORE"]).read_text(encoding="utf-8")

    @property
    def centrale(self):
        """The address of the first centrale of the demo."""
        return f"{self.base}/{CENTRALE}"

    def found(self, portal_type, **query):
        """The addresses of the objects that the catalog finds now."""
        self.portal._p_jar.sync()
        brains = self.portal.portal_catalog.unrestrictedSearchResults(
            portal_type=f"imio.centrale.{portal_type}", sort_on="created", **query
        )
        return [brain.getURL() for brain in brains]

    def visit(self, size=WIDE, javascript=True, zoom=1):
        """A page nobody is logged in to."""
        context = self.layer["chromium"].new_context(
            viewport={name: value // zoom for name, value in size.items()},
            device_scale_factor=zoom,
            java_script_enabled=javascript,
            locale="fr-BE",
            timezone_id="Europe/Brussels",
        )
        context.set_default_timeout(PATIENCE)
        self.contexts.append(context)
        return context.new_page()

    def login(self, name, **options):
        """A page in which a person of the demo is logged in, by the form as people do."""
        page = self.visit(**options)
        page.goto(f"{self.base}/login")
        page.fill("[name=__ac_name]", name)
        page.fill("[name=__ac_password]", f"demo-{name}")
        self.follow(page, "[name='buttons.login']")
        return page

    def follow(self, page, what):
        """Click what leads to another page, a selector or a locator, and be there.

        The navigation is expected before the click: to wait for a page to be loaded
        after it may look at the page that is being left.
        """
        target = page.locator(what).first if isinstance(what, str) else what
        with page.expect_navigation():
            target.click()

    def open(self, page, address):
        """Go to a page, which is there and has one first heading."""
        self.assert_there(page, page.goto(address))

    def assert_there(self, page, response):
        self.assertEqual(response.status, 200, page.url)
        self.assertEqual(page.locator("h1").count(), 1, page.url)

    def assert_accessible(self, page):
        """axe finds nothing against WCAG 2.1 AA on the page."""
        page.evaluate(self.axe)
        result = page.evaluate(
            "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})",
            CONFORMANCE,
        )
        self.assertTrue(result["passes"], page.url)
        self.assertEqual(sentences(result["violations"]), [], page.url)

    def assert_unique(self, page):
        """Each id is that of one element; axe no longer looks for it."""
        repeated = page.evaluate(
            "[...document.querySelectorAll('[id]')].map((each) => each.id)"
            ".filter((id, place, ids) => ids.indexOf(id) !== place)"
        )
        self.assertEqual(repeated, [], page.url)

    def assert_fits(self, page):
        """Nothing makes the page itself scroll sideways."""
        wide, room = page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        self.assertLessEqual(wide, room, page.url)

    def picture(self, page, name):
        """A screenshot for the documentation."""
        folder = Path(os.environ["SCREENSHOTS"])
        folder.mkdir(parents=True, exist_ok=True)
        size = page.viewport_size
        high = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({**size, "height": min(high, HIGHEST)})
        page.screenshot(path=str(folder / f"{name}.png"))
        page.set_viewport_size(size)
