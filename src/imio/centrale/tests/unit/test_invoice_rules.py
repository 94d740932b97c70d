from dataclasses import replace
from datetime import date
from decimal import Decimal
from hypothesis import given
from hypothesis import strategies as st
from imio.centrale.domain.findings import blocks
from imio.centrale.domain.invoice import AllowanceCharge
from imio.centrale.domain.invoice import Invoice
from imio.centrale.domain.invoice import InvoiceLine
from imio.centrale.domain.invoice import InvoiceTotals
from imio.centrale.domain.invoice import Party
from imio.centrale.domain.invoice import VatRow
from imio.centrale.domain.invoice_rules import invoice_findings
from imio.centrale.domain.invoice_rules import MAX_FINDINGS
from imio.centrale.domain.invoice_rules import structured_communication
from imio.centrale.domain.money import round_cents
from imio.centrale.domain.money import ZERO
from unittest import TestCase


def line(net="100.00", rate="21", category="S", **values):
    net = Decimal(net)
    return InvoiceLine("1", "Audit", Decimal(1), net, net, category, rate, **values)


def row(base="100.00", amount="21.00", rate="21", category="S"):
    return VatRow(category, rate, Decimal(base), Decimal(amount))


def totals(lines="100.00", excl="100.00", vat="21.00", incl="121.00", **values):
    amounts = {name: Decimal(text) for name, text in values.items()}
    return InvoiceTotals(
        lines=Decimal(lines),
        excl_vat=Decimal(excl),
        vat=Decimal(vat),
        incl_vat=Decimal(incl),
        **{"payable": Decimal(incl), **amounts},
    )


GOOD = Invoice(
    number="F1",
    issue_date=date(2026, 5, 21),
    type_code="380",
    currency="EUR",
    seller=Party("Exemple Cyber SRL", "0999100196"),
    buyer=Party("Commune de Valbrume", "0999200265"),
    totals=totals(),
    vat_rows=(row(),),
    lines=(line(),),
)


def findings(**changes):
    return invoice_findings(replace(GOOD, **changes))


def rules(**changes):
    return [(found.code, found.mapping.get("rule")) for found in findings(**changes)]


class TestArithmetic(TestCase):
    def test_nothing_is_wrong(self):
        self.assertEqual(findings(), [])

    def test_each_sum_to_the_cent(self):
        for rule, term, wrong in (
            ("BR-CO-10", "BT-106", totals(lines="100.01", allowances="0.01")),
            ("BR-CO-11", "BT-107", totals(allowances="0.01", charges="0.01")),
            ("BR-CO-12", "BT-108", totals(allowances="0.01", charges="0.01")),
            ("BR-CO-13", "BT-109", totals(excl="100.01", incl="121.01")),
            ("BR-CO-15", "BT-112", totals(incl="121.01")),
            ("BR-CO-16", "BT-115", totals(payable="120.99")),
            ("BR-CO-16", "BT-115", totals(prepaid="1.00")),
            ("BR-CO-16", "BT-115", totals(rounding="0.01")),
        ):
            with self.subTest(rule):
                found = [
                    (one.code, one.mapping["rule"], one.mapping["term"])
                    for one in findings(totals=wrong)
                ]
                self.assertIn(("invoice_does_not_add_up", rule, term), found)

    def test_what_was_expected_and_what_was_found(self):
        (found,) = findings(totals=totals(incl="121.01"))
        self.assertEqual(
            found.mapping,
            {
                "rule": "BR-CO-15",
                "term": "BT-112",
                "expected": "121.00",
                "found": "121.01",
            },
        )

    def test_charges(self):
        charge = AllowanceCharge(True, Decimal(10), "S", "21")
        good = totals(charges="10.00", excl="110.00", vat="23.10", incl="133.10")
        rows = (row("110.00", "23.10"),)
        self.assertEqual(
            rules(allowances_charges=(charge,), totals=good, vat_rows=rows), []
        )
        less = replace(good, charges=ZERO)
        self.assertEqual(
            rules(allowances_charges=(charge,), totals=less, vat_rows=rows),
            [
                ("invoice_does_not_add_up", "BR-CO-12"),
                ("invoice_does_not_add_up", "BR-CO-13"),
            ],
        )

    def test_an_amount_that_is_not_known_is_compared_with_nothing(self):
        wrong = replace(totals(), lines=None, vat=None, charges=None)
        self.assertEqual(rules(totals=wrong), [("invoice_term_missing", None)])


