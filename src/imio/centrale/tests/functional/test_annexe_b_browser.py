"""Annexe B by pages: three steps to import it, lines one by one, versions compared."""

from imio.centrale.testing import FUNCTIONAL
from imio.centrale.tests.annexe_b import annexe_b
from imio.centrale.tests.annexe_b import HEADERS
from imio.centrale.tests.annexe_b import many
from imio.centrale.tests.annexe_b import row
from imio.centrale.tests.functional.test_browser_procedure import Visitor
from imio.centrale.tests.rest import RestTestCase
from imio.centrale.tests.spreadsheets import saved
from openpyxl import Workbook
from urllib.parse import parse_qs
from urllib.parse import urlsplit

import re


LOT = "cyber/marches/market/direct"
FIRST = f"{LOT}/inventory-alpha-test-1"
OWN_HEADERS = ("Réf. interne", "Texte", "u.", "Tarif", "%", "O")


class AnnexeBPagesCase(RestTestCase):
    layer = FUNCTIONAL

    def setUp(self):
        self.agent = Visitor(self.client("agent"))
        self.rest = self.client("agent")

    def visitor(self, login):
        return Visitor(self.client(login))

    def supplier(self):
        return self.client("admin").got("prestataires/alpha-test")["UID"]

    def send(self, data, path=LOT, status=200, visitor=None, **changes):
        """The first step, as the browser sends it."""
        visitor = visitor or self.agent
        visitor.open(f"{path}/@@centrale-import")
        form = {
            "step": "upload",
            "supplier": self.supplier(),
            "version": "2",
            "valid_from": "2026-06-01",
            "_authenticator": visitor.token,
            **changes,
        }
        response = visitor.session.post(
            visitor._at(f"{path}/@@centrale-import"),
            data=form,
            files={"file": ("annexe.xlsx", data)} if data is not None else None,
            timeout=60,
        )
        return visitor._keep(response, status)

    def step(self, name, path=LOT, status=200, **form):
        """Another step, with what the page last read has."""
        form.setdefault("upload", self.token)
        return self.agent.send(
            f"{path}/@@centrale-import", status=status, step=name, **form
        )

    @property
    def token(self):
        return parse_qs(urlsplit(self.agent.url).query).get("upload", [""])[0]

    @property
    def fingerprint(self):
        return re.search(r'name="fingerprint"[^>]*value="(\w+)"', self.agent.text)[1]

    def to_preview(self, *rows, data=None, **form):
        """The third step: columns as they were guessed."""
        self.send(annexe_b(*rows) if data is None else data, **form)
        if "step=columns" in self.agent.url:
            columns = re.findall(
                r'<select[^>]*id="(column-\d+)".*?</select>', self.agent.text, re.S
            )
            chosen = {
                name: re.search(
                    rf'id="{name}".*?</select>', self.agent.text, re.S
                ).group(0)
                for name in columns
            }
            values = {
                name: (re.findall(r'value="(\w*)" selected', text) or [""])[0]
                for name, text in chosen.items()
            }
            self.step("columns", path=form.get("path", LOT), **values)
        return self.agent

    def confirm(self, path=LOT, status=200, **form):
        form.setdefault("fingerprint", self.fingerprint)
        return self.step("confirm", path=path, status=status, **form)

    def draft(self, *rows, data=None):
        """The address of a draft made by an import."""
        self.to_preview(*rows, data=data)
        return self.confirm().url


