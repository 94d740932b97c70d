"""Files read for a lot, confirmed, compared; who keeps which version."""

from Acquisition import aq_base
from datetime import date
from decimal import Decimal
from imio.centrale import inventories
from imio.centrale.annexe_b import comparing
from imio.centrale.annexe_b import confirming
from imio.centrale.annexe_b import exporting
from imio.centrale.annexe_b import reading
from imio.centrale.annexe_b import targets
from imio.centrale.annexe_b import uploads
from imio.centrale.annexe_b.asked import target_in
from imio.centrale.domain.inventory_columns import FIELDS
from imio.centrale.messages import sentence
from imio.centrale.messages import sentence_in_file
from imio.centrale.messages import SENTENCES
from imio.centrale.tests.annexe_b import annexe_b
from imio.centrale.tests.annexe_b import HEADERS
from imio.centrale.tests.annexe_b import row
from imio.centrale.tests.fixture import inventory_line
from imio.centrale.tests.fixture import make_inventory
from imio.centrale.tests.procedure import acting
from imio.centrale.tests.procedure import at
from imio.centrale.tests.procedure import offer_line
from imio.centrale.tests.procedure import ProcedureTestCase
from imio.centrale.tests.spreadsheets import saved
from imio.centrale.ticking import tick
from imio.centrale.workflows.state import move
from imio.centrale.workflows.state import move_as_product
from imio.centrale.workflows.state import state_of
from openpyxl import Workbook
from plone import api
from zope.annotation.interfaces import IAnnotations

import pickle
import time


class AnnexeBCase(ProcedureTestCase):
    def setUp(self):
        super().setUp()
        self.direct = self.lot("direct")
        self.first = self.direct["inventory-alpha-test-1"]

    def target(self, version="2", valid_from=date(2026, 6, 1)):
        return targets.new_version(self.direct, self.alpha.UID(), version, valid_from)

    def draft(self, **changes):
        """A draft with the two lines of the version in force."""
        with acting("agent"):
            return make_inventory(
                self.direct,
                self.alpha,
                **{
                    "version": "2",
                    "valid_from": date(2026, 6, 1),
                    "publish": False,
                    **changes,
                },
            )

    def imported(self, target, *rows, headers=HEADERS, **options):
        """The inventory that a file gives, confirmed by the agent."""
        data = annexe_b(*rows, headers=headers)
        with acting("agent"):
            table, columns = reading.read(target, data, "annexe.xlsx")
            shown = reading.preview(target, table, columns)
            source = reading.source_file(data, table.kind, "annexe.xlsx")
            return confirming.confirm(
                target, shown, shown.fingerprint, columns, source, **options
            )

    def kinds(self, target, *rows):
        table, columns = reading.read(target, annexe_b(*rows))
        return [
            (each.kind, each.code)
            for each in reading.preview(target, table, columns).lines
        ]


