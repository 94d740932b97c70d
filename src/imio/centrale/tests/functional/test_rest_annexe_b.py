"""Annexe B over REST: looked at, confirmed, sent out, compared; and what is refused."""

from imio.centrale.testing import FUNCTIONAL
from imio.centrale.tests.annexe_b import annexe_b
from imio.centrale.tests.annexe_b import HEADERS
from imio.centrale.tests.annexe_b import many
from imio.centrale.tests.annexe_b import row
from imio.centrale.tests.rest import RestTestCase
from imio.centrale.tests.rest import upload
from imio.centrale.tests.spreadsheets import saved
from imio.centrale.tests.spreadsheets import xlsx_of_parts
from io import BytesIO
from openpyxl import load_workbook
from openpyxl import Workbook


LOT = "cyber/marches/market/direct"
FIRST = f"{LOT}/inventory-alpha-test-1"
IMPORT = f"{LOT}/@centrale-import"


def wide_rows():
    """More than twenty megabytes of rows, as text."""
    line = b"A1;" + b"x" * 200 + b";piece;1,00;21;\n"
    return b"Code;Libelle;Unite;Prix;TVA;Option\n" + line * 100_000


class AnnexeBCase(RestTestCase):
    layer = FUNCTIONAL

    def setUp(self):
        self.agent = self.client("agent")
        self.alpha = self.client("alpha")

    def body(self, *rows, data=None, headers=HEADERS, **changes):
        """A file for version 2 of Alpha."""
        if data is None:
            data = annexe_b(*rows, headers=headers)
        return {
            "supplier": "/prestataires/alpha-test",
            "version": "2",
            "valid_from": "2026-06-01",
            "file": upload("annexe.xlsx", data),
            **changes,
        }

    def told(self, *rows, path=IMPORT, **changes):
        """The preview of a file."""
        return self.agent.expect(
            self.agent.post(path, self.body(*rows, **changes)), 200
        )

    def confirmed(self, *rows, path=IMPORT, status=201, **changes):
        """The draft that a file gives."""
        body = self.body(*rows, **changes)
        told = self.agent.expect(self.agent.post(path, body), 200)
        body["confirm"] = told["fingerprint"]
        return self.agent.expect(self.agent.post(path, body), status)

    def inventories(self):
        return [item["@id"] for item in self.client("admin").got(LOT)["items"]]


