"""``@@centrale-offers``, ``@@centrale-status`` and the sessions, as each account reads them."""

from datetime import date
from datetime import timedelta
from imio.centrale import clock
from imio.centrale.browser.catalogue import OffersPage
from imio.centrale.browser.lot_cards import Cards
from imio.centrale.catalogue import Catalogue
from imio.centrale.figures import LeadTime
from imio.centrale.interfaces import ICentraleLayer
from imio.centrale.tests.fixture import pdf
from imio.centrale.tests.procedure import acting
from imio.centrale.tests.procedure import at
from imio.centrale.tests.procedure import brussels
from imio.centrale.tests.procedure import ProcedureTestCase
from lxml import html
from plone import api
from plone.dexterity.utils import createContentInContainer
from plone.memoize.ram import global_cache
from Products.CMFCore.indexing import processQueue
from unittest import mock
from zope.component import getMultiAdapter
from zope.event import notify
from zope.interface import alsoProvides
from zope.interface import Invalid
from zope.lifecycleevent import ObjectModifiedEvent


SESSION = "imio.centrale.InformationSession"
EVERYBODY = (None, "bertrix", "alpha", "agent", "auditor", "stranger", "intake")


class PublicTestCase(ProcedureTestCase):
    def setUp(self):
        super().setUp()
        self.http = self.layer["request"]
        alsoProvides(self.http, ICentraleLayer)
        global_cache.invalidateAll()

    def read(self, name, login=None, context=None, **form):
        """The page, parsed."""
        context = self.centrale if context is None else context
        with acting(login), mock.patch.dict(self.http.form, form, clear=True):
            text = getMultiAdapter((context, self.http), name=name)()
        return html.fromstring(text)

    def offers(self, login=None, **form):
        return self.read("centrale-offers", login, **form)

    def words(self, page, css):
        """The text of the one element of a page."""
        (found,) = page.cssselect(css)
        return " ".join(found.text_content().split())

    def session(self, publish=True, **changes):
        values = {
            "title": "Présentation",
            "start": clock.stored(brussels("2026-03-02 10:00")),
            "end": clock.stored(brussels("2026-03-02 11:30")),
            "markets": [self.market.UID()],
            "registration_email": "inscription@centrale.example",
            **changes,
        }
        with acting("agent"):
            session = createContentInContainer(
                self.centrale["sessions"], SESSION, **values
            )
        if publish:
            self.moved("agent", session, "publish", "published")
        processQueue()
        return session