class TestNewVersion(AnnexeBCase):
    def test_compared_with_the_version_in_force(self):
        found = self.kinds(
            self.target(),
            row("A1", "Audit, jour", 1000, 21, "jour"),
            row("F1", "Formation, jour", 820, 6, "jour"),
            row("N1"),
            row("X1", price="dix"),
        )
        self.assertEqual(
            found,
            [("accepted", "A1"), ("changed", "F1"), ("new", "N1"), ("refused", "X1")],
        )
        self.assertEqual(
            self.kinds(self.target(), row("A1", "Audit, jour", 1000, 21, "jour")),
            [("accepted", "A1"), ("gone", "F1")],
        )

    def test_confirmed(self):
        made = self.imported(
            self.target(), row("A1", "Audit", "1 050,50"), row("N1", vat_rate="6 %")
        )
        self.assertEqual(state_of(made), "draft")
        self.assertEqual(made.getId(), "annexe-b-alpha-test-2")
        self.assertEqual((made.version, made.valid_from), ("2", date(2026, 6, 1)))
        self.assertEqual(
            [(x["code"], x["unit_price"], x["vat_rate"]) for x in made.lines],
            [("A1", Decimal("1050.5000"), "21"), ("N1", Decimal("10.0000"), "6")],
        )
        self.assertEqual(made.source_file.filename, "annexe.xlsx")
        self.assertTrue(made.source_file.data.startswith(b"PK"))
        self.assertIn("Alpha Test", made.title)
        self.moved("agent", made, "publish", "published")
        self.assertEqual(state_of(self.first), "superseded")
        self.assertEqual(self.first.valid_to, date(2026, 5, 31))

    def test_the_rules_of_a_version(self):
        for values, code in (
            (("1", date(2026, 6, 1)), "version_exists"),
            (("2", date(2024, 1, 1)), "version_not_later"),
        ):
            with self.subTest(code), self.refusing(code):
                self.target(*values)
        with self.refusing("supplier_not_in_ranking"):
            targets.new_version(self.direct, self.beta.UID(), "1", date(2026, 6, 1))

    def test_what_is_asked_for(self):
        asked = {"supplier": self.alpha.UID(), "version": "2"}
        target = target_in(self.direct, {**asked, "valid_from": "2026-06-01"})
        self.assertEqual(target, self.target())
        with self.refusing("invalid", "invalid", "invalid"):
            target_in(
                self.direct,
                {"supplier": "x", "version": "v" * 21, "valid_from": "demain"},
            )
        with self.refusing("invalid"):
            target_in(self.direct, asked)

    def test_options_are_those_of_the_lot(self):
        self.assertEqual(
            self.kinds(self.target(), row("N1", option="AUD"), row("N2", option="ZZZ")),
            [("new", "N1"), ("refused", "N2"), ("gone", "A1"), ("gone", "F1")],
        )

    def test_refused_lines_are_left_out_knowingly_only(self):
        rows = (row("A1"), row("A1"), row("N1", price=-1))
        with self.refusing("lines_refused"):
            self.imported(self.target(), *rows)
        made = self.imported(self.target(), *rows, without_refused=True)
        self.assertEqual([line["code"] for line in made.lines], ["A1"])

    def test_nothing_to_write(self):
        with self.refusing("no_lines"):
            self.imported(self.target(), row("N1", price=-1), without_refused=True)

    def test_only_who_may_add_one(self):
        target = self.target()
        with self.assertRaises(Exception) as caught, acting("alpha"):
            confirming.write(target, [], None)
        self.assertIn("imio.centrale.PriceInventory", str(caught.exception))


class TestFingerprint(AnnexeBCase):
    """What is confirmed is what was shown."""

    def confirm(self, change):
        target = self.target()
        data = annexe_b(row("N1"))
        with acting("agent"):
            table, columns = reading.read(target, data)
            shown = reading.preview(target, table, columns)
            change()
            now = reading.fingerprint(target, table, columns)
            confirming.confirm(target, shown, now, columns, None)

    def test_another_option(self):
        def change():
            self.direct.options = [{"code": "B", "label": "B", "kind": None}]

        with self.refusing("preview_outdated"):
            self.confirm(change)

    def test_another_version_in_force(self):
        def change():
            make_inventory(self.direct, self.alpha, "1bis", date(2025, 1, 1))
            newer = self.direct["inventory-alpha-test-1bis"]
            newer.lines = [inventory_line("Z", "Z", "1.00", "21")]

        with self.refusing("preview_outdated"):
            self.confirm(change)

    def test_nothing_changed(self):
        self.confirm(lambda: None)
        self.assertIn("annexe-b-alpha-test-2", self.direct)


class TestDraft(AnnexeBCase):
    def test_its_lines_are_replaced(self):
        draft = self.draft()
        made = self.imported(targets_of(draft), row("A1"), row("N1"))
        self.assertEqual(made.UID(), draft.UID())
        self.assertEqual([line["code"] for line in draft.lines], ["A1", "N1"])
        self.assertEqual(draft.source_file.filename, "annexe.xlsx")

    def test_compared_with_itself_or_when_empty_with_the_version_in_force(self):
        draft = self.draft()
        draft.lines = [inventory_line("D1", "D", "1.00", "21")]
        self.assertEqual(targets.compared_with(targets_of(draft)).UID(), draft.UID())
        draft.lines = []
        found = targets.compared_with(targets_of(draft))
        self.assertEqual(found.UID(), self.first.UID())

    def test_published_it_stays(self):
        with acting("agent"), self.refusing("wrong_state"):
            targets.existing(self.first)
        with acting("alpha"), self.refusing("wrong_state"):
            targets.existing(self.draft())