class TestImport(AnnexeBPagesCase):
    def test_three_steps(self):
        self.agent.open(LOT)
        self.assertIn(f"{LOT}/@@centrale-import", self.agent.text)
        self.send(annexe_b(row("A1", "Audit, jour", 950, 21, "jour"), row("N1")))
        self.assertIn("step=columns", self.agent.url)
        self.assertIn('id="centrale-columns"', self.agent.text)
        self.assertIn("Prix unitaire HTVA", self.agent.text)
        self.step(
            "columns",
            **{
                f"column-{number}": name
                for number, name in enumerate(
                    ("code", "label", "unit", "unit_price", "vat_rate", "option")
                )
            },
        )
        self.assertNotIn("step=columns", self.agent.url)
        text = re.sub(r"\s+", " ", self.agent.text)
        self.assertIn("1 000,00 € → 950,00 €", text)
        self.assertIn("annexe.xlsx", text)
        self.assertEqual(len(self.rest.got(LOT)["items"]), 1)
        self.confirm()
        self.assertTrue(self.agent.url.endswith("annexe-b-alpha-test-2"))
        made = self.rest.got(self.agent.url)
        self.assertEqual([each["code"] for each in made["lines"]], ["A1", "N1"])
        self.assertEqual(made["source_file"]["filename"], "annexe.xlsx")
        self.assertIn("transition=publish", self.agent.text.replace("&amp;", "&"))

    def test_the_second_time_the_columns_are_known(self):
        headers = OWN_HEADERS
        self.send(annexe_b(row("N1"), headers=headers))
        self.assertIn("alert-warning", self.agent.text)
        values = {
            "column-0": "code",
            "column-1": "label",
            "column-3": "unit_price",
        }
        self.step("columns", **values)
        self.assertIn("alert-warning", self.agent.text)
        self.step("columns", **values, **{"column-4": "vat_rate"})
        self.assertNotIn("step=columns", self.agent.url)
        self.confirm()
        self.send(annexe_b(row("N2"), headers=headers), version="3")
        self.assertNotIn("step=columns", self.agent.url)

    def test_a_sheet_is_chosen(self):
        book = Workbook()
        for title, code in (("Ancien", "A1"), ("Nouveau", "B1")):
            sheet = book.create_sheet(title)
            sheet.append(HEADERS)
            sheet.append(row(code))
        self.send(saved(book))
        self.assertIn('<select class="form-select" id="sheet"', self.agent.text)
        values = {
            f"column-{number}": name
            for number, name in enumerate(("code", "label", "unit", "unit_price"))
        }
        self.step("columns", sheet="Nouveau", **values, **{"column-4": "vat_rate"})
        self.assertIn("B1", self.agent.text)

    def test_refused_lines(self):
        self.to_preview(row("N1"), row("N1"), row("N2", price="x"))
        self.assertIn("D", self.agent.text)
        self.agent.open(f"{self.agent.url}&kind=refused")
        rows = re.search(r"<tbody>.*?</tbody>", self.agent.text, re.S).group(0)
        self.assertEqual(rows.count("<tr>"), 2)
        self.confirm(status=409)
        self.assertIn('role="alert"', self.agent.text)
        self.assertNotIn("&_authenticator", self.agent.text)
        self.assertEqual(len(self.rest.got(LOT)["items"]), 1)
        upload = re.search(r'name="upload"[^>]*value="([\w-]+)"', self.agent.text)[1]
        self.confirm(upload=upload, without_refused="1")
        self.assertEqual(len(self.rest.got(self.agent.url)["lines"]), 1)

    def test_what_changed_meanwhile_is_shown_first(self):
        self.to_preview(row("N1", option="AUD"))
        fingerprint, upload = self.fingerprint, self.token
        self.rest.expect(self.rest.patch(LOT, {"options": []}), 204)
        self.confirm(status=409)
        self.assertNotEqual(self.fingerprint, fingerprint)
        self.assertIn("badge text-wrap text-start bg-danger", self.agent.text)
        self.confirm(status=409, upload=upload)

    def test_columns_that_cannot_serve_are_not_confirmed(self):
        self.send(annexe_b(row("N1"), headers=OWN_HEADERS))
        self.step("confirm", status=409, fingerprint="0" * 64)
        self.assertIn('id="centrale-columns"', self.agent.text)
        self.assertEqual(len(self.rest.got(LOT)["items"]), 1)

    def test_given_up(self):
        self.to_preview(row("N1"))
        token = self.token
        self.step("cancel")
        self.agent.open(f"{LOT}/@@centrale-import?upload={token}")
        self.assertIn('id="file-error"', self.agent.text)
        self.step("confirm", status=409, upload=token, fingerprint="x")

    def test_nobody_elses_file(self):
        self.to_preview(row("SECRET-1"))
        url = self.agent.url
        other = self.visitor("agent2").open(url)
        self.assertNotIn("SECRET-1", other.text)
        self.assertIn('id="file-error"', other.text)

    def test_who_may_not(self):
        for login in ("alpha", "auditor", "bertrix"):
            with self.subTest(login):
                visitor = self.visitor(login).open(LOT)
                self.assertNotIn("@@centrale-import", visitor.text)
                for path in (LOT, FIRST):
                    response = visitor.session.get(
                        visitor._at(f"{path}/@@centrale-import"), allow_redirects=False
                    )
                    self.assertNotEqual(response.status_code, 200)

    def test_no_token_no_change(self):
        self.send(annexe_b(row("N1")), status=403, _authenticator="x")

    def test_the_lines_of_a_draft(self):
        url = self.draft(row("N1"))
        self.to_preview(row("N2"), row("N3"), path=url)
        self.assertEqual(self.confirm(path=url).url, url)
        codes = [each["code"] for each in self.rest.got(url)["lines"]]
        self.assertEqual(codes, ["N2", "N3"])

    def test_a_published_one_stays(self):
        self.agent.open(f"{FIRST}/@@centrale-import")
        self.assertIn("alert-danger", self.agent.text)
        self.assertNotIn('name="file"', self.agent.text)
        token = self.agent.open(f"{LOT}/@@centrale-import").token
        self.send(annexe_b(row("N1")), path=FIRST, status=409, _authenticator=token)
        self.assertNotIn("@@centrale-import", self.agent.open(FIRST).text)
        response = self.agent.session.get(
            self.agent._at(f"{FIRST}/edit"), allow_redirects=False
        )
        self.assertNotEqual(response.status_code, 200)