class TestOffers(PublicTestCase):
    def test_everybody_reads_every_lot_with_its_state(self):
        for login in EVERYBODY:
            page = self.offers(login)
            lots = [each.get("id") for each in page.cssselect(".centrale-lot")]
            self.assertEqual(lots, ["lot-1", "lot-2"], login)
            self.assertIn("Open", self.words(page, "#lot-1 .badge"))
            self.assertEqual(len(page.cssselect("h1")), 1)

    def test_what_a_lot_says(self):
        lot = self.lot("direct")
        lot.lead_time_days = 20
        lot.description = "Ce qu'il contient."
        lot.reindexObject()
        text = self.words(self.offers(), "#lot-1")
        for expected in (
            "Ce qu'il contient.",
            "Audit Audit",
            "Suppliers Alpha Test",
            "Lead time promised 20 days",
        ):
            self.assertIn(expected, text)
        self.assertNotIn("measured", text)

    def test_what_was_measured(self):
        measured = {self.lot("direct").UID(): LeadTime(days=18, dossiers=3)}
        reading = mock.patch("imio.centrale.figures.lead_times", return_value=measured)
        with reading as read, at("2026-03-02 10:01"):
            page = self.offers()
            text = self.words(page, "#lot-1")
            self.assertIn("measured 18 days (median of 3 dossiers)", text)
            self.assertNotIn("measured", self.words(page, "#lot-2"))
            api.portal.set_registry_record("imio.centrale.public_figures", False)
            self.assertNotIn("measured", self.words(self.offers(), "#lot-1"))
            self.assertIn("measured", self.words(self.offers("agent"), "#lot-1"))
            read.assert_called_once()

    def test_no_price_and_no_rank(self):
        for login in (None, "bertrix", "beta", "stranger"):
            text = self.words(self.offers(login), ".centrale-offers")
            for hidden in ("1000", "1\xa0000", "812", "€", "Rank", "rank"):
                self.assertNotIn(hidden, text, hidden)

    def test_how_to_ask_depends_on_who_reads(self):
        anonymous = self.offers()
        self.assertEqual(len(anonymous.cssselect("#comment-demander li")), 3)
        (login,) = anonymous.cssselect("#comment-demander a.btn")
        self.assertIn("came_from=", login.get("href"))
        for name in ("bertrix", "agent"):
            page = self.offers(name)
            self.assertFalse(page.cssselect("#comment-demander ol"))
            self.assertEqual(len(page.cssselect(".centrale-lot a.btn")), 2, name)
        for name in (None, "alpha", "auditor", "stranger"):
            self.assertFalse(self.offers(name).cssselect(".centrale-lot a.btn"), name)

    def test_nothing_is_asked_for_that_would_be_refused(self):
        self.moved("agent", self.market, "suspend", "suspended")
        page = self.offers("bertrix")
        self.assertFalse(page.cssselect(".centrale-lot a.btn"))
        self.assertIn("No new request for now", self.words(page, "#lot-1"))

    def test_a_lot_to_come_says_from_when(self):
        self.market.start = date(2099, 1, 2)
        notify(ObjectModifiedEvent(self.market))
        text = self.words(self.offers(), "#lot-1")
        self.assertIn("Requests are taken from 02/01/2099.", text)

    def test_search_says_what_it_found(self):
        page = self.offers(words="CASCADE", state="open", kind="", market="")
        self.assertEqual(self.words(page, "p[role=status]"), "1 lot")
        self.assertEqual(page.cssselect("[name=words]")[0].get("value"), "CASCADE")
        (chosen,) = page.cssselect("select[name=state] option[selected]")
        self.assertEqual(chosen.get("value"), "open")
        self.assertIn("No lot answers", self.words(self.offers(words="x"), ".alert"))

    def test_search_forgives_what_is_no_choice(self):
        for form in (
            {"state": "closed"},
            {"kind": ["audit", "software"]},
            {"market": "0" * 32},
            {"words": ["a", "b"]},
            {"words": "  "},
        ):
            page = self.offers(**form)
            self.assertEqual(len(page.cssselect(".centrale-lot")), 2, form)

    def test_a_text_is_shown_as_text(self):
        page = self.offers(words='"><script>alert(1)</script>')
        self.assertFalse(
            [s for s in page.cssselect("script") if "alert(1)" in (s.text or "")]
        )

    def test_ids_are_unique_and_labels_have_their_field(self):
        self.session()
        ids = self.offers().xpath("//@id")
        self.assertEqual(sorted(ids), sorted(set(ids)))
        page = self.offers()
        for label in page.cssselect(".centrale-offers label"):
            self.assertIn(label.get("for"), ids)

    def test_feeds_are_linked(self):
        page = self.offers()
        kinds = {each.get("type") for each in page.cssselect("link[rel=alternate]")}
        self.assertLessEqual({"application/atom+xml", "text/calendar"}, kinds)
        for name in ("@@centrale-catalogue.atom", "@@centrale-calendar.ics"):
            self.assertTrue(page.cssselect(f"a[href$='{name}']"))
        self.assertTrue(page.cssselect("a[href*='++api++']"))

    def test_an_empty_catalogue_says_what_to_do(self):
        with acting("agent"):
            other = self.another_centrale()
        page = self.read("centrale-offers", context=other)
        self.assertTrue(page.cssselect(".alert a[href$='@@centrale-contact']"))
        self.assertFalse(page.cssselect("[role=search] [name=words]"))

    def test_no_object_is_loaded(self):
        self.session()
        self.mission("ordered")
        processQueue()
        refused = AssertionError("an object is loaded")
        brain = "Products.ZCatalog.CatalogBrains.AbstractCatalogBrain"
        with acting(None):
            page = OffersPage(self.centrale, self.http)
            with (
                mock.patch(f"{brain}.getObject", side_effect=refused),
                mock.patch(f"{brain}._unrestrictedGetObject", side_effect=refused),
                mock.patch("imio.centrale.lookup.resolve", side_effect=refused),
            ):
                self.assertEqual(len(page.markets[0]["cards"]), 2)
                self.assertEqual([len(some) for some in page.sessions], [0, 1])
                self.assertTrue(page.filters)


class TestCards(PublicTestCase):
    def cards(self):
        return Cards(self.centrale, self.http)

    def test_days(self):
        days = self.cards().days
        self.assertEqual([days(None), days(1), days(20)], ["", "1 day", "20 days"])

    def test_options_under_their_kind(self):
        with acting(None):
            lot = Catalogue(self.lot("direct")).lots[0]
            card = self.cards().card(lot)
        self.assertEqual(card.options, (("Audit", "Audit"),))