class TestRemembered(AnnexeBCase):
    """The columns of a supplier's own file are known the next time."""

    headers = ("Réf. interne", "Texte", "u.", "Tarif", "%", "O")
    mapping = dict(zip(headers, FIELDS))

    def read(self, target, mapping=None):
        data = annexe_b(row("A1"), headers=self.headers)
        return reading.read(target, data, mapping=mapping)[1]

    def test_after_a_confirmation_only(self):
        target = self.target()
        self.assertNotEqual(self.read(target).reasons, ())
        columns = self.read(target, self.mapping)
        self.assertEqual(columns.reasons, ())
        self.assertNotEqual(self.read(target).reasons, ())
        with acting("agent"):
            reading.remember(target.supplier, columns.mapping)
        self.assertEqual(self.read(target).by_field, columns.by_field)
        beta = targets.Target(self.direct, self.beta.UID(), "1", date(2026, 6, 1))
        self.assertNotEqual(self.read(beta).reasons, ())

    def test_written_only_when_something_is_learned(self):
        with acting("agent"):
            reading.remember(self.alpha.UID(), self.mapping)
            known = self.alpha.inventory_columns
            reading.remember(self.alpha.UID(), {"TEXTE": "label"})
        self.assertIs(self.alpha.inventory_columns, known)
        self.assertEqual(self.beta.inventory_columns, {})


class TestUploads(AnnexeBCase):
    """A file waits for who sent it, for a day; no inventory knows of it."""

    def upload(self, target=None):
        target = target or self.target()
        data = annexe_b(row("N1"), row("N2", price="x"))
        table, columns = reading.read(target, data)
        found = uploads.Upload(target, reading.source_file(data, "xlsx", "a"), table)
        found.show(table, columns, reading.preview(target, table, columns))
        return found

    def kept(self, login="agent", **values):
        with acting(login):
            return uploads.keep(self.direct, self.upload(**values))

    def find(self, token, login="agent", draft=None):
        with acting(login):
            return uploads.find(self.direct, token, draft)

    def test_it_comes_back_as_it_was(self):
        upload = self.find(self.kept())
        self.assertEqual(upload.preview.counts["refused"], 1)
        self.assertEqual(upload.columns.by_field["code"], 0)
        self.assertEqual(upload.samples[3], ("10", "x"))
        again = pickle.loads(pickle.dumps(upload.columns))
        self.assertEqual(again, upload.columns)

    def test_for_who_sent_it(self):
        token = self.kept()
        for login in ("agent2", "alpha", None):
            self.assertIsNone(self.find(token, login), login)
        self.assertIsNone(self.find("x"))
        self.assertIsNone(self.find(token, draft=self.draft()))

    def test_the_next_one_takes_its_place(self):
        first, second = self.kept(), self.kept()
        self.assertIsNone(self.find(first))
        other = self.kept("agent2")
        draft = self.draft()
        third = self.kept(target=targets_of(draft))
        self.assertIsNotNone(self.find(second))
        self.assertIsNotNone(self.find(other, "agent2"))
        self.assertIsNotNone(self.find(third, draft=draft))

    def test_for_a_day(self):
        with at("2026-03-02 09:00"):
            token = self.kept()
        with at("2026-03-03 08:59"):
            self.assertIsNotNone(self.find(token))
        with at("2026-03-03 09:01"):
            self.assertIsNone(self.find(token))
            self.assertEqual(len(uploads.waiting(self.direct)), 1)
            tick(self.centrale)
            self.assertEqual(len(uploads.waiting(self.direct)), 0)

    def test_given_up(self):
        token = self.kept()
        uploads.drop(self.direct, token)
        uploads.drop(self.direct, token)
        self.assertIsNone(self.find(token))

    def test_a_lot_without_any(self):
        self.assertNotIn(uploads.KEY, IAnnotations(self.lot("cascade")))
        self.assertEqual(dict(uploads.waiting(self.lot("cascade"))), {})


