from dataclasses import replace
from datetime import date
from datetime import datetime
from datetime import timezone
from decimal import Decimal
from hypothesis import given
from hypothesis import strategies as st
from imio import centrale as package_of_the_product
from imio.centrale.domain.calendar import BRUSSELS
from imio.centrale.domain.pricing import PricedLine
from imio.centrale.domain.publication import call_off_is_published
from imio.centrale.domain.publication import market_is_published
from imio.centrale.domain.publication import published_lots
from imio.centrale.domain.publication import published_orders
from imio.centrale.ocds import package
from imio.centrale.ocds import values
from imio.centrale.ocds.call_off import call_off_release
from imio.centrale.ocds.market import market_release
from imio.centrale.ocds.records import CallOff
from imio.centrale.ocds.records import Centrale
from imio.centrale.ocds.records import Consultation
from imio.centrale.ocds.records import Invoice
from imio.centrale.ocds.records import Lot
from imio.centrale.ocds.records import Market
from imio.centrale.ocds.records import Order
from imio.centrale.ocds.records import Party
from imio.centrale.ocds.records import Subsidy
from imio.centrale.tests import ocds
from imio.centrale.tests import official
from imio.centrale.tests.unit.test_purity import imported
from io import BytesIO
from pathlib import Path
from unittest import TestCase

import json
import sys


STDLIB = sys.stdlib_module_names | {"collections.abc"}
MAPPING = "records values parties release market contract call_off package".split()
EXTENSION = Path(package_of_the_product.__file__).parent / "browser/static/ocds"
NOW = datetime(2026, 3, 2, 9, tzinfo=BRUSSELS)
CENTRALE = Centrale(
    "centrale",
    "Centrale cyber",
    "https://centrale.example/cyber",
    "ocds-imio00",
    (Party("imio", "iMio", "0999000822"), Party("autre", "Une autre")),
)
BERTRIX = Party("bertrix", "Bertrix", "0999000129", "luxembourg")
ALPHA = Party("alpha", "Alpha SRL", "0999000327")
BETA = Party("beta", "Beta SA", "0999000426")
LOT = Lot("1", "Audit", "Contenu", "cascade", 5, Decimal("100000.10"), (BETA, ALPHA))
MARKET = Market(
    "market",
    "Cybersécurité",
    "Accord-cadre",
    date(2024, 1, 1),
    date(2027, 12, 31),
    Decimal("250000.00"),
    (LOT, replace(LOT, number="2", title="Secret", withheld=True)),
    NOW,
)
ORDER = Order("order", date(2026, 1, 10), NOW)
INVOICE = Invoice(date(2026, 2, 20), Decimal("2299.00"), NOW)
SUBSIDY = Subsidy("Programme", Decimal("500.00"))
LINE = PricedLine(
    "A1", "Audit, jour", "jour", "21", Decimal("2"), Decimal("950.5"), Decimal("1000")
)
MISSION = CallOff(
    key="mission",
    tracking_code="CYB-26-QW7NQHZ",
    state="confirmed",
    date=NOW,
    market_key="market",
    market_title="Cybersécurité",
    lot=LOT,
    buyer=BERTRIX,
    supplier=BETA,
    designated=NOW,
    amount=Decimal("1901.00"),
    lines=(LINE,),
    orders=(ORDER,),
    consultations=(
        Consultation(1, ALPHA, NOW, NOW, NOW, "declined"),
        Consultation(2, BETA, NOW, NOW, NOW, "accepted"),
    ),
)


def written(*releases):
    """A package as its readers find it."""
    file = BytesIO()
    head = package.about(CENTRALE, "https://x.example/a", "https://x.example")
    package.write(file, head, releases, dict)
    return ocds.read(file.getvalue())


class OcdsTestCase(TestCase):
    def release(self, full=False, order=None, **changes):
        """The release of the mission, changed; and checked as its readers would."""
        if order is not None:
            changes["orders"] = (order,)
        found = call_off_release(replace(MISSION, **changes), CENTRALE, full)
        read = written(found)
        self.assertEqual(ocds.faults(read, full), [])
        return read["releases"][0]

    def contract(self, full=False, order=ORDER, **changes):
        (found,) = self.release(full, order, **changes)["contracts"]
        return found

    def market(self, full=False, **changes):
        read = written(market_release(replace(MARKET, **changes), CENTRALE, full))
        self.assertEqual(ocds.faults(read, full), [])
        return read["releases"][0]