class TestBadInput(AnnexeBPagesCase):
    def test_files(self):
        for data, status in (
            (None, 400),
            (b"", 400),
            (b"%PDF-1.4", 400),
            (b"PK\x03\x04", 400),
            (b"Code;Libelle\n" + b"x" * 21_000_000, 400),
            (b"a;b\n" * 30_000, 400),
        ):
            self.send(data, status=status)
            self.assertIn('id="file-error"', self.agent.text)
            self.assertNotIn("${", self.agent.text)

    def test_the_version(self):
        for changes, status, name in (
            ({"version": "1"}, 409, "version"),
            ({"version": ""}, 400, "version"),
            ({"valid_from": "2020-01-01"}, 409, "valid_from"),
            ({"valid_from": "demain"}, 400, "valid_from"),
            ({"supplier": "x"}, 400, "supplier"),
        ):
            with self.subTest(changes):
                self.send(annexe_b(row("N1")), status=status, **changes)
                self.assertIn(f'id="{name}-error"', self.agent.text)

    def test_a_step_that_does_not_exist(self):
        self.agent.open(f"{LOT}/@@centrale-import")
        for form in ({"step": "autre"}, {}, {"step": "confirm", "upload": "../x"}):
            self.agent.send(f"{LOT}/@@centrale-import", status=409, **form)
        self.agent.open(f"{LOT}/@@centrale-import")


class TestFiles(AnnexeBPagesCase):
    def test_downloads(self):
        alpha = self.visitor("alpha").open(FIRST)
        for kind in ("xlsx", "csv", "ods"):
            self.assertIn(f"@@centrale-export?format={kind}", alpha.text)
            response = alpha.session.get(
                alpha._at(f"{FIRST}/@@centrale-export?format={kind}")
            )
            self.assertIn(
                f'filename="inventory-alpha-test-1.{kind}"',
                response.headers["Content-Disposition"],
            )
        for path in (LOT, FIRST):
            self.assertIn(f"{path}/@@centrale-template", alpha.open(path).text)
            response = alpha.session.get(alpha._at(f"{path}/@@centrale-template"))
            self.assertTrue(response.content.startswith(b"PK"))

    def test_nothing_of_it_for_the_public(self):
        self.assertNotIn("centrale-template", self.visitor(None).open(LOT).text)
        self.agent.open(f"{FIRST}/@@centrale-export?format=pdf", status=400)


