"""Test layers: the profile alone, then the small world of ``tests/fixture.py``."""

from imio.centrale.tests import fixture
from plone.app.testing import applyProfile
from plone.app.testing import FunctionalTesting
from plone.app.testing import IntegrationTesting
from plone.app.testing import PLONE_FIXTURE
from plone.app.testing import PloneSandboxLayer
from plone.testing.zope import WSGI_SERVER_FIXTURE
from Products.CMFPlone.tests.utils import MockMailHost
from Products.MailHost.interfaces import IMailHost
from zope.component import getSiteManager


class PackageLayer(PloneSandboxLayer):
    """A Classic site where the package is there and not installed."""

    defaultBases = (PLONE_FIXTURE,)

    def setUpZope(self, app, configurationContext):
        import imio.centrale

        self.loadZCML(package=imio.centrale)


class ProductLayer(PackageLayer):
    """A Classic site with the default profile."""

    def setUpPloneSite(self, portal):
        applyProfile(portal, "imio.centrale:default")


class Mailbox(MockMailHost):
    """What was sent, beside the database: the site is read again whenever memory is short,
    and then has another copy of this object.
    """

    messages = []

    def reset(self):
        self.messages.clear()


class WorldLayer(ProductLayer):
    """The same, with the testing profile: parties, a centrale, two lots, users."""

    def setUpPloneSite(self, portal):
        mailhost = Mailbox("MailHost")
        portal._original_MailHost = portal.MailHost
        portal.MailHost = mailhost
        getSiteManager(portal).registerUtility(mailhost, provided=IMailHost)
        applyProfile(portal, "imio.centrale:testing")
        fixture.make_users(portal)


PACKAGE_FIXTURE = PackageLayer()
PRODUCT_FIXTURE = ProductLayer()
WORLD_FIXTURE = WorldLayer()

PACKAGE_INTEGRATION = IntegrationTesting(
    bases=(PACKAGE_FIXTURE,), name="imio.centrale:PackageIntegration"
)
PRODUCT_INTEGRATION = IntegrationTesting(
    bases=(PRODUCT_FIXTURE,), name="imio.centrale:ProductIntegration"
)
PRODUCT_FUNCTIONAL = FunctionalTesting(
    bases=(PRODUCT_FIXTURE,), name="imio.centrale:ProductFunctional"
)
INTEGRATION = IntegrationTesting(
    bases=(WORLD_FIXTURE,), name="imio.centrale:Integration"
)
FUNCTIONAL = FunctionalTesting(
    bases=(WORLD_FIXTURE, WSGI_SERVER_FIXTURE), name="imio.centrale:Functional"
)