class TestVat(TestCase):
    def test_the_total_is_that_of_the_rows(self):
        self.assertEqual(
            rules(totals=totals(vat="20.00", incl="120.00")),
            [("vat_does_not_add_up", "BR-CO-14")],
        )

    def test_each_row_is_its_base_times_its_rate(self):
        self.assertEqual(
            rules(
                totals=totals(vat="21.01", incl="121.01"),
                vat_rows=(row(amount="21.01"),),
            ),
            [("vat_does_not_add_up", "BR-CO-17")],
        )

    def test_half_a_cent_is_rounded_up(self):
        half = dict(
            lines=(line("0.50"),),
            totals=totals("0.50", "0.50", "0.11", "0.61"),
            vat_rows=(row("0.50", "0.11"),),
        )
        self.assertEqual(rules(**half), [])

    def test_the_base_is_that_of_the_lines_of_its_category_and_rate(self):
        lines = (line("50.00"), line("50.00", "6"))
        self.assertEqual(
            [
                (
                    found.mapping["rate"],
                    found.mapping["expected"],
                    found.mapping["found"],
                )
                for found in findings(lines=lines)
            ],
            [("21", "50.00", "100.00"), ("6", "50.00", "0.00")],
        )

    def test_the_rule_bears_the_name_of_the_category(self):
        rows = (row("100.00", "0.00", "0", "AE"),)
        found = rules(vat_rows=rows, totals=totals(vat="0.00", incl="100.00"))
        self.assertEqual(
            found,
            [("vat_does_not_add_up", "BR-AE-08"), ("vat_does_not_add_up", "BR-S-08")],
        )

    def test_without_rate_there_is_no_vat(self):
        self.assertEqual(
            rules(
                lines=(line(rate="", category="O"),),
                vat_rows=(row(amount="0.00", rate="", category="O"),),
                totals=totals(vat="0.00", incl="100.00"),
            ),
            [],
        )

    def test_a_base_that_is_not_known_is_compared_with_nothing(self):
        unknown = (replace(row(), base=None),)
        self.assertEqual(rules(vat_rows=unknown), [])
        lines = (line("50.00"), replace(line("50.00"), net=None))
        self.assertEqual(rules(lines=lines), [])
        self.assertEqual(rules(vat_rows=()), [("invoice_term_missing", None)])

    def test_a_rate_that_is_not_belgian(self):
        (found,) = findings(
            lines=(line(rate="20"),),
            vat_rows=(row(amount="20.00", rate="20"),),
            totals=totals(vat="20.00", incl="120.00"),
        )
        self.assertEqual(
            (found.code, found.mapping), ("unknown_vat_rate", {"rate": "20"})
        )


class TestLines(TestCase):
    def test_price_times_quantity_to_two_cents(self):
        for net, expected in (("100.02", []), ("100.03", ["line_does_not_add_up"])):
            wrong = replace(line(), net=Decimal(net))
            found = [one.code for one in findings(lines=(wrong,))]
            self.assertEqual(
                [code for code in found if code.startswith("line")], expected
            )

    def test_a_price_for_several(self):
        found = findings(lines=(line(base_quantity=Decimal(2)),))
        self.assertEqual([one.mapping["expected"] for one in found], ["50.00"])

    def test_a_price_for_none_or_less_is_compared_with_nothing(self):
        for base in ("0", "-1"):
            self.assertEqual(findings(lines=(line(base_quantity=Decimal(base)),)), [])

    def test_figures_far_apart(self):
        price = Decimal("9" * 12)
        wrong = replace(
            line(), price=price, quantity=price, base_quantity=Decimal("1e-10")
        )
        (found,) = findings(lines=(wrong,))
        self.assertEqual(found.code, "line_does_not_add_up")

    def test_a_long_invoice_full_of_mistakes_tells_the_first_ones(self):
        lines = tuple(
            replace(line(), id=str(number), price=Decimal(7)) for number in range(1000)
        )
        self.assertEqual(len(findings(lines=lines)), MAX_FINDINGS)


