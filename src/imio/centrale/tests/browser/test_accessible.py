"""Every page of the four workplaces: no fault that axe knows, and none wider than its screen."""

from imio.centrale.tests.browser.walking import CENTRALE
from imio.centrale.tests.browser.walking import NARROW
from imio.centrale.tests.browser.walking import WalkTestCase
from imio.centrale.tests.browser.walking import WIDE


AUTHORITY = f"{CENTRALE}/@@centrale-authority"
DESK = f"{CENTRALE}/@@centrale-desk"
OFFERS = f"{CENTRALE}/@@centrale-offers"
REQUEST = f"{CENTRALE}/@@centrale-request"
SUPPLIER = f"{CENTRALE}/@@centrale-supplier"


class PagesTestCase(WalkTestCase):
    """Each page, wide and narrow; a fault does not hide those of the other pages."""

    def go_through(self, page, addresses):
        for address in addresses:
            with self.subTest(address):
                self.open(page, self.at(address))
                self.check(page)

    def check(self, page):
        """The page that is shown, at both widths."""
        for size in (WIDE, NARROW):
            with self.subTest(width=size["width"]):
                page.set_viewport_size(size)
                self.assert_accessible(page)
                self.assert_fits(page)
        self.assert_unique(page)

    def at(self, address):
        return address if address.startswith("http") else f"{self.base}/{address}"

    def one(self, portal_type, view="", **query):
        """A page of the object that was made last among those that fit."""
        found = self.found(portal_type, **query)
        self.assertTrue(found, (portal_type, query))
        return f"{found[-1]}{view}"

    def mission(self, state, view=""):
        return self.one("MissionRequest", view, review_state=state)


class TestAgent(PagesTestCase):
    def test_work(self):
        """The desk, the list, the dossiers, their acts and their checks."""
        act = "/@@centrale-transition?transition="
        found = (
            DESK,
            f"{DESK}?section=orders",
            f"{CENTRALE}/missions",
            f"{CENTRALE}/missions?text=rien-de-tel",
            f"{CENTRALE}/missions/@@centrale-views",
            f"{CENTRALE}/missions/@@centrale-batch",
            f"{CENTRALE}/@@centrale-find?code=CYB",
            f"{CENTRALE}/@@centrale-indicators",
            f"{CENTRALE}/@@centrale-figures",
            f"{CENTRALE}/@@centrale-callbacks",
            *map(self.mission, ("consulting", "ordered", "closing", "closed")),
            self.mission("ordered", "/@@centrale-why"),
            self.mission("ordered", "/@@centrale-derogation"),
            self.mission("consulting", "/@@centrale-notes"),
            self.mission("submitted", f"{act}cancel"),
            self.one("Consultation", f"{act}skip", review_state="sent"),
            self.one("Order", "", review_state="deposited"),
            self.one("Order", "/@@centrale-proof", review_state="deposited"),
            self.one("Order", f"{act}return", review_state="deposited"),
            self.one("ClosureFile", "", review_state="deposited"),
            self.one("ClosureFile", "/@@centrale-checklist", review_state="deposited"),
            self.one("ClosureFile", f"{act}return", review_state="deposited"),
            self.one("Offer", "/@@centrale-conformity", review_state="accepted"),
            self.one("Offer", "/@@centrale-revisions", review_state="accepted"),
        )
        page = self.login("agent")
        self.go_through(page, found)
        page.goto(self.at(f"{CENTRALE}/@@centrale-figures"))
        behind = page.get_attribute("a[href*='@@centrale-figures-dossiers']", "href")
        self.go_through(page, (behind,))

    def test_rooms(self):
        """Programs, ledgers, payments, registers, questions."""
        found = (
            f"{CENTRALE}/contacts",
            self.one("Enquiry"),
            self.one("Enquiry", "/@@centrale-erase"),
            f"{CENTRALE}/adhesions",
            self.one("Adhesion", review_state="submitted"),
            f"{CENTRALE}/subsides",
            self.one("SubsidyProgram"),
            self.one("SubsidyProgram", "/@@centrale-ledger"),
            self.one("SubsidyProgram", "/@@centrale-verify"),
            self.one("SubsidyProgram", "/@@centrale-payable"),
            self.one("LiquidationBatch"),
            self.one("LocalAuthority"),
            self.one("LocalAuthority", "/@@centrale-account"),
            self.one("Supplier"),
            self.one("PriceInventory"),
            self.one("PriceInventory", "/@@centrale-compare"),
            self.one("Lot", "/@@centrale-import"),
            self.one("Lot", "/edit"),
            f"{CENTRALE}/missions/++add++imio.centrale.MissionRequest",
        )
        self.go_through(self.login("agent"), found)


