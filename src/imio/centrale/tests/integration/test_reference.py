"""``docs/`` says what the code does; ``make docs`` writes it again."""

from docutils.core import publish_doctree
from imio.centrale import fields
from imio.centrale.reference import examples
from imio.centrale.reference import labels
from imio.centrale.reference import pages
from imio.centrale.reference import permissions
from imio.centrale.reference import types
from imio.centrale.reference.definitions import bindings
from imio.centrale.reference.definitions import site_grants
from imio.centrale.reference.definitions import type_information
from imio.centrale.reference.definitions import workflows
from imio.centrale.workflows.effects import EFFECTS
from imio.centrale.workflows.guards import RULES
from lxml import etree
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import re
import unittest


DOCS = Path(__file__).parents[5] / "docs"
REFERENCE = DOCS / "reference"
AGAIN = "{} is out of date: run make docs"
SERVICES = Path(__file__).parents[2] / "services"
PLONE = "http://namespaces.plone.org/plone"
LINK = re.compile(r"`[^`<]*<([^>`#]+)>`_")


def services():
    """(method, name) of each service with a name that the package has."""
    for path in sorted(SERVICES.glob("*.zcml")):
        for each in etree.parse(path).iter(f"{{{PLONE}}}service"):
            if each.get("name"):
                yield each.get("method"), each.get("name")


def asks(address, name):
    """Whether an address asks for the service of that name."""
    return name in urlsplit(address).path.split("/")


@unittest.skipUnless(DOCS.exists(), "the docs are in the checkout only")
class TestReference(unittest.TestCase):
    maxDiff = None

    def test_pages_are_up_to_date(self):
        for name, text in pages.all_pages().items():
            with self.subTest(name):
                path = REFERENCE / name
                kept = path.read_text(encoding="utf-8") if path.exists() else ""
                self.assertEqual(kept, text, AGAIN.format(name))

    def test_no_page_of_a_workflow_that_is_gone(self):
        expected = {Path(name).name for name in pages.workflow_pages()}
        kept = {path.name for path in (REFERENCE / "workflows").iterdir()}
        self.assertEqual(kept, expected, AGAIN.format("workflows"))

    def test_rest_page_shows_the_examples(self):
        text = (REFERENCE / "rest.rst").read_text(encoding="utf-8")
        self.assertEqual(text, examples.refresh(text), AGAIN.format("rest.rst"))

    def test_every_example_is_shown(self):
        text = (REFERENCE / "rest.rst").read_text(encoding="utf-8")
        kept = {path.name for path in examples.EXAMPLES.iterdir()}
        self.assertEqual(kept, set(examples.shown_in(text)))

    def test_every_service_has_an_example(self):
        page = (REFERENCE / "rest.rst").read_text(encoding="utf-8")
        calls = [path.read_text().split() for path in examples.EXAMPLES.glob("*.req")]
        for method, name in services():
            with self.subTest(f"{method} {name}"):
                self.assertIn(name, page.partition("\nErrors\n")[0])
                shown = [call for call in calls if asks(call[1], name)]
                self.assertIn(method, [call[0] for call in shown])

    def test_index_names_every_page(self):
        index = (REFERENCE / "index.rst").read_text(encoding="utf-8")
        linked = set(LINK.findall(index))
        written = {name for name in pages.all_pages() if name.endswith(".rst")}
        self.assertEqual(written - linked, set())

    def test_write(self):
        with TemporaryDirectory() as name:
            directory = Path(name)
            stale = directory / "workflows" / "gone_workflow.rst"
            stale.parent.mkdir()
            stale.touch()
            pages.write(directory)
            self.assertFalse(stale.exists())
            for page, text in pages.all_pages().items():
                self.assertEqual((directory / page).read_text(encoding="utf-8"), text)


@unittest.skipUnless(DOCS.exists(), "the docs are in the checkout only")
class TestMarkup(unittest.TestCase):
    """Every page is sound reStructuredText, and its links lead somewhere."""

    def test_pages_parse(self):
        for path in sorted(DOCS.rglob("*.rst")):
            with self.subTest(str(path.relative_to(DOCS))):
                publish_doctree(
                    path.read_text(encoding="utf-8"),
                    source_path=str(path),
                    settings_overrides={
                        "halt_level": 2,
                        "report_level": 5,
                        "syntax_highlight": "none",
                        "file_insertion_enabled": False,
                    },
                )

    def test_links_lead_to_files(self):
        for path in sorted(DOCS.rglob("*.rst")):
            for target in LINK.findall(path.read_text(encoding="utf-8")):
                if ":" not in target:
                    with self.subTest(f"{path.relative_to(DOCS)}: {target}"):
                        self.assertTrue((path.parent / target).exists())


class TestDefinitions(unittest.TestCase):
    """What the pages rest on hangs together."""

    def test_rules_and_effects_are_of_transitions_that_exist(self):
        known = {
            (workflow.id, transition.id)
            for workflow in workflows()
            for transition in workflow.transitions
        }
        self.assertEqual(set(RULES) - known, set())
        self.assertEqual(set(EFFECTS) - known, set())

    def test_every_type_says_its_workflow(self):
        self.assertEqual(set(bindings()), set(type_information()))

    def test_every_kind_of_field_is_explained(self):
        self.assertEqual(set(fields.__all__), set(types.KINDS))

    def test_every_permission_is_in_the_role_map(self):
        self.assertEqual(set(permissions.permission_ids()), set(site_grants()))


class TestLabels(unittest.TestCase):
    """French where it is translated."""

    def test_without_translations(self):
        label = labels.french(Path("/nowhere/at.all"))
        self.assertEqual(label("Lot of interest"), "Lot of interest")

    def test_with_translations(self):
        with TemporaryDirectory() as name:
            catalog = Path(name) / "some.po"
            catalog.write_text(
                'msgid ""\nmsgstr ""\n'
                '"Content-Type: text/plain; charset=utf-8\\n"\n\n'
                'msgid "Offer"\nmsgstr "Offre"\n',
                encoding="utf-8",
            )
            label = labels.french(catalog)
        self.assertEqual(label("Offer"), "Offre")
        self.assertEqual(label("Order"), "Order")
        self.assertEqual(label(""), "")