class TestPolicy(TestCase):
    def test_markets(self):
        self.assertFalse(market_is_published("preparing"))
        for state in ("open", "suspended", "exhausted", "ended"):
            self.assertTrue(market_is_published(state))

    def test_call_offs(self):
        for reached, withheld, published in (
            ({"submitted", "assigned", "offered", "ordered"}, False, False),
            ({"submitted", "cancelled"}, False, False),
            ({"unsuccessful"}, False, False),
            ({"ordered", "confirmed"}, False, True),
            ({"confirmed", "closing", "closed"}, False, True),
            ({"confirmed", "cancelled"}, False, True),
            ({"confirmed"}, True, False),
        ):
            with self.subTest(reached, withheld=withheld):
                self.assertIs(call_off_is_published(reached, withheld), published)

    def test_lots_and_orders(self):
        self.assertEqual(published_lots(MARKET.lots), (LOT,))
        draft = replace(ORDER, confirmed=None)
        gone = replace(ORDER, cancelled=True)
        self.assertEqual(published_orders((draft, gone, ORDER)), (gone, ORDER))


class TestMarket(OcdsTestCase):
    def test_techniques(self):
        tender = self.market()["tender"]
        agreement = tender["techniques"]["frameworkAgreement"]
        self.assertIs(tender["techniques"]["hasFrameworkAgreement"], True)
        self.assertEqual(agreement["value"]["amount"], Decimal("250000.00"))
        self.assertEqual(agreement["period"]["startDate"], "2024-01-01T00:00:00+01:00")

    def test_without_dates_and_ceiling(self):
        found = self.market(start=None, end=None, ceiling=None, description="")
        self.assertNotIn("value", found["tender"])
        self.assertNotIn("contractPeriod", found["tender"])

    def test_withheld_lots(self):
        found = self.market()
        self.assertEqual([each["id"] for each in found["tender"]["lots"]], ["1"])
        self.assertEqual(found["tender"]["withheldLots"], 1)
        self.assertNotIn("Secret", str(found))
        full = self.market(full=True)
        self.assertEqual(len(full["tender"]["lots"]), 2)
        self.assertNotIn("withheldLots", full["tender"])

    def test_every_lot_withheld(self):
        found = self.market(lots=(replace(LOT, withheld=True),))
        self.assertNotIn("lots", found["tender"])
        self.assertEqual(found["tag"], ["tender"])
        self.assertEqual(
            [each["roles"] for each in found["parties"]], [["procuringEntity"]] * 2
        )

    def test_the_order_of_holders_tells_nothing(self):
        other = (replace(LOT, suppliers=LOT.suppliers[::-1]), *MARKET.lots[1:])
        self.assertEqual(self.market(), self.market(lots=other))

    def test_parties(self):
        found = {each["id"]: each for each in self.market()["parties"]}
        self.assertEqual(
            found["BE-BCE_KBO-0999000822"]["identifier"],
            {"scheme": "BE-BCE_KBO", "id": "0999000822", "legalName": "iMio"},
        )
        (unnumbered,) = [each for each in found.values() if "identifier" not in each]
        self.assertEqual(unnumbered["name"], "Une autre")
        self.assertNotIn("autre", unnumbered["id"])


