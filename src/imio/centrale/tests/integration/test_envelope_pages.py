"""The pages of a subsidy program: pictures that agree with their tables, and who reads."""

from datetime import date
from datetime import datetime
from decimal import Decimal
from imio.centrale.browser.ledger import numbers_of
from imio.centrale.browser.versions import changes
from imio.centrale.domain.ledger_entry import Entry
from imio.centrale.domain.money import format_fr
from imio.centrale.interfaces import ICentraleLayer
from imio.centrale.subsidy.claims import claim_of
from imio.centrale.subsidy.positions import book_of
from imio.centrale.subsidy.positions import position_of
from imio.centrale.tests.procedure import acting
from imio.centrale.tests.procedure import at
from imio.centrale.tests.procedure import brussels
from imio.centrale.tests.procedure import ProcedureTestCase
from lxml import html
from plone.dexterity.utils import createContentInContainer
from unittest import mock
from zope.component import getMultiAdapter
from zope.event import notify
from zope.interface import alsoProvides
from zope.lifecycleevent import ObjectModifiedEvent

import re


LONG = "Intercommunale de développement économique et d'aménagement " * 4


def euro(amount):
    return format_fr(Decimal(amount))


class PageCase(ProcedureTestCase):
    """Pages as this account reads them."""

    def setUp(self):
        super().setUp()
        self.http = self.layer["request"]
        alsoProvides(self.http, ICentraleLayer)
        self.http.form.clear()

    def view(self, context, name="view", **form):
        self.http.form.update(form)
        return getMultiAdapter((context, self.http), name=name)

    def text(self, context, name="view", login="agent", **form):
        with acting(login):
            return self.view(context, name, **form)()

    def tree(self, *args, **kw):
        return html.fromstring(self.text(*args, **kw))

    def rows(self, tree, selector):
        """The texts of the cells of a table, row by row."""
        return [
            [" ".join(cell.text_content().split()) for cell in row.xpath("./th|./td")]
            for row in tree.xpath(f"{selector}/tbody/tr")
        ]

    def words(self, tree):
        return " ".join(tree.text_content().split())

    def deposit(self, program, dossier, amount, when, authority=None, category="5000"):
        """An order of nobody: the ledger asks for its UIDs only."""
        return book_of(program).deposit(
            dossier=dossier,
            mission=f"mission-{dossier}",
            authority=authority or f"authority-{dossier}",
            order_amount=Decimal(amount),
            category_amount=Decimal(category),
            at=brussels(when),
            actor="agent",
        )


def plain(text):
    """Blanks as blanks."""
    return text.replace("\xa0", " ")


