"""Pages that show the first rows of each section, and lead to all of them."""

from unittest import mock
from urllib.parse import parse_qs
from urllib.parse import urlsplit


class FirstRows:
    """Mixin: the sections of a page (``page_module``) show one row each."""

    page_module = None

    def setUp(self):
        super().setUp()
        patched = mock.patch.object(self.page_module, "TOP", 1)
        patched.start()
        self.addCleanup(patched.stop)

    def queried(self, url):
        """The form that a link sends."""
        return {
            name: values if len(values) > 1 else values[0]
            for name, values in parse_qs(urlsplit(url).query).items()
        }