class TestAuthority(PagesTestCase):
    def test_home_and_dossiers(self):
        page = self.login("bertrix")
        self.go_through(
            page,
            (
                AUTHORITY,
                f"{AUTHORITY}?section=tasks",
                f"{CENTRALE}/@@centrale-contact",
                f"{CENTRALE}/missions",
                OFFERS,
                f"{CENTRALE}/@@centrale-figures",
            ),
        )

    def test_request(self):
        """Each of the three pages, with what is wrong when it is empty, and the check."""
        page = self.login("daverdisse")
        self.go_through(page, (AUTHORITY, REQUEST))
        self.send(page)
        self.check(page)
        page.goto(self.at(AUTHORITY))
        address = page.get_attribute("a[href*='draft=']", "href")
        token = address.partition("draft=")[2].partition("&")[0]
        for step in ("need", "contact"):
            self.go_through(page, (f"{REQUEST}?draft={token}&page={step}",))
            for field in page.locator("form.centrale-once .form-control").all():
                field.fill("")
            self.send(page)
            self.assertEqual(page.locator(".centrale-summary").count(), 1, page.url)
            self.check(page)
        steps = ("check", "throw")
        self.go_through(
            page, [f"{REQUEST}?draft={token}&page={each}" for each in steps]
        )

    def test_offer_and_order(self):
        offer = self.one("Offer", review_state="submitted", path=self.own("daverdisse"))
        page = self.login("daverdisse")
        mission = offer.rpartition("/")[0]
        self.go_through(
            page,
            (
                mission,
                f"{mission}/@@centrale-why",
                offer,
                f"{offer}/@@centrale-decide",
                f"{offer}/@@centrale-annex",
                f"{offer}/@@centrale-transition?transition=return",
            ),
        )
        page.goto(f"{offer}/@@centrale-decide")
        self.send(page, "form:has([value=return]) [type=submit]")
        self.check(page)
        page.goto(f"{offer}/@@centrale-decide")
        self.send(page, "form:has([value=accept]) [type=submit]")
        self.go_through(page, (f"{mission}/@@centrale-order",))
        self.send(page)
        self.check(page)

    def send(self, page, button="form.centrale-once [type=submit]"):
        self.follow(page, button)

    def own(self, authority):
        """The paths of the missions of an authority."""
        uid = self.portal["autorites"][authority].UID()
        self.portal._p_jar.sync()
        brains = self.portal.portal_catalog.unrestrictedSearchResults(
            portal_type="imio.centrale.MissionRequest", authority_uid=uid
        )
        return [brain.getPath() for brain in brains]


class TestSupplier(PagesTestCase):
    def test_work(self):
        page = self.login("exemple")
        self.go_through(
            page,
            (
                SUPPLIER,
                f"{SUPPLIER}?section=to-do",
                f"{SUPPLIER}?section=offers",
                f"{CENTRALE}/@@centrale-members",
                f"{CENTRALE}/missions",
            ),
        )
        page.goto(self.at(SUPPLIER))
        links = page.locator(
            "main a[href*='/missions/'], #content a[href*='/missions/']"
        )
        found = {link.get_attribute("href") for link in links.all()}
        self.assertTrue(found)
        self.go_through(page, sorted(found))


class TestAnonymous(PagesTestCase):
    def test_pages(self):
        mission = self.one("MissionRequest", review_state="closed").rpartition("/")[2]
        found = (
            CENTRALE,
            OFFERS,
            f"{OFFERS}?text=rien-de-tel",
            self.one("Market"),
            *self.found("Lot")[:3],
            f"{CENTRALE}/@@centrale-status",
            f"{CENTRALE}/@@centrale-status?code={mission}",
            f"{CENTRALE}/@@centrale-status?code=CYB-26-0000000",
            f"{CENTRALE}/@@centrale-contact",
            f"{CENTRALE}/sessions",
            self.one("InformationSession"),
        )
        self.go_through(self.visit(), found)


class TestAdministrator(PagesTestCase):
    def test_settings(self):
        self.go_through(self.login("siteadmin"), ("@@centrale-settings",))


class TestZoom(PagesTestCase):
    """Twice as large, as WCAG asks: nothing is cut, nothing scrolls sideways."""

    def test_homes(self):
        for name, address in (
            ("agent", DESK),
            ("daverdisse", AUTHORITY),
            ("exemple", SUPPLIER),
        ):
            with self.subTest(name):
                page = self.login(name, zoom=2)
                self.open(page, self.at(address))
                self.assert_accessible(page)
                self.assert_fits(page)