class TestEnvelope(PageCase):
    """The meter, the burn, their tables and the forecast."""

    def setUp(self):
        super().setUp()
        with at("2026-03-02 09:00"):
            self.opened = self.program("10000.00")

    def used(self):
        book = book_of(self.opened)
        self.deposit(self.opened, "a", "1000", "2026-03-03 10:00")
        self.deposit(self.opened, "b", "2000", "2026-03-05 10:00")
        self.deposit(self.opened, "c", "500", "2026-03-05 11:00")
        book.confirm("b", brussels("2026-03-06 10:00"), "agent")
        book.confirm("c", brussels("2026-03-06 10:00"), "agent")
        book.liquidate("c", Decimal("500"), brussels("2026-03-09 10:00"), "agent")

    def page(self, when="2026-03-11 10:00", login="agent"):
        with at(when):
            return self.tree(self.opened, login=login)

    def test_meter_and_its_table_agree(self):
        self.used()
        tree = self.page()
        rows = self.rows(tree, "//table[@id='centrale-meter-table']")
        self.assertEqual(
            [[plain(cell) for cell in row] for row in rows],
            [
                ["Paid", "500,00 €", "5,0 %"],
                ["Granted, not yet paid", "2 000,00 €", "20,0 %"],
                ["Reserved", "1 000,00 €", "10,0 %"],
                ["Free", "6 500,00 €", "65,0 %"],
            ],
        )
        picture = tree.get_element_by_id("centrale-meter-picture")
        bars = [
            (each.get("fill"), each.get("x"), each.get("width"))
            for each in picture.iter("rect")
        ]
        self.assertEqual(
            bars,
            [
                ("url(#centrale-part-liquidated)", "0.000%", "5.000%"),
                ("url(#centrale-part-granted)", "5.000%", "20.000%"),
                ("url(#centrale-part-reserved)", "25.000%", "10.000%"),
                ("url(#centrale-part-free)", "35.000%", "65.000%"),
            ],
        )
        titles = [plain(each.text) for each in picture.xpath("./g/title")]
        self.assertEqual(
            titles,
            [
                f"{label}: {sum_} ({share})"
                for label, sum_, share in (map(plain, row) for row in rows)
            ],
        )
        for title in titles:
            self.assertIn(title, plain(picture.xpath("./desc")[0].text))

    def test_pictures_are_named_for_those_who_cannot_see(self):
        self.used()
        tree = self.page()
        pictures = tree.xpath("//*[@role='img']")
        self.assertEqual(len(pictures), 2)
        for picture in pictures:
            for name in picture.get("aria-labelledby").split():
                self.assertTrue(self.words(tree.get_element_by_id(name)))
        for name in re.findall(r"url\(#([\w-]+)\)", self.text(self.opened)):
            self.assertEqual(tree.get_element_by_id(name).tag, "pattern")

    def test_ids_are_unique(self):
        self.used()
        ids = self.page().xpath("//article//@id")
        self.assertEqual([each for each in ids if ids.count(each) > 1], [])

    def test_burn_and_its_table_agree(self):
        self.used()
        tree = self.page()
        rows = self.rows(tree, "//table[@id='centrale-burn-table']")
        self.assertEqual(
            [[plain(cell) for cell in row] for row in rows],
            [
                ["02/03/2026", "0,00 €", "10 000,00 €", "10 000,00 €"],
                ["03/03/2026", "1 000,00 €", "10 000,00 €", "9 000,00 €"],
                ["05/03/2026", "3 500,00 €", "10 000,00 €", "6 500,00 €"],
                ["06/03/2026", "3 500,00 €", "10 000,00 €", "6 500,00 €"],
                ["09/03/2026", "3 500,00 €", "10 000,00 €", "6 500,00 €"],
            ],
        )
        _area, committed, envelope = tree.xpath(
            "//*[@id='centrale-burn-picture']//path/@d"
        )
        self.assertTrue(committed.endswith("H777 V650 H1000"), committed)
        self.assertEqual(envelope.split()[0], "M0,0")
        text = plain(self.words(tree.get_element_by_id("centrale-burn-text")))
        self.assertIn("From 02/03/2026 to 11/03/2026: 3 500,00 €", text)

    def forecast(self, when="2026-03-11 10:00"):
        return self.words(self.page(when).get_element_by_id("centrale-forecast"))

    def test_forecast(self):
        self.used()
        # 3500 in ten days, 6500 left: nineteen days more
        self.assertEqual(
            self.forecast(),
            "At the pace of the last 10 days the envelope runs dry on 30/03/2026.",
        )

    def test_no_forecast_and_why(self):
        self.assertIn("no order has come yet", self.forecast())
        self.used()
        self.assertIn("next to nothing", self.forecast("2026-09-01 10:00"))
        self.deposit(self.opened, "d", "6500", "2026-09-02 10:00", category="9000")
        self.assertIn("Nothing is left", self.forecast("2026-09-03 10:00"))
        self.moved("agent", self.opened, "close", "closed")
        self.assertIn("closed", self.forecast())

    def test_exhausted(self):
        self.deposit(self.opened, "a", "10000", "2026-03-03 10:00", category="10000")
        tree = self.page()
        bars = tree.get_element_by_id("centrale-meter-picture").xpath("./g/rect")
        self.assertEqual([each.get("width") for each in bars], ["100.000%"])

    def test_a_program_without_entries_shows_no_picture(self):
        with acting("agent"):
            draft = createContentInContainer(
                self.centrale["subsides"],
                "imio.centrale.SubsidyProgram",
                title="Brouillon",
                envelope=Decimal("0.00"),
            )
        tree = self.tree(draft)
        self.assertEqual(tree.xpath("//*[@role='img']"), [])
        notices = " ".join(
            self.words(each) for each in tree.xpath("//div[@role='note']")
        )
        self.assertIn("The program has no category.", notices)
        self.assertIn("Give an amount above zero.", notices)
        links = tree.xpath("//article//a/@href")
        self.assertFalse([each for each in links if "centrale-ledger" in each])

    def test_entries_that_cannot_be_read_do_not_hide_the_page(self):
        self.used()
        book_of(self.opened).store.entries[3] = None
        self.assertIn("centrale-meter-picture", self.text(self.opened))

    def test_links(self):
        for login, payable in (("agent", True), ("auditor", False)):
            links = " ".join(self.page(login=login).xpath("//article//a/@href"))
            self.assertIn("/@@centrale-ledger", links)
            self.assertIn("/@@centrale-verify", links)
            self.assertEqual("/@@centrale-payable" in links, payable, login)

    def test_an_auditor_reads_and_changes_nothing(self):
        self.used()
        tree = self.page(login="auditor")
        self.assertTrue(tree.xpath("//*[@role='img']"))
        self.assertEqual(tree.xpath("//article//form[@method='post']"), [])
        self.assertFalse(
            [h for h in tree.xpath("//article//a/@href") if h.endswith("/edit")]
        )