class TestLines(AnnexeBPagesCase):
    def saved(self, url, status=200, button="save", **values):
        """The form of a line, sent."""
        form = {f"form.widgets.{name}": value for name, value in values.items()}
        form[f"form.buttons.{button}"] = "1"
        return self.agent.send(url, status=status, **form)

    line = {
        "code": "N9",
        "label": "Neuf",
        "unit": "jour",
        "unit_price": "1 234,5",
        "vat_rate": "6",
        "option": "",
    }

    def codes(self, url):
        return [each["code"] for each in self.rest.got(url)["lines"]]

    def test_added_changed_removed(self):
        url = self.draft(row("N1"), row("N2"))
        self.agent.open(f"{url}/@@centrale-line")
        self.saved(f"{url}/@@centrale-line", **self.line)
        self.assertEqual(self.codes(url), ["N1", "N2", "N9"])
        self.assertEqual(self.rest.got(url)["lines"][2]["unit_price"], "1234.50")
        edit = f"{url}/@@centrale-line?line=N1"
        self.assertIn(edit, self.agent.open(url).text)
        self.assertIn('value="N1"', self.agent.open(edit).text)
        self.saved(edit, **{**self.line, "code": "N1bis"})
        self.assertEqual(self.codes(url), ["N1bis", "N2", "N9"])
        self.agent.open(f"{url}/@@centrale-line?line=N2")
        self.saved(f"{url}/@@centrale-line?line=N2", button="remove")
        self.assertEqual(self.codes(url), ["N1bis", "N9"])

    def test_refused(self):
        url = self.draft(row("N1"), row("N2"))
        form = f"{url}/@@centrale-line?line=N1"
        for changes in (
            {"code": "N2"},
            {"code": ""},
            {"unit_price": "dix"},
            {"unit_price": "-1"},
            {"vat_rate": "17"},
        ):
            with self.subTest(changes):
                self.agent.open(form)
                self.saved(form, **{**self.line, **changes})
                self.assertIn('id="centrale-errors"', self.agent.text)
        gone = f"{url}/@@centrale-line?line=ABSENT"
        self.agent.open(gone)
        self.saved(gone, **self.line)
        self.assertIn("ABSENT", self.agent.text)
        self.assertEqual(self.codes(url), ["N1", "N2"])

    def test_a_published_one_has_no_such_form(self):
        self.assertNotIn("@@centrale-line", self.agent.open(FIRST).text)
        response = self.agent.session.get(
            self.agent._at(f"{FIRST}/@@centrale-line"), allow_redirects=False
        )
        self.assertNotEqual(response.status_code, 200)


class TestManyLines(AnnexeBPagesCase):
    def test_search_and_pages_instead_of_a_grid(self):
        url = self.draft(data=many(5000))
        self.agent.open(url)
        self.assertIn("ART-00049", self.agent.text)
        self.assertNotIn("ART-00050", self.agent.text)
        self.assertLess(len(self.agent.text), 120_000)
        self.agent.open(f"{url}?b_start=4950")
        self.assertIn("ART-04999", self.agent.text)
        self.agent.open(f"{url}?q=ART-0123")
        for code in ("ART-01230", "ART-01239"):
            self.assertIn(code, self.agent.text)
        self.assertNotIn("ART-00001", self.agent.text)
        self.agent.open(f"{url}?q=reseau+4999")
        self.assertIn("ART-04999", self.agent.text)
        self.agent.open(f"{url}/edit")
        self.assertNotIn("form.widgets.lines", self.agent.text)
        self.assertIn("5000", self.agent.text)
        self.agent.save(
            f"{url}/edit",
            supplier=self.supplier(),
            version="2b",
            valid_from="2026-07-01",
        )
        made = self.rest.got(url)
        self.assertEqual((made["version"], len(made["lines"])), ("2b", 5000))

    def test_few_lines_stay_in_the_form(self):
        url = self.draft(row("N1"))
        self.assertIn("form.widgets.lines", self.agent.open(f"{url}/edit").text)


class TestCompare(AnnexeBPagesCase):
    def test_two_versions(self):
        url = self.draft(row("A1", "Audit, jour", 1100, 21, "jour"), row("N1"))
        self.assertIn("@@centrale-compare", self.agent.open(url).text)
        for login in ("agent", "auditor"):
            page = self.visitor(login).open(f"{url}/@@centrale-compare")
            self.assertIn("+10,00", page.text)
            self.assertIn("F1", page.text)
            page.open(f"{url}/@@centrale-compare?kind=gone")
            self.assertNotIn("+10,00", page.text)
        self.agent.open(f"{url}/@@centrale-compare?with=x", status=400)
        self.rest.moved(url, "publish", "published")
        alpha = self.visitor("alpha").open(url)
        self.assertNotIn("@@centrale-compare", alpha.text)

    def test_the_missions_that_keep_the_other_one(self):
        mission = self.client("bertrix").created(
            "cyber/missions", self.request_body(lot=LOT)
        )["@id"]
        self.client("bertrix").moved(mission, "submit", "assigned")
        url = self.draft(row("A1"))
        self.agent.open(f"{url}/@@centrale-compare")
        self.assertIn(mission, self.agent.text)

    def test_without_another_version(self):
        self.agent.open(f"{FIRST}/@@centrale-compare")
        self.assertIn("alert-light", self.agent.text)