class TestMarketsAndLots(PublicTestCase):
    """Their pages say the same."""

    def test_state(self):
        for place in (self.market, self.lot("direct")):
            page = self.read("view", context=place)
            self.assertEqual(self.words(page, "header .badge"), "Open")
        self.moved("agent", self.market, "suspend", "suspended")
        for place in (self.market, self.lot("direct")):
            page = self.read("view", context=place)
            self.assertEqual(self.words(page, "header .badge"), "Running")

    def test_in_preparation_the_state_is_that_of_the_workflow(self):
        with acting("agent"):
            market = api.content.create(
                self.centrale["marches"], "imio.centrale.Market", title="Futur"
            )
        page = self.read("view", "agent", market)
        self.assertEqual(self.words(page, "header .badge"), "Market in preparation")
        self.assertIn("no lot yet", html.tostring(page, encoding="unicode"))

    def test_the_request_button(self):
        lot = self.lot("direct")
        self.assertTrue(self.read("view", "bertrix", lot).cssselect("a[href*='?lot=']"))
        for login in (None, "alpha", "auditor"):
            page = self.read("view", login, lot)
            self.assertFalse(page.cssselect("a[href*='?lot=']"), login)


class TestStatus(PublicTestCase):
    """What ``@centrale-tracking`` says, in words."""

    def status(self, code, login=None, context=None):
        return self.read("centrale-status", login, context, code=code)

    def test_the_four_things_and_nothing_else(self):
        mission = self.mission("ordered")
        for context in (self.centrale, self.portal):
            page = self.status(mission.tracking_code, context=context)
            (facts,) = page.cssselect("section[role=status] dl")
            self.assertEqual(
                [each.text for each in facts.cssselect("dt")],
                ["Tracking code", "Step", "State", "Last change"],
            )
            text = " ".join(facts.text_content().split())
            self.assertIn("4. Order", text)
            self.assertIn("Order deposited with the centrale", text)
            whole = html.tostring(page, encoding="unicode")
            for hidden in (mission.title, "Bertrix", "Alpha", mission.absolute_url()):
                self.assertNotIn(hidden, whole)

    def test_who_may_view_it_goes_there(self):
        mission = self.mission("ordered")
        for login, links in (("bertrix", 1), ("agent", 1), ("arlon", 0), ("beta", 0)):
            page = self.status(mission.tracking_code, login)
            found = page.cssselect(f"a[href='{mission.absolute_url()}']")
            self.assertEqual(len(found), links, login)

    def test_it_forgives_how_it_is_typed(self):
        code = self.mission("assigned").tracking_code
        for typed in (code.lower(), f"  {code} ", code.replace("-", " ")):
            self.assertTrue(self.status(typed).cssselect("section[role=status]"), typed)

    def test_what_is_wrong_stands_at_the_field(self):
        code = self.mission("assigned").tracking_code
        other = "2" if code[-1] != "2" else "3"
        for typed, expected in (
            ("", "Type the tracking code."),
            ("   ", "Type the tracking code."),
            (code[:-1] + other, "A character of this tracking code is wrong"),
            ("CYB-26-2346796", "No dossier has this tracking code."),
            ("?", "No dossier has this tracking code."),
            ("x" * 5000, "No dossier has this tracking code."),
            (["a", "b"], "Type the tracking code."),
        ):
            page = self.status(typed)
            self.assertFalse(page.cssselect("section[role=status]"))
            self.assertIn(expected, self.words(page, "#status-error"))
            self.assertIn(expected, self.words(page, ".alert a[href='#status-code']"))
            (field,) = page.cssselect("#status-code")
            self.assertEqual(field.get("aria-invalid"), "true")
            self.assertIn("status-error", field.get("aria-describedby"))

    def test_nothing_is_wrong_before_anything_is_asked(self):
        page = self.read("centrale-status")
        self.assertFalse(page.cssselect(".alert, #status-error, section[role=status]"))

    def test_no_cache_keeps_it(self):
        self.read("centrale-status")
        self.assertEqual(self.http.response.getHeader("Cache-Control"), "no-store")