class TestSentences(AnnexeBCase):
    """Whatever is wrong is named, with the row and the column of a line."""

    def test_each_reason_of_a_line(self):
        rows = {
            "line_code_missing": row(None),
            "label_missing": row("B", label=None),
            "price_missing": row("C", price=None),
            "price_not_a_number": row("D", price="à convenir"),
            "price_ambiguous": row("E", price="1.234"),
            "foreign_currency": row("F", price="12 USD"),
            "price_negative": row("G", price=-3),
            "price_too_precise": row("H", price="1,23456"),
            "price_too_high": row("I", price=10**13),
            "vat_rate_missing": row("J", vat_rate=None),
            "unknown_vat_rate": row("K", vat_rate="17 %"),
            "unknown_option": row("L", option="?"),
            "text_too_long": row("M" * 51),
            "formula_error": row("N", price="#REF!"),
            "not_a_text": row(date(2026, 1, 2)),
            "example_line": row("EXEMPLE-01"),
            "code_repeated": row("B2"),
        }
        target = self.target()
        table, columns = reading.read(target, annexe_b(row("B2"), *rows.values()))
        _first, *lines = reading.preview(target, table, columns).lines
        for number, (code, line) in enumerate(zip(rows, lines), start=3):
            with self.subTest(code):
                (found,) = line.reasons
                self.assertEqual(found.code, code)
                text = sentence_in_file(found)
                self.assertNotIn("${", text)
                self.assertIn(str(number), text.partition(":")[0])

    def test_merged_cells(self):
        book = Workbook()
        book.active.append(HEADERS)
        book.active.append(row("A1"))
        book.active.append(row("A2"))
        book.active.merge_cells("D2:D3")
        table, columns = reading.read(self.target(), saved(book))
        lines = reading.preview(self.target(), table, columns).lines
        self.assertEqual(
            [each.reasons[0].code for each in lines if each.kind == "refused"],
            ["merged_cell", "merged_cell"],
        )
        self.assertIn("D2:D3", sentence_in_file(lines[0].reasons[0]))

    def test_a_long_cell_is_quoted_in_part(self):
        target = self.target()
        table, columns = reading.read(target, annexe_b(row("A1", price="x" * 5000)))
        (line, *_gone) = reading.preview(target, table, columns).lines
        self.assertLess(len(sentence_in_file(line.reasons[0])), 300)

    def test_files_and_columns(self):
        target = self.target()
        for data, code in (
            (b"", "file_empty"),
            (b"%PDF-1.4", "unsupported_kind"),
            (b"PK\x03\x04 broken", "broken_file"),
            (b"a" * 11_000_000, "too_large"),
        ):
            with self.subTest(code), self.refusing(code):
                reading.read(target, data)
        _table, columns = reading.read(target, annexe_b(("a", "b")), sheet="Autre")
        self.checked(columns.reasons, ["sheet_missing"])
        _table, columns = reading.read(
            target, annexe_b(headers=("Code", "Libellé", "Prix", "Prix"))
        )
        self.checked(columns.reasons, ["column_twice", "column_missing"])
        self.assertNotIn("vat_rate", sentence(columns.reasons[1]))

    def test_no_sentence_is_missing(self):
        for code in (
            *("too_large_unzipped", "too_many_rows", "too_many_columns"),
            *("too_many_cells", "cell_too_long", "too_complex", "too_slow"),
            *("encrypted", "macros", "doctype", "hidden_sheet", "extension_differs"),
            *("no_rows", "unknown_field", "text_not_kept"),
        ):
            self.assertIn(code, SENTENCES)


class TestExport(AnnexeBCase):
    """What goes out comes in without any change."""

    def test_round_trip(self):
        target = self.target()
        for kind in exporting.WRITERS:
            with self.subTest(kind):
                written = exporting.export(self.first, kind)
                self.assertEqual(written.name, f"inventory-alpha-test-1.{kind}")
                table, columns = reading.read(target, written.data, written.name)
                self.assertEqual(table.notes, ())
                counts = reading.preview(target, table, columns).counts
                self.assertEqual(counts["accepted"], 2)
                self.assertEqual(sum(counts.values()), 2)

    def test_another_format(self):
        with self.refusing("unknown_format"):
            exporting.export(self.first, "pdf")

    def test_template(self):
        written = exporting.template(self.direct)
        table, columns = reading.read(self.target(), written.data)
        self.assertEqual(columns.reasons, ())
        self.assertEqual(columns.sheet, "Annexe B")
        (line, *_gone) = reading.preview(self.target(), table, columns).lines
        self.assertEqual([each.code for each in line.reasons], ["example_line"])
        self.assertIn("Options", [sheet.name for sheet in table.sheets])

    def test_template_with_the_lines_of_a_version(self):
        table, columns = reading.read(
            self.target(), exporting.next_template(self.first).data
        )
        counts = reading.preview(self.target(), table, columns).counts
        self.assertEqual(counts["accepted"], 2)