class TestTerms(TestCase):
    def test_what_no_invoice_goes_without(self):
        for term, changes in (
            ("BT-1", {"number": ""}),
            ("BT-2", {"issue_date": None}),
            ("BT-3", {"type_code": ""}),
            ("BT-5", {"currency": ""}),
            ("BT-27", {"seller": Party("", "0999100196")}),
            ("BT-44", {"buyer": Party("", "0999200265")}),
            ("BT-106", {"totals": replace(totals(), lines=None)}),
            ("BT-109", {"totals": replace(totals(), excl_vat=None)}),
            ("BT-112", {"totals": replace(totals(), incl_vat=None)}),
            ("BT-115", {"totals": replace(totals(), payable=None)}),
        ):
            (found,) = findings(**changes)
            self.assertEqual(found.code, "invoice_term_missing")
            self.assertEqual(found.mapping, {"term": term})
        self.assertIn(("invoice_term_missing", None), rules(vat_rows=()))
        self.assertIn(("invoice_term_missing", None), rules(lines=()))

    def test_a_party_without_belgian_number(self):
        (found,) = findings(seller=Party("Voorbeeld BV"))
        self.assertEqual(found.code, "party_number_missing")
        self.assertEqual(found.mapping, {"role": "seller"})

    def test_another_currency(self):
        (found,) = findings(currency="X" * 500)
        self.assertEqual(found.code, "foreign_currency")
        self.assertEqual(found.mapping, {"text": "X" * 20})

    def test_negative_totals(self):
        found = findings(
            lines=(replace(line("-100.00"), price=Decimal(-100)),),
            vat_rows=(row("-100.00", "-21.00"),),
            totals=totals("-100.00", "-100.00", "-21.00", "-121.00"),
        )
        self.assertEqual([one.code for one in found], ["negative_total"] * 3)
        self.assertEqual(found[0].mapping, {"term": "BT-109", "amount": "-100.00"})

    def test_nothing_to_pay_is_not_negative(self):
        free = findings(
            lines=(line("0.00"),),
            vat_rows=(row("0.00", "0.00"),),
            totals=totals("0.00", "0.00", "0.00", "0.00"),
        )
        self.assertEqual(free, [])

    def test_each_negative_total_has_its_name(self):
        paid = findings(totals=totals(prepaid="131.00", payable="-10.00"))
        self.assertEqual([one.mapping["term"] for one in paid], ["BT-115"])
        given = findings(totals=totals(excl="-1.00", incl="-1.00"))
        terms = [one.mapping["term"] for one in given if one.code == "negative_total"]
        self.assertEqual(terms, ["BT-109", "BT-112", "BT-115"])

    def test_each_thing_once(self):
        faults = findings(currency="USD")
        self.assertEqual(len(findings(currency="USD", faults=tuple(faults))), 1)


class TestStructuredCommunication(TestCase):
    def test_forms(self):
        for text in ("+++010/8068/17183+++", "***010/8068/17183***", "010806817183"):
            self.assertEqual(structured_communication(text), "010/8068/17183")

    def test_others(self):
        for text in ("", "F2026-0105", "+++010/8068/17184+++", "1" * 5000):
            with self.subTest(text[:20]), self.assertRaises(ValueError):
                structured_communication(text)

    def test_only_what_says_it_is_one_is_wrong(self):
        for text, expected in (
            ("+++010/8068/17183+++", []),
            ("+++010/8068/17184+++", ["structured_communication_wrong"]),
            ("***010/8068/17184***", ["structured_communication_wrong"]),
            ("+++" + "1" * 5000 + "+++", ["structured_communication_wrong"]),
            ("010806817184", []),
            ("F2026-0105", []),
        ):
            found = findings(payment_reference=text)
            self.assertEqual([one.code for one in found], expected)


cents = st.integers(-10_000_000, 10_000_000).map(lambda n: Decimal(n).scaleb(-2))
rated = st.tuples(cents, st.sampled_from(("0", "6", "12", "21")))


def consistent(amounts):
    """An invoice added up as the standard says."""
    lines = tuple(line(str(net), rate) for net, rate in amounts)
    bases = {}
    for net, rate in amounts:
        bases[rate] = bases.get(rate, ZERO) + net
    rows = tuple(
        VatRow("S", rate, base, round_cents(base * Decimal(rate) / 100))
        for rate, base in bases.items()
    )
    excl = sum(bases.values())
    vat = sum(found.amount for found in rows)
    return replace(
        GOOD,
        lines=lines,
        vat_rows=rows,
        totals=totals(str(excl), str(excl), str(vat), str(excl + vat)),
    )


class TestAnyInvoice(TestCase):
    @given(st.lists(rated, min_size=1, max_size=6))
    def test_one_that_adds_up_has_nothing_but_negative_totals(self, amounts):
        found = {one.code for one in invoice_findings(consistent(amounts))}
        self.assertLessEqual(found, {"negative_total"})

    @given(
        st.lists(rated, min_size=1, max_size=6),
        st.sampled_from(("lines", "excl_vat", "vat", "incl_vat", "payable")),
        cents.filter(bool),
    )
    def test_one_changed_total_is_found(self, amounts, name, difference):
        good = consistent(amounts)
        amount = getattr(good.totals, name) + difference
        wrong = replace(good, totals=replace(good.totals, **{name: amount}))
        self.assertTrue(any(blocks(one) for one in invoice_findings(wrong)))