class TestShares(PageCase):
    """Who waits and who has."""

    def setUp(self):
        super().setUp()
        self.opened = self.program("1500.00")

    def section(self, title, login="agent"):
        tree = self.tree(self.opened, login=login)
        (section,) = tree.xpath(f"//section[h2[normalize-space()='{title}']]")
        return section

    def test_nobody_waits_and_nobody_has(self):
        self.assertIn("Nobody waits", self.words(self.section("Waiting list")))
        self.assertIn("No authority has", self.words(self.section("By authority")))

    def test_the_waiting_list_leads_to_the_dossiers(self):
        self.deposit(self.opened, "x", "1000", "2026-03-03 10:00")
        first = self.mission("ordered")
        (row,) = self.rows(self.section("Waiting list"), ".//table")
        code = first.tracking_code
        self.assertEqual(
            [plain(cell) for cell in row],
            ["1", "2", code, "Bertrix", "500,00 €", "1 799,00 €", "Why"],
        )
        links = self.section("Waiting list").xpath(".//a/@href")
        self.assertIn(first.absolute_url(), links)
        self.assertIn(f"{first.absolute_url()}/@@centrale-why", links)

    def test_partial_grants_come_before_the_others(self):
        self.deposit(self.opened, "a", "1000", "2026-03-03 10:00")
        self.deposit(self.opened, "b", "800", "2026-03-03 11:00")
        self.deposit(self.opened, "c", "100", "2026-03-03 12:00")
        rows = self.rows(self.section("Waiting list"), ".//table")
        self.assertEqual([row[:2] for row in rows], [["1", "2"], ["2", "3"]])
        self.assertEqual([row[2] for row in rows], ["removed", "removed"])

    def test_by_authority_the_largest_first(self):
        self.mission("confirmed")
        self.deposit(self.opened, "x", "100", "2026-03-03 10:00", "someone")
        self.bertrix.title = LONG.strip()
        self.bertrix.reindexObject()
        rows = self.rows(self.section("By authority"), ".//table")
        self.assertEqual(
            [[plain(cell) for cell in row] for row in rows],
            [
                [LONG.strip(), "1", "0,00 €", "1 500,00 €", "0,00 €", "1 500,00 €"]
                + ["5 000,00 €", "3 500,00 €"],
            ],
        )

    def test_what_was_given_back_is_left_out(self):
        self.deposit(self.opened, "a", "1000", "2026-03-03 10:00")
        book_of(self.opened).release(
            "a", brussels("2026-03-04 10:00"), "agent", "order_cancelled"
        )
        self.assertIn("No authority has", self.words(self.section("By authority")))

    def test_long_tables_keep_their_end_behind_a_word(self):
        for number in range(25):
            self.deposit(self.opened, f"d{number:02}", "10", "2026-03-03 10:00")
        section = self.section("By authority")
        tables = section.xpath(".//table")
        self.assertEqual([len(each.xpath(".//tbody/tr")) for each in tables], [20, 5])
        self.assertIn("5", self.words(section.xpath("./details/summary")[0]))