class TestSessions(PublicTestCase):
    def test_coming_ones_then_past_ones(self):
        self.session(title="Mars")
        late = clock.stored(brussels("2026-06-02 10:00"))
        self.session(title="Juin", start=late, end=None)
        early = clock.stored(brussels("2026-01-05 10:00"))
        self.session(
            title="Janvier",
            start=early,
            end=early + timedelta(hours=1),
            recording_url="https://video.example/1",
            slides=pdf("diapositives.pdf"),
        )
        with at("2026-03-02 11:00"):
            page = self.offers()
            titles = [
                each.text_content().strip() for each in page.cssselect("#sessions h4")
            ]
            self.assertEqual(titles, ["Mars", "Juin", "Janvier"])
            links = [each.get("href") for each in page.cssselect("#sessions li a")]
        self.assertIn("https://video.example/1", links)
        self.assertTrue([each for each in links if each.endswith("@@download/slides")])
        self.assertIn("mailto:inscription@centrale.example", links)
        with at("2026-03-02 11:31"):
            page = self.offers()
        titles = [
            each.text_content().strip() for each in page.cssselect("#sessions h4")
        ]
        self.assertEqual(titles, ["Juin", "Mars", "Janvier"])

    def test_a_draft_is_for_agents_and_auditors(self):
        session = self.session(publish=False)
        for login in EVERYBODY:
            with acting(login):
                seen = api.user.has_permission("View", obj=session)
                found = bool(api.content.find(UID=session.UID()))
            self.assertEqual(seen, login in ("agent", "auditor"), login)
            self.assertEqual(found, seen, login)
            shown = bool(self.offers(login).cssselect("#sessions h4"))
            self.assertEqual(shown, seen, login)

    def test_withdrawn_it_is_gone(self):
        session = self.session()
        self.assertTrue(self.offers().cssselect("#sessions h4"))
        self.moved("agent", session, "retract", "draft")
        self.assertFalse(self.offers().cssselect("#sessions h4"))

    def test_only_agents_publish(self):
        session = self.session(publish=False)
        for login in ("bertrix", "alpha", "auditor", "stranger"):
            self.refused(login, session, "publish", "not_permitted")

    def test_its_page(self):
        session = self.session(place="Namur", online_url="https://meet.example/1")
        with at("2026-02-01 10:00"):
            page = self.read("view", context=session)
        text = " ".join(page.text_content().split())
        for expected in ("02/03/2026 10:00 to 11:30", "Namur", "Marché Test"):
            self.assertIn(expected, text)
        self.assertTrue(page.cssselect("a[href='https://meet.example/1']"))
        self.assertTrue(page.cssselect("a[href$='@@centrale-calendar.ics']"))
        self.assertNotIn("Session published", text)

    def test_past_nobody_registers_any_more(self):
        session = self.session()
        with at("2026-04-01 10:00"):
            page = self.read("view", context=session)
        self.assertFalse(page.cssselect("a[href^='mailto:inscription']"))
        self.assertFalse(page.cssselect("a[href$='@@centrale-calendar.ics']"))

    def test_a_market_in_preparation_is_not_named(self):
        with acting("agent"):
            market = api.content.create(
                self.centrale["marches"], "imio.centrale.Market", title="Secret"
            )
        session = self.session(markets=[market.UID()])
        for login, shown in ((None, False), ("bertrix", False), ("agent", True)):
            page = self.read("view", login, session)
            self.assertEqual("Secret" in page.text_content(), shown, login)

    def test_other_documents(self):
        session = self.session()
        with acting("agent"):
            api.content.create(session, "File", title="Questions et réponses")
        self.assertIn(
            "Questions et réponses",
            self.read("view", context=session).text_content(),
        )

    def test_the_folder_lists_them(self):
        self.session()
        folder = self.centrale["sessions"]
        page = self.read("view", context=folder)
        self.assertIn("Présentation", page.text_content())
        self.assertNotIn("Session published", page.text_content())
        page = self.read("view", "agent", folder)
        self.assertIn("Session published", page.text_content())

    def test_rules(self):
        with acting("agent"):
            other = self.another_centrale()
            market = api.content.create(
                other["marches"], "imio.centrale.Market", title="Elsewhere"
            )
        with self.refusing("market_of_another_centrale"):
            self.session(markets=[market.UID()])
        schema = self.portal.portal_types[SESSION].lookupSchema()
        session = self.session(
            end=clock.stored(brussels("2026-03-01 10:00")), publish=False
        )
        with self.assertRaises(Invalid):
            schema.validateInvariants(session)
        for text in ("video.example", "javascript:alert(1)", "https://", "ftp://a"):
            with self.assertRaises(Invalid.__mro__[1]):
                schema["recording_url"].validate(text)
        schema["recording_url"].validate("https://video.example/a?b=c")
