"""French is complete: every text of ours, every title Plone shows for us."""

from ast import literal_eval
from dataclasses import dataclass
from pathlib import Path
from unittest import TestCase
from xml.etree import ElementTree

import re


PACKAGE = Path(__file__).parents[2]
LOCALES = PACKAGE / "locales"
PROFILE = PACKAGE / "profiles" / "default"
PLACEHOLDER = re.compile(r"\$(?:\{[^}]*\}|\w+)")
DEFAULT = "#. Default: "
SAMPLE = """\
# A comment.
msgid ""
msgstr ""
"Domain: sample\\n"

#. Default: "Dear ${name},\\n\\nit is \\"done\\".\\n"
#: ./somewhere.py
msgid "mail"
msgstr ""
"Bonjour ${name},\\n"
"c’est fait.\\n"

#, fuzzy
msgid "Order"
msgstr "Commande"
"""


@dataclass
class Entry:
    """One message: its id, the English text when that is another, its translation."""

    msgid: str = ""
    default: str = ""
    msgstr: str = ""
    fuzzy: bool = False

    @property
    def english(self):
        return self.default or self.msgid


def parse(text):
    """id -> entry of a gettext file, without its header."""
    entries = {}
    for block in re.split(r"\n{2,}", text.strip()):
        entry = parse_entry(block.splitlines())
        if entry.msgid in entries:
            raise ValueError(f"twice: {entry.msgid}")
        entries[entry.msgid] = entry
    del entries[""]
    return entries


def parse_entry(lines):
    entry, name = Entry(), ""
    for line in lines:
        if line.startswith(DEFAULT):
            entry.default = literal_eval(line.removeprefix(DEFAULT))
        elif line.startswith("#,"):
            entry.fuzzy = "fuzzy" in line
        elif not line.startswith("#"):
            keyword, quote, rest = line.partition('"')
            name = keyword.strip() or name
            if name not in ("msgid", "msgstr"):
                raise ValueError(f"not understood: {line}")
            setattr(entry, name, getattr(entry, name) + literal_eval(quote + rest))
    return entry


def read(path):
    return parse((LOCALES / path).read_text(encoding="utf-8"))


def workflow_titles():
    """(workflow id, text) of every title and description in the definitions."""
    for path in sorted(PROFILE.glob("workflows/*/definition.xml")):
        for element in ElementTree.parse(path).iter():
            for name in ("title", "description"):
                if element.get(name):
                    yield path.parent.name, element.get(name)


def type_titles():
    """(portal type, title) of the types that have one."""
    for path in sorted(PROFILE.glob("types/*.xml")):
        title = ElementTree.parse(path).find("property[@name='title']")
        if title is not None and title.text:
            yield path.stem, title.text


class TestReader(TestCase):
    """The reader of this module sees what it has to see."""

    def test_it_reads_messages(self):
        self.assertEqual(
            parse(SAMPLE),
            {
                "mail": Entry(
                    "mail",
                    'Dear ${name},\n\nit is "done".\n',
                    "Bonjour ${name},\nc’est fait.\n",
                ),
                "Order": Entry("Order", "", "Commande", fuzzy=True),
            },
        )

    def test_it_refuses_a_message_twice(self):
        with self.assertRaises(ValueError):
            parse(f'{SAMPLE}\nmsgid "Order"\nmsgstr "Ordre"\n')

    def test_it_refuses_what_it_does_not_know(self):
        with self.assertRaises(ValueError):
            parse(f'{SAMPLE}\nmsgctxt "shop"\nmsgid "Offer"\nmsgstr "Offre"\n')


class TestTranslations(TestCase):
    """``make i18n`` brings the files up to date; the French is written by hand."""

    def setUp(self):
        super().setUp()
        self.template = read("imio.centrale.pot")
        self.french = read("fr/LC_MESSAGES/imio.centrale.po")
        self.workflows = read("fr/LC_MESSAGES/plone.po")

    def assertFrench(self, msgid, entries):
        self.assertIn(msgid, entries)
        self.assertTrue(entries[msgid].msgstr.strip(), msgid)

    def test_there_is_something_to_translate(self):
        self.assertGreater(len(self.template), 100)
        self.assertGreater(len(list(workflow_titles())), 100)
        self.assertGreater(len(list(type_titles())), 10)

    def test_every_message_is_translated(self):
        for msgid in self.template:
            with self.subTest(msgid):
                self.assertFrench(msgid, self.french)

    def test_nothing_else_is_translated(self):
        self.assertEqual(self.french.keys() - self.template.keys(), set())

    def test_placeholders_are_the_same(self):
        for msgid, entry in self.template.items():
            with self.subTest(msgid):
                self.assertEqual(
                    set(PLACEHOLDER.findall(self.french[msgid].msgstr)),
                    set(PLACEHOLDER.findall(entry.english)),
                )

    def test_no_translation_is_fuzzy(self):
        for entries in (self.french, self.workflows):
            fuzzy = [entry.msgid for entry in entries.values() if entry.fuzzy]
            self.assertEqual(fuzzy, [])

    def test_workflows_are_translated(self):
        for workflow, text in workflow_titles():
            with self.subTest(f"{workflow}: {text}"):
                self.assertFrench(text, self.workflows)

    def test_types_are_translated(self):
        for portal_type, title in type_titles():
            with self.subTest(portal_type):
                self.assertFrench(title, self.french)