class TestVersions(PageCase):
    """Each version of the rules, with what changed."""

    def setUp(self):
        super().setUp()
        self.opened = self.program("1000.00", excluded_nis=["63001"])

    def change(self, login="agent", **values):
        with acting(login):
            for name, value in values.items():
                setattr(self.opened, name, value)
            notify(ObjectModifiedEvent(self.opened))

    def versions(self):
        tree = self.tree(self.opened)
        (section,) = tree.xpath("//section[h2[.='Versions of the rules']]")
        return self.rows(section, ".//table")

    def test_the_opening(self):
        (row,) = self.versions()
        self.assertEqual(row[0], "1")
        self.assertEqual(row[2], "agent")
        self.assertEqual(row[4], "The rules at the opening.")

    def test_what_changed_from_what_to_what(self):
        self.change(
            envelope=Decimal("2000.00"),
            amount_basis="excl_vat",
            excluded_nis=["63012"],
            eligible_types=["commune", "province"],
            order_deadline=date(2026, 6, 30),
            dossier_deadline=datetime(
                2026, 8, 31, 15, tzinfo=brussels("2026-01-01").tzinfo
            ),
            categories=[
                {"code": "A", "min_users": 0, "max_users": 50, "amount": Decimal(1)},
                {"code": "B", "min_users": 50, "max_users": None, "amount": Decimal(2)},
            ],
            change_reason="Décision du 3 mars",
        )
        second, first = self.versions()
        self.assertEqual((second[0], first[0]), ("2", "1"))
        self.assertEqual(second[3], "Décision du 3 mars")
        text = plain(second[4])
        for part in (
            "Envelope (€): 1 000,00 € → 2 000,00 €",
            "A (0–…): 5 000,00 € → A (0–49): 1,00 €; B (50–…): 2,00 €",
            "Amount of the order that counts: Including VAT → Excluding VAT",
            "+ Province, − Public social welfare centre",
            "+ 63012, − 63001",
            "Order received by: none → 30/06/2026",
            "Closure file received by: none → 31/08/2026 15:00",
        ):
            self.assertIn(part, text)

    def test_nothing_changed(self):
        (version,) = self.opened.rules_versions
        self.assertEqual(changes(version, version, self.http), [])


