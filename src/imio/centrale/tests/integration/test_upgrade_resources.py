"""From version 1002 to 1003: the style sheet of the pages, the icons of the new types."""

from imio.centrale.tests.procedure import ProcedureTestCase
from imio.centrale.upgrades import v1003_resources
from plone.registry.interfaces import IRegistry
from zope.component import getUtility


ICON = "plone.icon.contenttype/imio-centrale-{}"
NEW = ("enquiry", "contactsfolder", "informationsession", "sessionsfolder")


class TestResources(ProcedureTestCase):
    def setUp(self):
        super().setUp()
        self.registry = getUtility(IRegistry)
        for name in NEW:
            del self.registry.records[ICON.format(name)]
        self.registry[v1003_resources.RECORD] = ""

    def upgrade(self):
        v1003_resources.upgrade(self.portal.portal_setup)

    def test_the_new_types_have_their_icons(self):
        self.upgrade()
        for name in NEW:
            self.assertIn("bootstrap-icons", self.registry[ICON.format(name)], name)

    def test_the_pages_have_their_style_sheet(self):
        self.upgrade()
        self.assertEqual(self.registry[v1003_resources.RECORD], v1003_resources.STYLES)

    def test_an_icon_that_the_site_chose_stays(self):
        self.registry[ICON.format("offer")] = "++plone++bootstrap-icons/cash.svg"
        self.upgrade()
        self.upgrade()
        self.assertEqual(
            self.registry[ICON.format("offer")], "++plone++bootstrap-icons/cash.svg"
        )
