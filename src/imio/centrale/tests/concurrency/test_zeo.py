"""Three Zope clients on a ZEO server."""

from imio.centrale.tests.concurrency.layers import ZEO
from imio.centrale.tests.concurrency.races import Races
from unittest import TestCase


class TestZeo(Races, TestCase):
    layer = ZEO
