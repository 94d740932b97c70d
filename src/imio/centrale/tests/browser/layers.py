"""The demo site behind a real server, and a real Chromium in front of it.

Chromium is Debian's package; ``CHROMIUM`` names another one.
"""

from imio.centrale.tests.demo_site import DemoLayer
from playwright.sync_api import sync_playwright
from plone.app.testing import FunctionalTesting
from plone.testing import Layer
from plone.testing.zope import WSGI_SERVER_FIXTURE

import os
import shutil


#: no sandbox below root, and no call to hosts of Chromium's maker
SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--lang=fr-BE",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class ChromiumLayer(Layer):
    """One Chromium, as ``chromium``; each test opens contexts of its own."""

    def setUp(self):
        program = os.environ.get("CHROMIUM") or shutil.which("chromium")
        if program is None:
            raise RuntimeError("The browser tests need Chromium: apt install chromium")
        self["playwright"] = sync_playwright().start()
        self["chromium"] = self["playwright"].chromium.launch(
            executable_path=program, args=SWITCHES
        )

    def tearDown(self):
        self["chromium"].close()
        self["playwright"].stop()
        del self["chromium"]
        del self["playwright"]


DEMO_FIXTURE = DemoLayer()
CHROMIUM_FIXTURE = ChromiumLayer()

BROWSER = FunctionalTesting(
    bases=(DEMO_FIXTURE, WSGI_SERVER_FIXTURE, CHROMIUM_FIXTURE),
    name="imio.centrale:Browser",
)
