"""Layers with the demo installed; its mails go to a directory of the layer."""

from App.config import getConfiguration
from imio.centrale.testing import PRODUCT_FIXTURE
from pathlib import Path
from plone.app.testing import applyProfile
from plone.app.testing import PloneSandboxLayer
from shutil import rmtree
from tempfile import mkdtemp

import transaction


class DemoLayer(PloneSandboxLayer):
    """A site with the demo, as ``make demo`` has it."""

    defaultBases = (PRODUCT_FIXTURE,)

    def setUpZope(self, app, configurationContext):
        self.home = Path(mkdtemp())
        self.clienthome = getConfiguration().clienthome
        getConfiguration().clienthome = str(self.home / "instance")

    def setUpPloneSite(self, portal):
        applyProfile(portal, "imio.centrale:demo")
        # Within the site: the layer itself commits after it has left it.
        transaction.commit()

    def tearDownZope(self, app):
        getConfiguration().clienthome = self.clienthome
        rmtree(self.home)