class TestCallOff(OcdsTestCase):
    def test_states(self):
        """State of the mission, its order -> tags, tender, award, contract."""
        closed = replace(ORDER, invoice=INVOICE)
        gone = replace(ORDER, cancelled=True)
        for state, order, tags, *statuses in (
            ("confirmed", ORDER, "award contract", "complete", "active", "active"),
            ("closing", ORDER, "award contract", "complete", "active", "active"),
            (
                "closed",
                closed,
                "award contract implementation contractTermination",
                "complete",
                "active",
                "terminated",
            ),
            (
                "cancelled",
                gone,
                "award contract contractTermination",
                "complete",
                "cancelled",
                "cancelled",
            ),
            ("offered", gone, "award contract", "complete", "pending", "cancelled"),
        ):
            with self.subTest(state):
                found = self.release(state=state, order=order)
                self.assertEqual(found["tag"], tags.split())
                shown = [
                    found["tender"]["status"],
                    found["awards"][0]["status"],
                    found["contracts"][0]["status"],
                ]
                self.assertEqual(shown, statuses)

    def test_states_that_only_agents_see(self):
        nobody = {"supplier": None, "designated": None, "amount": None, "lines": ()}
        for state, changes, tag, status in (
            ("submitted", nobody, "tender", "active"),
            ("consulting", nobody, "tender", "active"),
            ("assigned", {"amount": None, "lines": ()}, "award", "complete"),
            ("offered", {}, "award", "complete"),
            ("cancelled", nobody, "tenderCancellation", "cancelled"),
            ("cancelled", {}, "awardCancellation", "cancelled"),
            ("unsuccessful", nobody, "tenderCancellation", "unsuccessful"),
        ):
            with self.subTest(state):
                found = self.release(full=True, state=state, orders=(), **changes)
                self.assertEqual(found["tag"], [tag])
                self.assertEqual(found["tender"]["status"], status)

    def test_its_own_process_below_the_framework(self):
        found = self.release()
        (related,) = found["relatedProcesses"]
        self.assertEqual(related["identifier"], self.market()["ocid"])
        self.assertNotEqual(related["identifier"], found["ocid"])
        self.assertTrue(found["ocid"].startswith("ocds-imio00-"))

    def test_what_only_agents_see(self):
        public, full = self.release(), self.release(full=True)
        for secret in ("Alpha", "CYB-26", "950.5", "A1", "declined"):
            with self.subTest(secret):
                self.assertNotIn(secret, str(public))
                self.assertIn(secret, str(full))

    def test_the_number_of_consultations_changes_nothing(self):
        self.assertEqual(self.release(), self.release(consultations=()))

    def test_invoice(self):
        paid = self.contract(order=replace(ORDER, invoice=INVOICE))
        (transaction,) = paid["implementation"]["transactions"]
        self.assertEqual(transaction["value"]["amount"], Decimal("2299.00"))
        unpaid = replace(ORDER, invoice=replace(INVOICE, paid_on=None))
        found = self.contract(order=unpaid)["implementation"]
        self.assertNotIn("transactions", found)
        self.assertEqual(found["milestones"][0]["status"], "met")

    def test_subsidy(self):
        order = replace(ORDER, invoice=INVOICE, subsidy=SUBSIDY)
        self.assertNotIn("finance", self.contract(order=order))
        (granted,) = self.contract(full=True, order=order)["finance"]
        self.assertEqual(granted["value"]["amount"], Decimal("500.00"))
        payments = ((date(2026, 10, 1), Decimal("300.00")),)
        paid = replace(SUBSIDY, granted=Decimal("200.00"), payments=payments)
        order = replace(order, subsidy=paid)
        found = self.contract(order=order)
        self.assertEqual(found["finance"][0]["value"]["amount"], Decimal("300.00"))
        transaction = found["implementation"]["transactions"][1]
        self.assertEqual(transaction["date"], "2026-10-01T00:00:00+02:00")
        self.assertEqual(transaction["payer"]["name"], "iMio")
        (full,) = self.contract(full=True, order=order)["finance"]
        self.assertEqual(full["value"]["amount"], Decimal("500.00"))

    def test_nothing_is_paid_on_a_cancelled_order(self):
        order = replace(ORDER, cancelled=True, invoice=INVOICE, subsidy=SUBSIDY)
        found = self.contract(full=True, order=order)
        self.assertNotIn("finance", found)
        self.assertNotIn("implementation", found)

    def test_the_next_offer_is_nobodys_business(self):
        """An order was cancelled; the mission is at another offer, not ordered yet."""
        gone = replace(ORDER, cancelled=True)
        later = replace(ORDER, key="later", confirmed=None)
        found = self.release(orders=(gone, later), amount=Decimal("777.00"))
        self.assertNotIn("777", str(found))
        full = self.release(full=True, orders=(gone, later), amount=Decimal("777.00"))
        self.assertEqual(full["awards"][0]["value"]["amount"], Decimal("777.00"))

    def test_roles_of_one_organisation_stand_together(self):
        order = replace(ORDER, invoice=INVOICE)
        found = {each["name"]: each for each in self.release(order=order)["parties"]}
        self.assertEqual(found["Bertrix"]["roles"], ["buyer", "payer"])
        self.assertEqual(found["Beta SA"]["roles"], ["supplier", "payee"])
        self.assertEqual(found["Bertrix"]["address"]["region"], "Luxembourg")


class TestValues(TestCase):
    @given(st.decimals(allow_nan=False, allow_infinity=False, places=4))
    def test_amounts_are_exact(self, amount):
        text = values.dumps(values.value(amount))
        self.assertNotIn("E", text.replace('"EUR"', ""))
        self.assertEqual(ocds.read(text)["amount"], amount)

    @given(
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(),
            lambda inside: st.lists(inside) | st.dictionaries(st.text(), inside),
        )
    )
    def test_the_rest_is_json(self, found):
        self.assertEqual(json.loads(values.dumps(found)), found)

    def test_instants_are_those_of_brussels(self):
        moment = datetime(2026, 7, 1, 22, 30, 5, 999, tzinfo=timezone.utc)
        self.assertEqual(values.instant(moment), "2026-07-02T00:30:05+02:00")
        self.assertEqual(values.end_of(date(2026, 3, 2)), "2026-03-02T23:59:59+01:00")
        self.assertIsNone(values.start_of(None))

    def test_numbers_of_processes(self):
        first = values.ocid("ocds-imio00", "a" * 32)
        self.assertEqual(first, values.ocid("ocds-imio00", "a" * 32))
        self.assertNotEqual(first, values.ocid("ocds-imio00", "b" * 32))
        self.assertNotIn("aaaa", first)

    def test_zero_and_false_are_said(self):
        found = {"a": 0, "b": False, "c": None, "d": "", "e": [], "f": {}}
        self.assertEqual(values.compact(found), {"a": 0, "b": False})