class TestCompare(AnnexeBCase):
    def newer(self, publish=True):
        """Version 2: the audit is dearer, the training is gone, something is new."""
        newer = self.draft()
        with acting("agent"):
            newer.lines = [
                {
                    **inventory_line("A1", "Audit, jour", "1100.00", "6"),
                    "unit": "journée",
                },
                inventory_line("N1", "Nouveau", "5.00", "21"),
            ]
            if publish:
                move(newer, "publish")
        return newer

    def test_changes(self):
        difference = comparing.difference_of(self.first, self.newer())
        found = {each.line.code: each for each in comparing.changes(difference)}
        self.assertEqual(
            {code: each.kinds for code, each in found.items()},
            {
                "A1": ["repriced", "relabelled", "reclassified"],
                "N1": ["new"],
                "F1": ["gone"],
            },
        )
        self.assertEqual(found["A1"].percent, Decimal("10.00"))
        self.assertEqual(
            comparing.counts(difference),
            {
                "repriced": 1,
                "relabelled": 1,
                "reclassified": 1,
                "new": 1,
                "gone": 1,
                "unchanged": 0,
            },
        )

    def test_the_version_before(self):
        newer = self.newer()
        with acting("agent"):
            self.assertEqual(
                comparing.version_to_compare(newer).UID(), self.first.UID()
            )
            self.assertIsNone(comparing.version_to_compare(self.first))
            named = comparing.version_to_compare(self.first, newer.UID())
            self.assertEqual(named.UID(), newer.UID())
            beta = self.lot("cascade")["inventory-beta-test-1"]
            for name in ("x", "/nowhere", self.first.UID(), beta.UID()):
                with self.subTest(name), self.refusing("unknown_version"):
                    comparing.version_to_compare(self.first, name)

    def test_a_draft_is_compared_with_the_version_in_force(self):
        newer = self.newer(publish=False)
        with acting("agent"):
            self.assertEqual(
                comparing.version_to_compare(newer).UID(), self.first.UID()
            )

    def concerned(self, newer):
        difference = comparing.difference_of(self.first, newer)
        return {
            mission.UID(): codes
            for mission, codes in comparing.missions_concerned(self.first, difference)
        }

    def test_missions_that_keep_the_version_before(self):
        audit, waiting = self.mission("offered"), self.mission("assigned")
        other = self.mission("assigned")
        gone = self.mission("assigned")
        self.offer(other, lines=[offer_line("F1", price="800.00")])
        with acting("bertrix"):
            move(gone, "cancel", reason_code="other")
        newer = self.newer(publish=False)
        newer.lines = [
            inventory_line("A1", "Audit, jour", "900.00", "21"),
            self.first.lines[1],
        ]
        move_as_product(newer, "publish")
        self.assertEqual(
            self.concerned(newer), {audit.UID(): ("A1",), waiting.UID(): ()}
        )

    def test_a_mission_keeps_its_version(self):
        mission = self.mission("assigned")
        newer = self.newer()
        self.assertEqual(inventories.inventory_for(mission).UID(), self.first.UID())
        with at("2026-07-01 10:00"):
            later = self.mission("assigned")
            self.assertEqual(inventories.inventory_for(later).UID(), newer.UID())
            self.assertNotIn(later.UID(), self.concerned(newer))
            with self.refusing("price_above_inventory"):
                self.offer(mission, lines=[offer_line(price="1050.00")])


class TestManyLines(AnnexeBCase):
    """Five thousand lines are read once, and kept as they are."""

    def setUp(self):
        super().setUp()
        self.first.lines = [
            inventory_line(f"ART-{number:05d}", f"Article {number}", "12.5000", "21")
            for number in range(5000)
        ]

    def test_read_once_until_they_are_replaced(self):
        lines = self.first.inventory_lines()
        self.assertEqual(len(lines), 5000)
        self.assertIs(self.first.inventory_lines(), lines)
        self.first.lines = self.first.lines[:2]
        self.assertEqual(len(self.first.inventory_lines()), 2)

    def test_what_is_kept_in_memory_is_not_stored(self):
        self.first.inventory_lines()
        self.assertNotIn("_v_inventory_lines", aq_base(self.first).__getstate__())

    def test_an_offer_is_priced_in_no_time(self):
        mission = self.mission("assigned")
        self.first.inventory_lines()
        start = time.perf_counter()
        self.offer(mission, lines=[offer_line("ART-04999", price="12.00")])
        self.assertLess(time.perf_counter() - start, 2)

    def test_a_copy(self):
        with acting("agent"), api.env.adopt_roles(["Manager"]):
            copy = api.content.copy(self.first, self.direct)
        self.assertEqual(len(copy.inventory_lines()), 5000)
        self.assertEqual(state_of(copy), "draft")


def targets_of(draft):
    """The draft as a target, for an agent."""
    with acting("agent"):
        return targets.existing(draft)