class TestLedgerPage(PageCase):
    """Every entry, the newest first."""

    def setUp(self):
        super().setUp()
        with at("2026-03-02 09:00"):
            self.opened = self.program("1000.00")

    def ledger(self, login="agent", **form):
        return self.tree(self.opened, "centrale-ledger", login=login, **form)

    def entries(self, **form):
        return self.rows(self.ledger(**form), "//table[@id='centrale-ledger']")

    def test_an_entry(self):
        mission = self.mission("ordered")
        row = [plain(cell) for cell in self.entries()[0]]
        entry = book_of(self.opened).store.entries[2]
        self.assertEqual(
            row[:1] + row[2:],
            [
                "2",
                "Reserved at the deposit",
                "1 000,00 €",
                "0,00 €",
                mission.tracking_code,
                "Why",
                "Bertrix",
                "bertrix",
                entry.hash[:8],
            ],
        )
        self.assertRegex(row[1], r"^\d\d/\d\d/\d{4} \d\d:\d\d:\d\d$")
        codes = self.ledger().xpath("//code/@title")
        self.assertEqual(codes[0], entry.hash)

    def test_in_batches(self):
        for number in range(60):
            self.deposit(self.opened, f"d{number:02}", "1", "2026-03-03 10:00")
        self.assertEqual(
            [row[0] for row in self.entries()], [str(n) for n in range(61, 11, -1)]
        )
        self.assertEqual(
            [row[0] for row in self.entries(b_start=50)],
            [str(n) for n in range(11, 0, -1)],
        )
        self.assertIn("b_start", self.text(self.opened, "centrale-ledger"))

    def test_of_one_dossier(self):
        self.deposit(self.opened, "x", "1", "2026-03-03 10:00")
        mission = self.mission("confirmed")
        code = mission.tracking_code
        for text in (code, f" {code.lower().replace('-', ' ')} "):
            numbers = [row[0] for row in self.entries(code=text)]
            self.assertEqual(numbers, ["4", "3"], text)
        self.assertIn(
            f'value="{code}"', self.text(self.opened, "centrale-ledger", code=code)
        )

    def test_of_one_authority(self):
        self.deposit(self.opened, "x", "1", "2026-03-03 10:00")
        self.mission("ordered")
        uid = self.bertrix.UID()
        self.assertEqual([row[0] for row in self.entries(authority=uid)], ["3"])
        tree = self.ledger(authority=uid)
        self.assertEqual(tree.xpath("//select/option[@selected]/text()"), ["Bertrix"])

    def test_of_nobody(self):
        for form in ({"code": "CYB-26-2346796"}, {"authority": "nobody"}):
            with self.subTest(form):
                self.http.form.clear()
                tree = self.ledger(**form)
                self.assertIn("no entry of that dossier", self.words(tree))

    def test_hostile_input(self):
        for form in (
            {"code": '"><script>alert(1)</script>'},
            {"code": ["a", "b"], "authority": ["x"]},
            {"b_start": "-5"},
            {"b_start": "999999999"},
            {"b_start": "x"},
        ):
            with self.subTest(form):
                self.http.form.clear()
                self.assertNotIn(
                    "<script>alert", self.text(self.opened, "centrale-ledger", **form)
                )

    def test_a_draft_has_none(self):
        with acting("agent"):
            draft = createContentInContainer(
                self.centrale["subsides"],
                "imio.centrale.SubsidyProgram",
                title="Brouillon",
                envelope=Decimal("1.00"),
            )
        tree = self.tree(draft, "centrale-ledger")
        self.assertIn("No entry yet", self.words(tree))

    def test_what_happened_in_words(self):
        book = book_of(self.opened)
        self.deposit(self.opened, "a", "1000", "2026-03-03 10:00")
        self.deposit(self.opened, "b", "100", "2026-03-03 10:00")
        when = brussels("2026-03-04 10:00")
        book.release("a", when, "agent", "order_cancelled")
        book.confirm("b", when, "agent")
        book.liquidate("b", Decimal(100), when, "agent")
        book.correct("b", Decimal(100), when, "agent")
        book.change_envelope(Decimal(2000), when, "agent", "Avenant 2")
        self.assertEqual(
            [row[2] for row in self.entries()],
            [
                "Envelope changed Avenant 2",
                "Corrected: the bank refused the payment.",
                "Paid",
                "Granted",
                "Reserved from the waiting list",
                "Given back: the order was cancelled.",
                "Reserved at the deposit",
                "Reserved at the deposit",
                "Envelope opened",
            ],
        )

    def test_what_cannot_be_read_is_told(self):
        self.deposit(self.opened, "a", "10", "2026-03-03 10:00")
        book_of(self.opened).store.entries[2] = "nonsense"
        row, _opening = self.entries()
        self.assertEqual(row[0], "2")
        self.assertIn("cannot be read", row[2])

    def test_numbers_of_a_store(self):
        store = book_of(self.opened).store
        self.assertEqual(list(numbers_of(store)), [1])
        self.assertEqual(list(numbers_of(store, "someone")), [])

    def test_only_the_entries_of_the_page_are_read(self):
        for number in range(60):
            self.deposit(self.opened, f"d{number:02}", "1", "2026-03-03 10:00")
        with acting("agent"):
            view = self.view(self.opened, "centrale-ledger")
            self.assertEqual(len(view.shown), 50)
            self.assertTrue(all(isinstance(e, Entry) for e in view.shown.values()))