class TestPackage(OcdsTestCase):
    def test_published_is_the_last_change(self):
        """Instants are compared, not their texts: these differ in their offsets."""
        winter = {"date": "2026-10-25T02:10:00+01:00"}
        summer = {"date": "2026-10-25T02:50:00+02:00"}
        file = BytesIO()
        package.write(file, {"uri": "x"}, [winter, summer], dict)
        self.assertEqual(ocds.read(file.getvalue())["publishedDate"], winter["date"])

    def test_a_package_has_a_release(self):
        with self.assertRaises(package.NoRelease):
            package.write(BytesIO(), {"uri": "x"}, [], dict)

    def test_releases_are_read_one_by_one(self):
        """Each is in the file before the next one is made."""
        file = BytesIO()
        seen = []

        def made():
            for number in range(3):
                seen.append(file.getvalue().count(b"2026-03"))
                yield {"date": f"2026-03-0{number + 1}T00:00:00+01:00"}

        package.write(file, {"uri": "x"}, made(), dict)
        self.assertEqual(seen, [0, 1, 2])

    def test_our_extension_knows_our_members(self):
        """What the standard does not know stands in our own schema."""
        schema = json.loads((EXTENSION / "release-schema.json").read_text("utf-8"))
        known = {
            name: set(each["properties"])
            for name, each in schema["definitions"].items()
        }
        self.assertEqual(known["Tender"], {"withheldLots", "designation"})
        for name in ("CallOffs", "Designation", "Consultation"):
            ours = {**ocds.MEMBERS.get(name, {}), **ocds.FULL.get(name, {})}
            self.assertEqual(known[name], {each.rstrip("*") for each in ours})
        extension = json.loads((EXTENSION / "extension.json").read_text("utf-8"))
        self.assertEqual(extension["schemas"], ["release-schema.json"])


class TestPurity(TestCase):
    def test_the_mapping_imports_neither_plone_nor_zope(self):
        """``reading``, ``selecting`` and ``making`` carry it out."""
        ours = ("imio.centrale.domain", "imio.centrale.ocds")
        for name in MAPPING:
            for found in imported(Path(package.__file__).with_name(f"{name}.py")):
                with self.subTest(f"{name}: {found}"):
                    self.assertTrue(found.startswith(ours) or found in STDLIB)


class TestFaults(OcdsTestCase):
    """The check itself: each of these would be published otherwise."""

    def test_what_the_standard_refuses(self):
        read = written(market_release(MARKET, CENTRALE))
        self.assertEqual(official.ocds_faults(read), [])
        (release,) = read["releases"]
        release["tag"] = ["x"]
        release["date"] = "hier"
        release["tender"]["value"]["amount"] = "12"
        release["parties"][0]["identifier"]["secret"] = "x"
        read["uri"] = "ici"
        found = " ".join(official.ocds_faults(read))
        for fault in (
            "'x' is not one of",
            "'hier' is not a 'date-time'",
            "'12' is not of type 'number'",
            "'secret' does not match",
            "'ici' is not a 'uri'",
        ):
            self.assertIn(fault, found)

    def test_what_it_finds(self):
        for change, fault in (
            (lambda found: found.update(secret="x"), "secret is not published"),
            (lambda found: found["tender"].pop("title"), "no title"),
            (lambda found: found["parties"].pop(0), "nobody is"),
            (lambda found: found.update(date="2026-01-01T00:00:00"), "date"),
            (lambda found: found["awards"][0]["value"].update(amount="1"), "amount"),
            (lambda found: found["contracts"][0].update(awardID="x"), "no award x"),
            (lambda found: found["contracts"][0].update(documents=[]), "no list"),
        ):
            with self.subTest(fault):
                read = written(call_off_release(MISSION, CENTRALE))
                self.assertEqual(ocds.faults(read), [])
                change(read["releases"][0])
                self.assertIn(fault, " ".join(ocds.faults(read)))
        full = written(call_off_release(MISSION, CENTRALE, full=True))
        self.assertIn("trackingCode is not published", " ".join(ocds.faults(full)))
