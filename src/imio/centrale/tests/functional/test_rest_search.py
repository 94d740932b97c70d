"""``@search`` by our indexes, as an address asks for them."""

from imio.centrale import serializers
from imio.centrale.serializers import queries
from imio.centrale.testing import FUNCTIONAL
from imio.centrale.tests.functional.test_rest_refusals import RefusalTestCase
from lxml import etree
from pathlib import Path


MISSIONS = "@search?portal_type=imio.centrale.MissionRequest"
PROFILE = Path(serializers.__file__).parents[1] / "profiles/default/catalog.xml"


class TestSearch(RefusalTestCase):
    layer = FUNCTIONAL

    def setUp(self):
        super().setUp()
        self.ordered = self.direct(until="ordered")
        self.offered = self.direct(until="offered")

    def found(self, query):
        answer = self.client("agent").got(f"{MISSIONS}&{query}")
        return {each["@id"] for each in answer["items"]}

    def test_numbers(self):
        both, neither = {self.ordered, self.offered}, set()
        for query, missions in (
            ("centrale_step=4", {self.ordered}),
            ("centrale_step=3", {self.offered}),
            ("centrale_step:int=4", {self.ordered}),
            ("centrale_step=3&centrale_step=4", both),
            ("centrale_step.query=4&centrale_step.range=min", {self.ordered}),
            ("centrale_step.query=4&centrale_step.not=4", neither),
            ("amount_excl_vat=1900.00", both),
            ("amount_excl_vat=1900", both),
            ("amount_excl_vat.query=1900.01&amount_excl_vat.range=min", neither),
            ("amount_excl_vat.query=2000&amount_excl_vat.range=max", both),
        ):
            with self.subTest(query):
                self.assertEqual(self.found(query), missions)

    def test_texts(self):
        code = self.ordered.rpartition("/")[2]
        for query, missions in (
            (f"tracking_code={code}", {self.ordered}),
            ("tracking_code:int=4", set()),
            ("external_id:int=4", set()),
            ("next_actor=nobody", set()),
        ):
            with self.subTest(query):
                self.assertEqual(self.found(query), missions)

    def test_what_an_index_cannot_hold(self):
        for query in (
            "centrale_step=x",
            "centrale_step=",
            f"centrale_step={'9' * 5000}",
            "centrale_step.range=min",
            "centrale_step.query=1&centrale_step.not=x",
            "amount_excl_vat=abc",
            "amount_excl_vat=NaN",
            "amount_excl_vat=Infinity",
            "amount_excl_vat.query=x&amount_excl_vat.range=min",
            "due.range=min",
        ):
            for login in (None, "agent"):
                with self.subTest(query[:60], login=login):
                    path = f"{MISSIONS}&{query}"
                    error = self.client(login).refused(
                        "GET", path, None, 400, "wrong_type"
                    )
                    name = query.partition("=")[0].partition(".")[0]
                    self.assertEqual(error["reasons"][0]["field"], name)

    def test_every_index_of_ours_has_its_reader(self):
        nodes = etree.parse(PROFILE).iterfind("index[@meta_type='FieldIndex']")
        self.assertEqual({node.get("name") for node in nodes}, set(queries.READERS))