class TestVerifyPage(PageCase):
    """Sound, or the first entry that does not fit."""

    def setUp(self):
        super().setUp()
        self.opened = self.program("1000.00")
        self.dossier = self.mission("confirmed")
        self.store = book_of(self.opened).store

    def verdict(self, login="agent", **form):
        tree = self.tree(self.opened, "centrale-verify", login=login, **form)
        return self.words(tree.get_element_by_id("centrale-verdict"))

    def findings(self, **form):
        tree = self.tree(self.opened, "centrale-verify", **form)
        return self.rows(tree, "//table[@id='centrale-findings']")

    def test_sound(self):
        last = self.store.entries[3]
        for login in ("agent", "auditor"):
            self.assertEqual(
                self.verdict(login), f"Sound: 3 entries, fingerprint {last.hash}"
            )

    def test_a_tampered_entry_is_named(self):
        with mock.patch.object(Entry, "__setattr__", object.__setattr__):
            self.store.entries[2].amount = Decimal("999.00")
        self.assertIn("first entry that does not fit is number 2", self.verdict())
        first = self.findings()[0]
        self.assertEqual(first[0], "2")
        self.assertIn("was changed after it was written", first[1])
        self.assertEqual(first[2], self.dossier.tracking_code)

    def test_totals_without_entry(self):
        self.store.head["granted"] = Decimal("1.00")
        self.assertIn("every entry fits", self.verdict())
        self.assertIn(
            "Granted, not yet paid: 1,00 € is kept", plain(self.findings()[0][1])
        )

    def test_known_fingerprints(self):
        good = f"2 {self.store.entries[2].hash}\n3 {self.store.entries[3].hash.upper()}"
        tree = self.tree(self.opened, "centrale-verify", known=good)
        self.assertIn("found in the ledger: 2", self.words(tree))
        self.assertIn("Sound", self.verdict(known=good))
        bad = f"2 {'0' * 64}"
        self.assertIn("number 2", self.verdict(known=bad))
        self.assertIn("noted elsewhere", self.findings(known=bad)[0][1])
        missing = f"9 {'0' * 64}"
        self.assertIn("not in the ledger", self.findings(known=missing)[0][1])

    def test_what_was_pasted_and_cannot_be_compared(self):
        for known, expected in (
            ("nonsense", "No fingerprint was found"),
            (f"2 {'0' * 64} 2 {'1' * 64}", "Two different fingerprints"),
        ):
            tree = self.tree(self.opened, "centrale-verify", known=known)
            (alert,) = tree.xpath("//article//div[@role='alert']")
            self.assertIn(expected, self.words(alert))
            self.assertIn("Sound", self.verdict(known=known))

    def test_a_mail_can_be_pasted(self):
        entry = self.store.entries[3]
        mail = f"Granted: 1000\nRank is 1.\n\nEntry 3 of the ledger, fingerprint\n{entry.hash}\n"
        tree = self.tree(self.opened, "centrale-verify", known=mail)
        self.assertIn("found in the ledger: 1", self.words(tree))

    def test_a_draft_has_nothing_to_verify(self):
        with acting("agent"):
            draft = createContentInContainer(
                self.centrale["subsides"],
                "imio.centrale.SubsidyProgram",
                title="Brouillon",
                envelope=Decimal("1.00"),
            )
        tree = self.tree(draft, "centrale-verify")
        self.assertIn("never opened", self.words(tree))

    def test_many_findings_are_counted(self):
        for key in list(self.store.dossiers):
            del self.store.dossiers[key]
        for number in range(150):
            self.store.authorities[f"x{number}"] = "nonsense"
        tree = self.tree(self.opened, "centrale-verify")
        rows = self.rows(tree, "//table[@id='centrale-findings']")
        self.assertEqual(len(rows), 100)
        self.assertRegex(self.words(tree), r"And \d+ more")


