"""The open data and the orders of the demo."""

from imio.centrale.domain.money import exact_sum
from imio.centrale.evidence.ubl_terms import Terms
from imio.centrale.tests import official
from imio.centrale.tests import peppol
from imio.centrale.tests.integration.test_demo import DEMO_INTEGRATION
from imio.centrale.tests.ocds_packages import packaged
from imio.centrale.ubl.order import to_xml
from imio.centrale.ubl.reading import document_of
from lxml import etree
from plone import api

import unittest


class TestDemo(unittest.TestCase):
    layer = DEMO_INTEGRATION

    def every(self, portal_type, **query):
        catalog = api.portal.get_tool("portal_catalog")
        return [
            brain._unrestrictedGetObject()
            for brain in catalog.unrestrictedSearchResults(
                portal_type=f"imio.centrale.{portal_type}", **query
            )
        ]

    def test_open_data_of_every_centrale(self):
        published = 0
        for centrale in self.every("Centrale"):
            for full in (False, True):
                text, found = packaged(self, centrale, full)
                published += len(found["releases"])
                self.assertNotIn("@", text.replace("@centrale-ocds", ""))
        self.assertGreater(published, 20)

    def test_no_person_of_the_demo(self):
        people = {
            name
            for mission in self.every("MissionRequest")
            for name in (mission.contact_name, mission.contact_email)
        }
        self.assertGreater(len(people), 5)
        for centrale in self.every("Centrale"):
            for full in (False, True):
                text, _found = packaged(self, centrale, full)
                for name in people:
                    self.assertNotIn(name, text)

    def test_every_confirmed_order_as_ubl(self):
        orders = self.every("Order", review_state="confirmed")
        self.assertGreater(len(orders), 2)
        for order in orders:
            content = to_xml(document_of(order))
            self.assertEqual(official.order_faults(content), [])
            self.assertEqual(peppol.faults(content), [])
            found = Terms(etree.fromstring(content), "EUR")
            nets = [
                each.amount("", "cbc:LineExtensionAmount")
                for each in found.each("cac:OrderLine/cac:LineItem")
            ]
            total = found.first("cac:AnticipatedMonetaryTotal")
            excl = total.amount("", "cbc:TaxExclusiveAmount")
            self.assertEqual(exact_sum(nets), excl)
            self.assertEqual(found.faults, [])