class TestPreview(AnnexeBCase):
    def test_every_line_is_told(self):
        before = self.inventories()
        answer = self.told(
            row("A1", "Audit, jour", 950, 21, "jour"),
            row("N1"),
            row("X1", price="dix"),
        )
        self.assertEqual(
            answer["counts"],
            {"accepted": 0, "changed": 1, "new": 1, "refused": 1, "gone": 1},
        )
        changed, new, refused, gone = answer["lines"]
        self.assertEqual(changed["changes"], ["unit_price"])
        self.assertEqual(changed["old"]["unit_price"], "1000.00")
        self.assertEqual(changed["line"]["unit_price"], "950.00")
        self.assertEqual((new["kind"], new["row"], new["old"]), ("new", 3, None))
        (why,) = refused["reasons"]
        self.assertEqual((why["row"], why["column"]), (4, "D"))
        self.assertEqual(why["code"], "price_not_a_number")
        self.assertIn("dix", why["message"])
        self.assertEqual((gone["code"], gone["row"]), ("F1", None))
        self.assertTrue(answer["compared_with"]["@id"].endswith(FIRST))
        self.assertEqual(answer["columns"]["mapping"]["Libellé"], "label")
        self.assertEqual(self.inventories(), before)

    def test_one_kind_in_batches(self):
        rows = [row(f"N{number}") for number in range(60)]
        answer = self.told(*rows, path=f"{IMPORT}?b_size=25&b_start=50", kind="new")
        self.assertEqual(answer["items_total"], 60)
        self.assertEqual([x["code"] for x in answer["lines"]][0], "N50")
        self.assertEqual(len(answer["lines"]), 10)
        self.assertIn("prev", answer["batching"])

    def test_columns_that_are_not_known(self):
        headers = ("Réf. interne", "Texte", "u.", "Tarif", "%")
        answer = self.told(row("N1")[:5], headers=headers)
        self.assertIsNone(answer["fingerprint"])
        self.assertEqual(answer["lines"], [])
        codes = [each["code"] for each in answer["columns"]["reasons"]]
        self.assertEqual(set(codes), {"column_missing"})
        mapping = dict(
            zip(headers, ("code", "label", "unit", "unit_price", "vat_rate"))
        )
        answer = self.told(row("N1")[:5], headers=headers, mapping=mapping)
        self.assertEqual(answer["counts"]["new"], 1)
        # not yet confirmed: not yet remembered
        answer = self.told(row("N1")[:5], headers=headers)
        self.assertIsNone(answer["fingerprint"])
        self.confirmed(row("N1")[:5], headers=headers, mapping=mapping)
        answer = self.told(row("N1")[:5], headers=headers, version="3")
        self.assertEqual(answer["counts"]["new"], 1)

    def test_a_sheet(self):
        book = Workbook()
        book.active.append(HEADERS)
        book.active.append(row("A1"))
        other = book.create_sheet("Autre")
        other.append(HEADERS)
        other.append(row("B1"))
        answer = self.told(data=saved(book), sheet="Autre")
        self.assertEqual([x["code"] for x in answer["lines"]][0], "B1")
        self.assertEqual(answer["sheets"], ["Sheet", "Autre"])
        answer = self.told(data=saved(book), sheet="Absente")
        (why,) = answer["columns"]["reasons"]
        self.assertEqual(why["code"], "sheet_missing")
        self.assertIn("Absente", why["message"])


class TestConfirm(AnnexeBCase):
    def test_a_new_version(self):
        answer = self.confirmed(row("A1", price="1 050,50"), row("N1"))
        self.assertEqual((answer["version"], answer["lines_total"]), ("2", 2))
        self.assertEqual(answer["review_state"], "draft")
        made = self.agent.got(answer["@id"])
        self.assertEqual(made["lines"][0]["unit_price"], "1050.50")
        self.assertEqual(made["source_file"]["filename"], "annexe.xlsx")
        self.agent.moved(answer["@id"], "publish", "published")
        first = self.agent.got(FIRST)
        self.assertEqual(first["review_state"], "superseded")
        self.assertEqual(first["valid_to"], "2026-05-31")

    def test_the_lines_of_a_draft(self):
        url = self.confirmed(row("A1"))["@id"]
        path = f"{url}/@centrale-import"
        answer = self.confirmed(row("N1"), row("N2"), path=path, status=200)
        self.assertEqual(answer["@id"], url)
        self.assertEqual(answer["counts"]["gone"], 1)
        codes = [line["code"] for line in self.agent.got(url)["lines"]]
        self.assertEqual(codes, ["N1", "N2"])

    def test_another_fingerprint(self):
        self.agent.refused(
            "POST",
            IMPORT,
            self.body(row("N1"), confirm="0" * 64),
            409,
            "preview_outdated",
        )
        told = self.told(row("N1"))
        self.agent.refused(
            "POST",
            IMPORT,
            self.body(row("N2"), confirm=told["fingerprint"]),
            409,
            "preview_outdated",
        )

    def test_refused_lines(self):
        rows = (row("N1"), row("N1"), row("N2", price=-1))
        body = self.body(*rows)
        body["confirm"] = self.told(*rows)["fingerprint"]
        self.agent.refused("POST", IMPORT, body, 409, "lines_refused")
        answer = self.agent.created(IMPORT, {**body, "without_refused": True})
        self.assertEqual(answer["lines_total"], 1)

    def test_columns_that_cannot_serve(self):
        body = self.body(("a", "b"), headers=("Un", "Deux"), confirm="0" * 64)
        self.agent.refused("POST", IMPORT, body, 409, *["column_missing"] * 4)


