"""The pictures of the documentation, taken of the demo."""

from imio.centrale.tests.browser.walking import NARROW
from imio.centrale.tests.browser.walking import WalkTestCase


class TestScreenshots(WalkTestCase):
    """Each page is there, and its picture is kept."""

    def show(self, page, pictures):
        """``pictures``: names, and the addresses below the centrale or whole ones."""
        for name, address in pictures.items():
            self.picture_of(page, name, address)

    def picture_of(self, page, name, address):
        whole = address if address.startswith("http") else f"{self.centrale}/{address}"
        self.open(page, whole)
        self.picture(page, name)

    def one(self, portal_type, view="", **query):
        return f"{self.found(portal_type, **query)[-1]}{view}"

    def test_agent(self):
        pictures = {
            "agent-desk": "@@centrale-desk",
            "agent-missions": "missions",
            "agent-mission": self.one("MissionRequest", review_state="ordered"),
            "agent-checklist": self.one(
                "ClosureFile", "/@@centrale-checklist", review_state="deposited"
            ),
            "agent-figures": "@@centrale-figures",
            "agent-program": self.one("SubsidyProgram", id="subside-cyber-2027"),
            "agent-why": self.one(
                "MissionRequest", "/@@centrale-why", review_state="ordered"
            ),
        }
        self.show(self.login("agent"), pictures)

    def test_authority(self):
        page = self.login("daverdisse")
        self.picture_of(page, "authority-home", "@@centrale-authority")
        draft = page.get_attribute("a[href*='draft=']", "href")
        token = draft.partition("draft=")[2].partition("&")[0]
        self.finish(page, token)
        for step in ("lot", "need", "contact", "check"):
            address = f"@@centrale-request?draft={token}&page={step}"
            self.picture_of(page, f"request-{step}", address)
        narrow = self.login("daverdisse", size=NARROW)
        self.picture_of(narrow, "authority-home-mobile", "@@centrale-authority")
        address = f"@@centrale-request?draft={token}&page=lot"
        self.picture_of(narrow, "request-lot-mobile", address)

    def finish(self, page, token):
        """Answer what the draft of the demo leaves open."""
        answers = {
            "need": {"description": "Quarante agents, deux séances, avant l'été."},
            "contact": {
                "contact_name": "Dominique Daverdisse (fictif)",
                "contact_email": "dominique@daverdisse.example",
            },
        }
        for step, typed in answers.items():
            page.goto(f"{self.centrale}/@@centrale-request?draft={token}&page={step}")
            for name, text in typed.items():
                page.fill(f"#{name}", text)
            self.follow(page, "form.centrale-once [type=submit]")

    def test_supplier(self):
        page = self.login("exemple")
        self.picture_of(page, "supplier-home", "@@centrale-supplier")
        address = page.get_attribute("a[href*='++add++imio.centrale.Offer']", "href")
        self.open(page, address)
        page.fill("#centrale-search", "audit")
        self.follow(page, "[name='centrale.add']")
        page.locator("[name='form.widgets.lines.0.widgets.code']").wait_for()
        self.picture(page, "supplier-offer")

    def test_public(self):
        self.show(
            self.visit(),
            {
                "offers": "@@centrale-offers",
                "status": f"@@centrale-status?code={self.code()}",
            },
        )

    def code(self):
        return self.one("MissionRequest", review_state="confirmed").rpartition("/")[2]

    def test_settings(self):
        page = self.login("siteadmin")
        self.picture_of(page, "settings", f"{self.base}/@@centrale-settings")