class TestDossiers(PageCase):
    """The subsidy on the pages of a dossier: not for suppliers."""

    def test_order_and_mission(self):
        self.program("1000.00")
        mission = self.mission("confirmed")
        order = mission["commande-1"]
        for login in ("agent", "auditor", "bertrix"):
            self.assertIn("Subsidy granted", self.text(mission, login=login), login)
            self.assertIn("@@centrale-why", self.text(mission, login=login), login)
            self.assertIn("Subsidy granted", self.text(order, login=login), login)
            self.assertIn("Subsidy paid", self.text(order, login=login), login)
        for text in (
            self.text(mission, login="alpha"),
            self.text(order, login="alpha"),
        ):
            self.assertNotIn("ubsidy", text)
            self.assertNotIn("centrale-why", text)

    def test_no_program_no_link(self):
        mission = self.mission("confirmed")
        self.assertNotIn("@@centrale-why", self.text(mission))


class TestClaims(PageCase):
    """What the acceptance of a closure file does is said before, and then happens."""

    def closing(self, invoice="2299.00", **program):
        self.program("10000.00", **program)
        mission = self.mission("confirmed")
        closure = self.closure(
            mission,
            invoice_incl_vat=Decimal(invoice),
            invoice_excl_vat=min(Decimal("1900.00"), Decimal(invoice)),
        )
        return self.moved("alpha", closure, "deposit", "deposited")

    def accepted(self, closure):
        """What the order keeps once the file is accepted."""
        claim = claim_of(closure)
        self.moved("agent", closure, "accept", "accepted")
        mission = closure.__parent__
        self.assertEqual(position_of(mission["commande-1"]).held, claim.kept)
        self.assertNotIn('role="note"', self.text(closure))
        return claim

    def told(self, closure, login):
        tree = self.tree(closure, login=login)
        return [plain(self.words(each)) for each in tree.xpath("//div[@role='note']")]

    def test_kept(self):
        closure = self.closing()
        for login in ("agent", "auditor", "bertrix"):
            (text,) = self.told(closure, login)
            self.assertIn("keeps the whole subsidy of 2 299,00 €", text)
            self.assertIn(
                "keeps the whole", self.text(closure.__parent__, login="agent")
            )
        self.assertEqual(self.accepted(closure).released, 0)

    def test_lower_invoice(self):
        closure = self.closing("2000.00")
        (text,) = self.told(closure, "agent")
        self.assertIn("keeps 2 000,00 € of subsidy and gives 299,00 € back", text)
        self.assertEqual(self.accepted(closure).released, Decimal("299.00"))

    def test_too_late(self):
        closure = self.closing(invoice_issue_deadline=date(2026, 1, 31))
        first, reason = self.told(closure, "bertrix")
        self.assertIn("gives 2 299,00 € of subsidy back", first)
        self.assertIn("31/01/2026", reason)
        self.assertEqual(self.accepted(closure).kept, 0)

    def test_rules_changed_since_the_deposit(self):
        closure = self.closing("2100.00")
        (program,) = self.centrale["subsides"].objectValues()
        with acting("agent"):
            program.amount_basis = "excl_vat"
            program.change_reason = "Décision du 3 mars"
            notify(ObjectModifiedEvent(program))
        (text,) = self.told(closure, "agent")
        kept = self.accepted(closure).kept
        self.assertIn(f"keeps {plain(euro(kept))}", text)

    def test_not_for_suppliers(self):
        closure = self.closing("2000.00")
        self.assertEqual(self.told(closure, "alpha"), [])
        self.assertNotIn("subsidy", self.text(closure.__parent__, login="alpha"))

    def test_without_subsidy_nothing_is_said(self):
        mission = self.mission("closing")
        self.assertEqual(self.told(mission["cloture-1"], "agent"), [])
        self.assertIsNone(claim_of(mission["cloture-1"]))