class TestRefused(AnnexeBCase):
    def test_who_may_not(self):
        for login, status in (
            ("alpha", 403),
            ("beta", 403),
            ("bertrix", 403),
            ("auditor", 403),
            ("intake", 403),
            (None, 401),
        ):
            for path in (IMPORT, f"{FIRST}/@centrale-import"):
                with self.subTest(f"{login} {path}"):
                    response = self.client(login).post(path, self.body(row("N1")))
                    self.assertEqual(response.status_code, status, response.text)

    def test_a_published_inventory(self):
        path = f"{FIRST}/@centrale-import"
        self.agent.refused("POST", path, self.body(row("N1")), 409, "wrong_state")
        response = self.agent.patch(FIRST, {"lines": []})
        self.assertEqual(response.status_code, 403, response.text)
        self.assertEqual(len(self.agent.got(FIRST)["lines"]), 2)

    def test_the_version(self):
        for changes, status, code in (
            ({"version": "1"}, 409, "version_exists"),
            ({"valid_from": "2023-01-01"}, 409, "version_not_later"),
            ({"supplier": "/prestataires/beta-test"}, 409, "supplier_not_in_ranking"),
            ({"supplier": None}, 400, "invalid"),
            ({"version": ["2"]}, 400, "invalid"),
            ({"valid_from": "juin"}, 400, "invalid"),
        ):
            with self.subTest(changes):
                body = self.body(row("N1"), **changes)
                self.agent.refused("POST", IMPORT, body, status, code)

    def test_the_body(self):
        for changes, code in (
            ({"file": None}, "file_missing"),
            ({"file": "annexe.xlsx"}, "wrong_type"),
            ({"file": {"data": 3}}, "wrong_type"),
            ({"file": {"data": "A", "encoding": "base64"}}, "wrong_type"),
            ({"file": {"data": "AAAA", "encoding": "rot13"}}, "wrong_type"),
            ({"file": {"data": "AAAA", "filename": 3}}, "wrong_type"),
            ({"mapping": ["Code"]}, "wrong_type"),
            ({"mapping": {"Code": 3}}, "wrong_type"),
            ({"sheet": 3}, "wrong_type"),
            ({"confirm": True}, "wrong_type"),
            ({"kind": "autre"}, "wrong_type"),
            ({"without_refused": "oui"}, "wrong_type"),
        ):
            with self.subTest(changes):
                body = self.body(row("N1"), **changes)
                self.agent.refused("POST", IMPORT, body, 400, code)
        self.agent.refused("POST", IMPORT, [1], 400, "not_an_object")

    def test_an_unknown_field(self):
        answer = self.told(row("N1"), mapping={"Code": "colour"})
        codes = {each["code"] for each in answer["columns"]["reasons"]}
        self.assertEqual(codes, {"column_missing", "unknown_field"})

    def test_files(self):
        before = self.inventories()
        for data, code in (
            (b"", "file_empty"),
            (b"%PDF-1.4 test", "unsupported_kind"),
            (b"PK\x03\x04 no archive", "broken_file"),
            (wide_rows(), "too_large"),
            (b"a;b\n" * 30_000, "too_many_rows"),
            (xlsx_of_parts(sheet='<!DOCTYPE a [<!ENTITY b "c">]><a/>'), "doctype"),
        ):
            with self.subTest(code):
                error = self.agent.refused(
                    "POST", IMPORT, self.body(data=data), 400, code
                )
                self.assertEqual(error["reasons"][0]["field"], "file")
                self.assertNotIn("${", error["message"])
        self.assertEqual(self.inventories(), before)

    def test_lines(self):
        answer = self.told(
            row("A"),
            row("A"),
            row("B", price="abc"),
            row("C", price=-1),
            row("D", vat_rate=17),
            row("E", price="10 $"),
            row("F" * 60),
            kind="refused",
        )
        found = [
            (each["row"], each["reasons"][0]["code"], each["reasons"][0]["column"])
            for each in answer["lines"]
        ]
        self.assertEqual(
            found,
            [
                (3, "code_repeated", "A"),
                (4, "price_not_a_number", "D"),
                (5, "price_negative", "D"),
                (6, "unknown_vat_rate", "E"),
                (7, "foreign_currency", "D"),
                (8, "text_too_long", "A"),
            ],
        )


