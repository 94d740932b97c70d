"""What reaches nobody else: ranks, names of competitors, fields with a read permission."""

from imio.centrale.testing import FUNCTIONAL
from imio.centrale.tests.rest import RestTestCase

import inspect
import transaction
import unittest


class TestLeaks(RestTestCase):
    """Asked for by every way plone.restapi and the publisher offer."""

    layer = FUNCTIONAL

    def setUp(self):
        self.agent, self.bertrix = self.client("agent"), self.client("bertrix")
        self.alpha, self.beta = self.client("alpha"), self.client("beta")
        self.mission = self.bertrix.created("cyber/missions", self.request_body())
        self.url = self.mission["@id"]
        self.bertrix.moved(self.url, "submit", "submitted")
        self.agent.expect(
            self.agent.post(
                f"{self.url}/@centrale-consultation", {"action": "consult"}
            ),
            200,
        )
        self.alpha.expect(
            self.alpha.post(
                f"{self.url}/@centrale-consultation", {"answer": "declined"}
            ),
            200,
        )

    def test_ranking_is_not_published_by_address(self):
        for name in ("ranks", "ranking", "is_direct"):
            response = self.client().session.get(
                f"{self.layer['portal'].absolute_url()}/cyber/marches/market/cascade/{name}",
                headers={"Accept": "text/html"},
                allow_redirects=False,
            )
            self.assertNotEqual(response.status_code, 200, name)
            self.assertNotIn("supplier=", response.text)

    def test_ranking_is_not_in_summaries(self):
        anonymous = self.client()
        for path in (
            "cyber/marches/market?metadata_fields=ranking",
            "cyber/marches/market/@search?metadata_fields=ranking",
            "cyber/marches/market/cascade?metadata_fields=ranking",
        ):
            self.assertNotIn('"ranking":', anonymous.get(path).text, path)
        own = self.alpha.got(
            "@search?portal_type=imio.centrale.PriceInventory"
            "&metadata_fields=ranking&fullobjects=1"
        )
        self.assertTrue(own["items"])
        self.assertNotIn("'ranking'", str(own["items"]))

    def test_next_rank_does_not_learn_who_declined(self):
        for path in (
            f"{self.url}/consultation-2",
            f"{self.url}/consultation-2/@history",
            f"{self.url}/@centrale-timeline",
            f"{self.url}/@history",
            self.url,
            f"{self.url}?metadata_fields=Creator&metadata_fields=_all",
            "@search?portal_type=imio.centrale.Consultation&metadata_fields=_all",
        ):
            text = self.beta.expect(self.beta.get(path), 200)
            self.assertNotIn("alpha", str(text).lower(), path)

    def test_who_declined_does_not_follow_the_mission(self):
        consultation = self.alpha.got(
            f"{self.url}/consultation-1?metadata_fields=supplier&metadata_fields=_all"
        )
        self.assertEqual(set(consultation["parent"]), {"@id", "@type"})
        self.assertIn(self.alpha.get(self.url).status_code, (401, 403))

    def test_authority_does_not_learn_who_was_asked(self):
        for path in (
            self.url,
            f"{self.url}/@history",
            f"{self.url}/@centrale-timeline",
            f"{self.url}/@sharing",
            f"{self.url}/@centrale-actions",
            "@search?metadata_fields=_all&path.depth=5",
        ):
            text = self.bertrix.get(path).text.lower()
            for name in ("alpha", "beta", "consultation-1"):
                self.assertNotIn(name, text, path)

    def test_makers_are_no_owners(self):
        transaction.begin()
        year = self.layer["portal"]["cyber"]["missions"][self.year]
        mission = year[self.mission["tracking_code"]]
        roles = [
            role
            for obj in (mission, *mission.objectValues())
            for _, given in obj.get_local_roles()
            for role in given
        ]
        self.assertNotIn("Owner", roles)


class TestNothingIsPublished(unittest.TestCase):
    """Zope publishes every method with a docstring that is not declared private."""

    def test_methods_of_content_classes(self):
        from imio.centrale import content
        from importlib import import_module
        from pkgutil import iter_modules

        for module in iter_modules(content.__path__, content.__name__ + "."):
            for _, found in inspect.getmembers(
                import_module(module.name), inspect.isclass
            ):
                if not found.__module__.startswith("imio.centrale.content"):
                    continue
                for name, method in vars(found).items():
                    if inspect.isfunction(method) and method.__doc__:
                        roles = getattr(found, f"{name}__roles__", None)
                        self.assertEqual(roles, (), f"{found.__name__}.{name}")


class TestPublicViews(RestTestCase):
    """Views that everybody may call tell nothing of what one may not view."""

    layer = FUNCTIONAL
    VIEWS = (
        "@@plone_context_state/object_title",
        "@@plone_context_state/workflow_state",
        "@@title",
        "@@breadcrumbs_view/breadcrumbs",
        "sitemap",
    )

    def status(self, login, url):
        session = self.client(login).session
        session.headers["Accept"] = "text/html"
        return session.get(url, allow_redirects=False, timeout=60).status_code

    def test_views(self):
        bertrix, agent = self.client("bertrix"), self.client("agent")
        url = bertrix.created("cyber/missions", self.request_body())["@id"]
        bertrix.moved(url, "submit", "submitted")
        agent.post(f"{url}/@centrale-consultation", {"action": "consult"})
        for view in self.VIEWS:
            for obj in (url, f"{url}/consultation-1"):
                for login in (None, "beta", "arlon", "stranger"):
                    with self.subTest(view, obj=obj, login=login):
                        self.assertNotEqual(self.status(login, f"{obj}/{view}"), 200)
        site = self.layer["portal"].absolute_url()
        for path in ("cyber", "cyber/marches/market/direct"):
            with self.subTest(path):
                self.assertEqual(self.status(None, f"{site}/{path}/sitemap"), 200)


class TestMarketTransitions(RestTestCase):
    """What turns public answers all the same, and names no agent."""

    layer = FUNCTIONAL

    def test_every_transition(self):
        agent = self.client("agent")
        url = f"{self.layer['portal'].absolute_url()}/cyber/marches/market"
        for transition, state in (
            ("suspend", "suspended"),
            ("resume", "open"),
            ("exhaust", "exhausted"),
            ("end", "ended"),
        ):
            agent.moved(url, transition, state)
        self.assertNotIn("agent", self.client().get(f"{url}/@workflow").text)
        self.assertNotIn("agent", self.client().get(f"{url}/@history").text)