class TestFiles(AnnexeBCase):
    def test_export(self):
        for kind, start in (("xlsx", b"PK"), ("ods", b"PK"), ("csv", b"\xef\xbb\xbf")):
            with self.subTest(kind):
                response = self.alpha.get(f"{FIRST}/@centrale-export?format={kind}")
                self.assertEqual(response.status_code, 200, response.text)
                self.assertTrue(response.content.startswith(start))
                name = f'attachment; filename="inventory-alpha-test-1.{kind}"'
                self.assertEqual(response.headers["Content-Disposition"], name)
        response = self.alpha.get(f"{FIRST}/@centrale-export")
        cells = list(load_workbook(BytesIO(response.content)).active.values)
        self.assertEqual(cells[1][0], "A1")
        self.agent.refused(
            "GET", f"{FIRST}/@centrale-export?format=pdf", None, 400, "unknown_format"
        )

    def test_template(self):
        for path in (LOT, FIRST):
            response = self.alpha.get(f"{path}/@centrale-template")
            self.assertEqual(response.status_code, 200, response.text)
            names = load_workbook(BytesIO(response.content)).sheetnames
            self.assertEqual(names, ["Annexe B", "Mode d'emploi", "Options"])

    def test_who_may_not(self):
        for name in ("@centrale-export", "@centrale-template", "@centrale-compare"):
            for login in ("beta", "bertrix", "stranger", None):
                response = self.client(login).get(f"{FIRST}/{name}")
                self.assertIn(response.status_code, (401, 403), f"{login} {name}")


class TestCompare(AnnexeBCase):
    def test_two_versions(self):
        url = self.confirmed(row("A1", "Audit, jour", 1100, 21, "jour"), row("N1"))[
            "@id"
        ]
        for login in ("agent", "auditor"):
            answer = self.client(login).got(f"{url}/@centrale-compare")
            self.assertTrue(answer["old"]["@id"].endswith(FIRST))
            self.assertEqual(answer["new"]["@id"], url)
            self.assertEqual(
                {each["code"]: each["kinds"] for each in answer["changes"]},
                {"A1": ["repriced"], "N1": ["new"], "F1": ["gone"]},
            )
            self.assertEqual(answer["changes"][0]["percent"], "10.00")
            self.assertEqual(answer["missions"], [])
        self.agent.moved(url, "publish", "published")
        self.assertEqual(self.alpha.get(f"{url}/@centrale-compare").status_code, 403)

    def test_missions(self):
        mission = self.client("bertrix").created(
            "cyber/missions", self.request_body(lot=LOT)
        )["@id"]
        self.client("bertrix").moved(mission, "submit", "assigned")
        url = self.confirmed(row("A1", price=1))["@id"]
        answer = self.agent.got(f"{url}/@centrale-compare")
        self.assertEqual([each["@id"] for each in answer["missions"]], [mission])
        self.assertEqual(answer["missions"][0]["codes"], [])

    def test_without_another_one(self):
        answer = self.agent.got(f"{FIRST}/@centrale-compare")
        self.assertIsNone(answer["old"])
        path = f"{FIRST}/@centrale-compare?with=nothing"
        self.agent.refused("GET", path, None, 400, "unknown_version")


class TestManyLines(AnnexeBCase):
    def test_five_thousand(self):
        answer = self.confirmed(data=many(5000))
        self.assertEqual(answer["lines_total"], 5000)
        made = self.agent.got(answer["@id"])
        self.assertEqual(made["lines"][4999]["code"], "ART-04999")
        copy = self.agent.patch(answer["@id"], {"lines": made["lines"]})
        self.assertEqual(copy.status_code, 204, copy.text)
