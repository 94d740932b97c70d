"""Batches of payments: what they take, who approves them, what the bank does with them."""

from datetime import date
from decimal import Decimal
from imio.centrale import clock
from imio.centrale.browser.acting import buttons
from imio.centrale.content.batch import ILiquidationBatch
from imio.centrale.domain.reasons import Refused
from imio.centrale.subsidy import paying
from imio.centrale.subsidy.accounts import confirm
from imio.centrale.subsidy.batches import payable_missions
from imio.centrale.subsidy.positions import book_of
from imio.centrale.subsidy.positions import position_of
from imio.centrale.subsidy.sepa import schema
from imio.centrale.tests.procedure import acting
from imio.centrale.tests.procedure import at
from imio.centrale.tests.procedure import ProcedureTestCase
from imio.centrale.workflows.guards import refusals
from imio.centrale.workflows.state import state_of
from lxml import etree
from plone import api
from plone.dexterity.utils import createContentInContainer
from stdnum.be import ogm_vcs
from unittest import mock
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent


PAYS = "BE43068999999501"
GRANTED = Decimal("2299.00")


class LiquidationTestCase(ProcedureTestCase):
    """Base: an open program, and Bertrix with an account that is in use."""

    def setUp(self):
        super().setUp()
        self.program_ = self.program()
        self.account(self.bertrix)

    def batch(self, *entries, **changes):
        """A draft of these missions, with all that its approval and export need."""
        values = {
            "title": "Lot de mars",
            "entries": [
                row if isinstance(row, dict) else {"mission": row.UID()}
                for row in entries
            ],
            "tutelle_reference": "T-1",
            "tutelle_date": date(2026, 3, 2),
            "debtor_iban": PAYS,
            **changes,
        }
        with acting("agent"):
            return createContentInContainer(
                self.program_, "imio.centrale.LiquidationBatch", **values
            )

    def approved(self, *missions, **changes):
        batch = self.batch(*missions, **changes)
        return self.moved("agent2", batch, "approve", "approved")

    def exported(self, *missions, **changes):
        batch = self.approved(*missions, **changes)
        return self.moved("agent2", batch, "export", "exported")

    def totals(self):
        """Granted and not paid, and paid, of the whole program."""
        head = book_of(self.program_).head
        return head["granted"], head["liquidated"]

    def saved(self, batch, **values):
        with acting("agent"):
            for name, value in values.items():
                setattr(batch, name, value)
            notify(ObjectModifiedEvent(batch))

    def statuses(self, batch):
        return [row["status"] for row in batch.entries]


class TestEntries(LiquidationTestCase):
    """What a batch may hold is decided when it is saved."""

    def test_the_product_fills_in_the_rest(self):
        mission = self.closed()
        (row,) = self.batch(mission).entries
        self.assertEqual(row["amount"], GRANTED)
        self.assertEqual(row["authority"], self.bertrix.UID())
        self.assertEqual(row["order"], mission["commande-1"].UID())
        self.assertEqual(row["status"], "waiting")
        self.assertTrue(ogm_vcs.is_valid(row["communication"]))
        self.assertEqual((row["iban"], row["beneficiary"]), (None, None))

    def test_what_somebody_writes_in_the_other_columns_is_not_kept(self):
        mission = self.closed()
        row = {
            "mission": mission.UID(),
            "amount": Decimal("10.00"),
            "iban": PAYS,
            "beneficiary": "Somebody",
            "status": "paid",
            "authority": self.arlon.UID(),
        }
        (kept,) = self.batch(row).entries
        self.assertEqual(kept["amount"], Decimal("10.00"))
        self.assertEqual(kept["status"], "waiting")
        self.assertEqual(kept["authority"], self.bertrix.UID())
        self.assertEqual((kept["iban"], kept["beneficiary"]), (None, None))

    def test_not_accepted_and_not_granted(self):
        with self.refusing("closure_not_accepted", "nothing_granted"):
            self.batch(self.request())
        with self.refusing("closure_not_accepted", "nothing_granted"):
            self.batch(self.mission("ordered"))
        with self.refusing("closure_not_accepted"):
            self.batch(self.mission("confirmed"))

    def test_nothing_granted(self):
        self.moved("agent", self.program_, "close", "closed")
        mission = self.closed()
        with self.refusing("nothing_granted"):
            self.batch(mission)

    def test_amounts(self):
        uid = self.closed().UID()
        for text, code in (
            ("0.00", "amount_not_positive"),
            ("-1.00", "amount_not_positive"),
            ("2299.01", "amount_above_granted"),
        ):
            with self.subTest(text):
                with self.refusing(code):
                    self.batch({"mission": uid, "amount": Decimal(text)})

    def test_twice(self):
        mission = self.closed()
        with self.refusing("twice_in_batch"):
            self.batch(mission, mission)

    def test_in_another_batch(self):
        mission = self.closed()
        first = self.batch(mission)
        with self.refusing("in_another_batch"):
            self.batch(mission)
        self.saved(first, entries=[])
        self.assertEqual(self.statuses(self.batch(mission)), ["waiting"])

    def test_a_deleted_draft_leaves_its_dossiers(self):
        mission = self.closed()
        first = self.batch(mission)
        with acting("agent"):
            api.content.delete(first)
        self.batch(mission)

    def test_a_copy_takes_nothing_that_is_taken(self):
        batch = self.batch(self.closed())
        with acting("agent"):
            with self.assertRaises(Refused) as caught:
                api.content.copy(batch, self.program_)
        self.checked(caught.exception.reasons, ["in_another_batch"])

    def test_a_copy_was_never_frozen_approved_nor_exported(self):
        mission = self.closed()
        batch = self.exported(mission)
        with acting("agent"):
            paying.refuse(batch, mission, "Compte clôturé")
            copy = api.content.copy(batch, self.program_)
        self.assertEqual(state_of(copy), "draft")
        self.assertEqual(self.statuses(copy), ["waiting"])
        for name in ("tutelle_reference", "ledger_hash", "payment_file"):
            self.assertIsNone(getattr(copy, name), name)
        self.assertIsNotNone(batch.payment_file)

    def test_another_program(self):
        mission = self.closed()
        self.moved("agent", self.program_, "close", "closed")
        self.program_ = self.program(title="Deuxième programme")
        with self.refusing("dossier_of_another_program"):
            self.batch(mission)

    def test_a_closed_program_still_pays(self):
        mission = self.closed()
        self.moved("agent", self.program_, "close", "closed")
        self.assertEqual(self.statuses(self.batch(mission)), ["waiting"])

    def test_a_program_that_never_opened_pays_nothing(self):
        with acting("agent"):
            self.program_ = createContentInContainer(
                self.centrale["subsides"],
                "imio.centrale.SubsidyProgram",
                title="Projet",
                envelope=Decimal("10.00"),
            )
        with self.refusing("ledger_not_open"):
            self.batch()

    def test_communications_are_unique_and_stay(self):
        first, second = self.closed(), self.closed()
        batch = self.batch(first, second)
        kept = [row["communication"] for row in batch.entries]
        self.assertEqual(len(set(kept)), 2)
        self.saved(batch)
        self.assertEqual([row["communication"] for row in batch.entries], kept)

    def test_numbers_of_programs_are_given_once(self):
        first = self.program_.number
        self.moved("agent", self.program_, "close", "closed")
        second = self.program(title="Deuxième")
        self.assertEqual(second.number, first + 1)
        self.moved("agent", second, "close", "closed")
        self.centrale["subsides"]._delObject(second.getId())
        self.assertEqual(self.program(title="Troisième").number, first + 2)

    def test_a_copied_program_has_no_number_and_pays_nothing(self):
        self.batch(self.closed())
        with acting("agent"):
            copy = api.content.copy(self.program_, self.centrale["subsides"])
        self.assertIsNone(copy.number)
        self.assertEqual(len(copy.in_batch), 0)
        self.assertEqual(copy.objectIds(), [])
        self.assertEqual(len(self.program_.objectIds()), 1)

    def test_payable(self):
        first, second = self.closed(), self.closed()
        self.mission("confirmed")
        self.assertEqual(payable_missions(self.program_), [first, second])
        batch = self.batch(first)
        self.assertEqual(payable_missions(self.program_), [second])
        self.assertEqual(payable_missions(self.program_, batch), [first, second])


class TestFreeze(LiquidationTestCase):
    """The payments stay as they are while the tutelle reads them."""

    def test_frozen(self):
        batch = self.batch(self.closed(), tutelle_reference=None, tutelle_date=None)
        self.moved("agent", batch, "freeze", "frozen")
        (row,) = batch.entries
        self.assertEqual(row["iban"], "BE68539007547034")
        self.assertEqual(row["beneficiary"], "Bertrix")
        head = book_of(self.program_).head
        self.assertEqual(
            (batch.ledger_number, batch.ledger_hash), (head["number"], head["hash"])
        )

    def test_reopened(self):
        batch = self.batch(self.closed())
        self.moved("agent", batch, "freeze", "frozen")
        self.moved("agent", batch, "reopen", "draft")
        self.assertIsNone(batch.entries[0]["iban"])
        self.assertIsNone(batch.ledger_hash)
        self.assertIsNone(batch.tutelle_reference)

    def test_an_approval_that_is_opened_again_must_be_given_again(self):
        batch = self.approved(self.closed())
        self.moved("agent2", batch, "reopen", "draft")
        self.refused("agent2", batch, "approve", "approval_missing")

    def test_empty(self):
        self.refused("agent", self.batch(), "freeze", "batch_empty")

    def test_accounts(self):
        batch = self.batch(self.closed())
        self.declare(self.bertrix, PAYS)
        self.refused("agent", batch, "freeze", "iban_not_confirmed")
        self.declare(self.bertrix, None)
        self.refused("agent", batch, "freeze", "iban_not_confirmed")
        with acting("agent2"):
            confirm(self.bertrix, "")
        self.refused("agent", batch, "freeze", "iban_missing")
        self.account(self.bertrix)
        self.moved("agent", batch, "freeze", "frozen")

    def test_entries_change_in_a_draft_only(self):
        batch = self.batch(self.closed())
        permission = ILiquidationBatch.getTaggedValue(
            "plone.autoform.security.write-permissions"
        )
        self.assertEqual(permission["entries"], "imio.centrale.EditDeclaredData")
        title = "imio.centrale: Edit Declared Data"
        with acting("agent"):
            self.assertTrue(api.user.has_permission(title, obj=batch))
        self.moved("agent", batch, "freeze", "frozen")
        with acting("agent"):
            self.assertFalse(api.user.has_permission(title, obj=batch))


class TestApproval(LiquidationTestCase):
    """The tutelle, and four eyes."""

    def test_from_a_draft_and_from_a_frozen_batch(self):
        batch = self.approved(self.closed())
        self.assertEqual(batch.entries[0]["iban"], "BE68539007547034")
        second = self.batch(self.closed())
        self.moved("agent", second, "freeze", "frozen")
        number = second.ledger_number
        self.moved("agent2", second, "approve", "approved")
        self.assertEqual(second.ledger_number, number)

    def test_reference_and_date(self):
        batch = self.batch(self.closed())
        for values, codes in (
            ({"tutelle_reference": None}, ["approval_missing"]),
            ({"tutelle_reference": " "}, ["approval_missing"]),
            ({"tutelle_date": None}, ["approval_missing"]),
            ({"tutelle_date": date(2099, 1, 1)}, ["approval_in_future"]),
        ):
            with self.subTest(str(values)):
                kept = {name: getattr(batch, name) for name in values}
                self.saved(batch, **values)
                self.refused("agent2", batch, "approve", *codes)
                self.saved(batch, **kept)

    def test_empty(self):
        self.refused("agent2", self.batch(), "approve", "batch_empty")

    def test_four_eyes(self):
        mission = self.closed()
        batch = self.batch(mission)
        (found,) = self.refused("agent", batch, "approve", "confirmed_by_same_person")
        self.assertEqual(found.mapping["code"], mission.tracking_code)
        self.moved("agent2", batch, "approve", "approved")

    def test_four_eyes_look_at_the_last_confirmation(self):
        mission = self.mission("ordered")
        self.moved("agent2", mission["commande-1"], "confirm", "confirmed")
        closure = self.closure(mission)
        self.moved("alpha", closure, "deposit", "deposited")
        self.moved("agent", closure, "accept", "accepted")
        batch = self.batch(mission, self.closed())
        for login in ("agent", "agent2"):
            self.refused(login, batch, "approve", "confirmed_by_same_person")

    def test_twice(self):
        batch = self.approved(self.closed())
        self.refused("agent2", batch, "approve", "wrong_state")

    def test_the_account_of_a_frozen_batch_stays(self):
        batch = self.batch(self.closed())
        self.moved("agent", batch, "freeze", "frozen")
        self.account(self.bertrix, PAYS)
        self.refused("agent2", batch, "approve", "iban_changed")

    def test_what_comes_next_looks_like_it(self):
        batch = self.approved(self.closed())
        with acting("agent2"):
            found = buttons(batch, self.layer["request"])
        self.assertEqual(
            [(each.id, each.css) for each in found],
            [("export", "btn-outline-primary"), ("reopen", "btn-outline-secondary")],
        )

    def test_only_the_centrale(self):
        batch = self.batch(self.closed())
        for login in ("bertrix", "alpha", "auditor"):
            for transition in ("freeze", "approve"):
                self.refused(login, batch, transition, "not_permitted")


class TestExport(LiquidationTestCase):
    """The file for the bank."""

    def tree(self, batch):
        tree = etree.fromstring(batch.payment_file.data)
        schema().assertValid(tree)
        return tree

    def texts(self, tree, *names):
        path = ".//" + "/".join(f"{{*}}{name}" for name in names)
        return [each.text for each in tree.iterfind(path)]

    def test_the_message(self):
        first, second = self.closed(), self.closed()
        row = {"mission": second.UID(), "amount": Decimal("0.07")}
        batch = self.approved(first, row)
        with at("2026-03-06 10:00"):
            self.moved("agent2", batch, "export", "exported")
        tree = self.tree(batch)
        self.assertEqual(
            etree.QName(tree).namespace,
            "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09",
        )
        self.assertEqual(self.texts(tree, "InstdAmt"), ["2299.00", "0.07"])
        self.assertEqual(self.texts(tree, "CtrlSum"), ["2299.07"] * 2)
        self.assertEqual(self.texts(tree, "NbOfTxs"), ["2", "2"])
        self.assertEqual(self.texts(tree, "MsgId"), [batch.UID()])
        self.assertEqual(self.texts(tree, "CreDtTm"), ["2026-03-06T10:00:00"])
        self.assertEqual(self.texts(tree, "ReqdExctnDt", "Dt"), ["2026-03-06"])
        self.assertEqual(self.texts(tree, "InitgPty", "Nm"), ["Centrale Test"])
        self.assertEqual(self.texts(tree, "Dbtr", "Nm"), ["Centrale Test"])
        self.assertEqual(self.texts(tree, "DbtrAcct", "Id", "IBAN"), [PAYS])
        self.assertEqual(self.texts(tree, "Cdtr", "Nm"), ["Bertrix"] * 2)
        self.assertEqual(
            self.texts(tree, "CdtrAcct", "Id", "IBAN"), ["BE68539007547034"] * 2
        )
        self.assertEqual(
            self.texts(tree, "EndToEndId"), [first.tracking_code, second.tracking_code]
        )
        self.assertEqual(
            self.texts(tree, "Strd", "CdtrRefInf", "Ref"),
            [row["communication"] for row in batch.entries],
        )
        self.assertEqual(set(self.texts(tree, "CdOrPrtry", "Cd")), {"SCOR"})
        self.assertEqual(set(self.texts(tree, "Tp", "Issr")), {"BBA"})
        self.assertEqual(self.texts(tree, "Ustrd"), [])

    def test_days(self):
        for text, wanted, expected in (
            ("2026-03-07 10:00", None, date(2026, 3, 9)),
            ("2026-03-06 10:00", date(2026, 4, 6), date(2026, 4, 7)),
            ("2026-03-06 10:00", date(2026, 3, 10), date(2026, 3, 10)),
        ):
            with self.subTest(text, wanted=wanted):
                batch = self.approved(self.closed(), execution_date=wanted)
                with at(text):
                    self.moved("agent2", batch, "export", "exported")
                self.assertEqual(batch.execution_date, expected)
                found = self.texts(self.tree(batch), "ReqdExctnDt", "Dt")
                self.assertEqual(found, [expected.isoformat()])
                with acting("agent"):
                    paying.refuse(batch, self.mission_of(batch), "essai")

    def mission_of(self, batch):
        (brain,) = api.content.find(UID=batch.entries[0]["mission"])
        return brain._unrestrictedGetObject()

    def test_names_in_the_letters_of_banks(self):
        mission = self.closed()
        for title, shown in (
            ("Commune d'Éghezée & C°", "Commune d'Eghezee Cdeg"),
            ("→ ✓", "0999000129"),
            ("A" * 90, "A" * 70),
            ("<script>&amp;", "script amp"),
        ):
            with self.subTest(title):
                self.bertrix.title = title
                batch = self.exported(mission)
                self.assertEqual(self.texts(self.tree(batch), "Cdtr", "Nm"), [shown])
                with acting("agent"):
                    paying.refuse(batch, mission, "essai")

    def test_the_account_that_pays(self):
        batch = self.approved(self.closed(), debtor_iban=None)
        self.refused("agent2", batch, "export", "debtor_missing")
        self.refused("agent2", batch, "pay", "wrong_state")
        self.saved(batch, debtor_iban=PAYS)
        self.moved("agent2", batch, "export", "exported")

    def test_the_day_wanted(self):
        batch = self.approved(self.closed())
        for wanted, code in (
            (date(2020, 1, 1), "execution_date_past"),
            (date(9999, 12, 31), "execution_date_too_far"),
        ):
            self.saved(batch, execution_date=wanted)
            self.refused("agent2", batch, "export", code)

    def test_an_account_that_changed_since(self):
        batch = self.approved(self.closed())
        self.declare(self.bertrix, PAYS)
        self.refused("agent2", batch, "export", "iban_not_confirmed")
        with acting("agent2"):
            confirm(self.bertrix, PAYS)
        self.refused("agent2", batch, "export", "iban_changed")
        self.moved("agent2", batch, "reopen", "draft")
        self.saved(batch, tutelle_reference="T-2", tutelle_date=date(2026, 3, 3))
        self.moved("agent2", batch, "approve", "approved")
        self.moved("agent2", batch, "export", "exported")
        found = self.texts(self.tree(batch), "CdtrAcct", "Id", "IBAN")
        self.assertEqual(found, [PAYS])

    def test_a_name_that_changed_since_is_the_one_approved(self):
        batch = self.approved(self.closed())
        self.bertrix.title = "Bertrix-la-Neuve"
        self.moved("agent2", batch, "export", "exported")
        self.assertEqual(self.texts(self.tree(batch), "Cdtr", "Nm"), ["Bertrix"])


class TestPayment(LiquidationTestCase):
    """The ledger, row by row."""

    def pay(self, batch, mission, **kw):
        with acting("agent"):
            paying.pay(batch, mission, **kw)

    def refuse(self, batch, mission, note="Compte clôturé"):
        with acting("agent"):
            paying.refuse(batch, mission, note)

    def test_all_at_once(self):
        first, second = self.closed(), self.closed()
        self.assertEqual(self.totals(), (2 * GRANTED, Decimal("0.00")))
        batch = self.exported(first, second)
        self.assertEqual(self.totals(), (2 * GRANTED, Decimal("0.00")))
        self.moved("agent2", batch, "pay", "paid")
        self.assertEqual(self.totals(), (Decimal("0.00"), 2 * GRANTED))
        self.assertEqual(self.statuses(batch), ["paid", "paid"])
        self.assertEqual(
            position_of(first["commande-1"]).liquidated, GRANTED, "one dossier"
        )
        self.refused("agent2", batch, "pay", "wrong_state")

    def test_one_by_one_and_the_batch_is_done_with_the_last(self):
        first, second = self.closed(), self.closed()
        batch = self.exported(first, second)
        self.pay(batch, first, paid_on=date(2026, 3, 4))
        self.assertEqual(state_of(batch), "exported")
        self.assertEqual(batch.entries[0]["paid_on"], date(2026, 3, 4))
        self.assertEqual(self.totals(), (GRANTED, GRANTED))
        self.pay(batch, second)
        self.assertEqual(state_of(batch), "paid")
        self.assertEqual(self.totals(), (Decimal("0.00"), 2 * GRANTED))

    def test_the_rest_with_the_transition(self):
        first, second = self.closed(), self.closed()
        batch = self.exported(first, second)
        self.refuse(batch, first)
        self.moved("agent", batch, "pay", "paid")
        self.assertEqual(self.statuses(batch), ["refused", "paid"])
        self.assertEqual(self.totals(), (GRANTED, GRANTED))

    def test_nobody_pays_twice(self):
        first, second = self.closed(), self.closed()
        batch = self.exported(first, second)
        self.pay(batch, first)
        with self.refusing("already_paid"):
            self.pay(batch, first)
        self.refuse(batch, second)
        with self.refusing("wrong_state"):
            self.pay(batch, second)
        self.assertEqual(self.totals(), (GRANTED, GRANTED))

    def test_days(self):
        mission, other = self.closed(), self.closed()
        batch = self.exported(mission, other)
        with self.refusing("payment_in_future"):
            self.pay(batch, mission, paid_on=date(2099, 1, 1))
        with self.refusing("payment_before_approval"):
            self.pay(batch, mission, paid_on=date(2026, 3, 1))

    def test_not_yet(self):
        mission = self.closed()
        batch = self.approved(mission)
        with self.refusing("wrong_state"):
            self.pay(batch, mission)
        with self.refusing("wrong_state"):
            self.refuse(batch, mission)

    def test_a_mission_of_no_row(self):
        batch = self.exported(self.closed())
        with self.refusing("not_in_batch"):
            self.pay(batch, self.closed())

    def test_refused_before_it_was_paid(self):
        mission, other = self.closed(), self.closed()
        batch = self.exported(mission, other)
        before = book_of(self.program_).head["number"]
        self.refuse(batch, mission)
        self.assertEqual(book_of(self.program_).head["number"], before)
        self.assertEqual(batch.entries[0]["note"], "Compte clôturé")
        self.assertEqual(payable_missions(self.program_), [mission])
        with self.refusing("already_refused"):
            self.refuse(batch, mission)
        with self.refusing("already_refused"):
            self.pay(batch, mission)

    def test_came_back_after_it_was_paid(self):
        mission = self.closed()
        batch = self.exported(mission)
        self.moved("agent", batch, "pay", "paid")
        self.refuse(batch, mission)
        self.assertEqual(self.totals(), (GRANTED, Decimal("0.00")))
        self.assertEqual(self.statuses(batch), ["refused"])
        last = book_of(self.program_).store.entries[
            book_of(self.program_).head["number"]
        ]
        self.assertEqual((last.kind, last.code), ("correct", "bank_refused"))
        with self.refusing("already_refused"):
            self.refuse(batch, mission)

    def test_paid_again_in_another_batch(self):
        mission = self.closed()
        first = self.exported(mission)
        self.pay(first, mission)
        self.refuse(first, mission)
        self.account(self.bertrix, PAYS)
        second = self.exported(mission)
        self.assertEqual(second.entries[0]["iban"], PAYS)
        self.moved("agent", second, "pay", "paid")
        self.assertEqual(self.totals(), (Decimal("0.00"), GRANTED))
        self.assertEqual(
            first.entries[0]["communication"], second.entries[0]["communication"]
        )

    def test_all_refused_is_done_as_well(self):
        mission = self.closed()
        batch = self.exported(mission)
        self.refuse(batch, mission)
        self.assertEqual(state_of(batch), "paid")
        self.assertEqual(self.totals(), (GRANTED, Decimal("0.00")))

    def test_a_part_leaves_the_rest_payable(self):
        mission = self.closed()
        batch = self.exported({"mission": mission.UID(), "amount": Decimal("299.00")})
        self.pay(batch, mission)
        self.assertEqual(self.totals(), (Decimal("2000.00"), Decimal("299.00")))
        self.assertEqual(self.batch(mission).entries[0]["amount"], Decimal("2000.00"))

    def test_a_note_is_needed_and_can_be_kept(self):
        mission = self.closed()
        batch = self.exported(mission)
        for note, code in (
            (" ", "note_required"),
            ("x" * 5001, "note_too_long"),
            ("\x00", "unkeepable"),
        ):
            with self.refusing(code):
                self.refuse(batch, mission, note)

    def test_the_ledger_has_the_last_word(self):
        mission = self.closed()
        batch = self.exported(mission)
        book = book_of(self.program_)
        order = mission["commande-1"]
        with at("2026-03-03 10:00"):
            book.reduce_to(order.UID(), Decimal("100.00"), clock.now(), "agent")
        with acting("agent"):
            found = refusals(batch, "pay")
        self.checked(found, ["amount_above_granted"])
        with self.refusing("amount_above_granted"):
            self.pay(batch, mission)
        self.assertEqual(self.statuses(batch), ["waiting"])

    def test_the_authority_is_told(self):
        mission = self.closed()
        batch = self.exported(mission)
        with mock.patch("imio.centrale.mails.send") as send:
            self.pay(batch, mission)
        ((_title, _sender, to, subject, body), _kw) = send.call_args
        self.assertEqual(send.call_count, 1)
        self.assertEqual(to, "camille@bertrix.example")
        self.assertIn(mission.tracking_code, subject)
        self.assertIn("2\N{NO-BREAK SPACE}299,00", body)
        with mock.patch("imio.centrale.mails.send") as send:
            self.refuse(batch, mission)
        self.assertEqual(send.call_count, 1)


class TestAccounts(ProcedureTestCase):
    """The account of an authority: a second person, whichever way it changed."""

    def rows(self, authority):
        return [
            (row["iban"], row["declared_by"], row["confirmed_by"])
            for row in authority.accounts
        ]

    def test_given_with_the_authority(self):
        authority = self.newcomer(iban="BE68 5390 0754 7034")
        self.assertEqual(authority.iban, "BE68539007547034")
        self.assertEqual(authority.iban_in_use, "BE68539007547034")
        self.assertEqual(self.rows(authority), [("BE68539007547034", "agent", "")])

    def test_a_first_one_added_later_waits(self):
        self.declare(self.bertrix, PAYS)
        self.assertIsNone(self.bertrix.iban_in_use)
        with acting("agent2"):
            confirm(self.bertrix, PAYS)
        self.assertEqual(self.bertrix.iban_in_use, PAYS)
        self.assertEqual(self.rows(self.bertrix), [(PAYS, "agent", "agent2")])

    def test_the_same_person(self):
        self.declare(self.bertrix, PAYS)
        with self.refusing("same_person"):
            with acting("agent"):
                confirm(self.bertrix, PAYS)
        self.assertIsNone(self.bertrix.iban_in_use)

    def test_another_number(self):
        self.declare(self.bertrix, PAYS)
        with self.refusing("iban_differs"):
            with acting("agent2"):
                confirm(self.bertrix, "BE68539007547034")

    def test_changed_again_in_between(self):
        self.declare(self.bertrix, PAYS)
        self.declare(self.bertrix, "BE68539007547034", login="agent2")
        with self.refusing("iban_differs", "same_person"):
            with acting("agent2"):
                confirm(self.bertrix, PAYS)
        with acting("agent"):
            confirm(self.bertrix, "BE68539007547034")
        self.assertEqual(self.bertrix.iban_in_use, "BE68539007547034")

    def test_back_to_the_one_before_is_a_change_too(self):
        self.account(self.bertrix)
        self.declare(self.bertrix, PAYS)
        self.declare(self.bertrix, "BE68539007547034")
        with self.refusing("same_person"):
            with acting("agent"):
                confirm(self.bertrix, "BE68539007547034")
        self.assertEqual(self.bertrix.iban_in_use, "BE68539007547034")
        self.assertEqual(len(self.bertrix.accounts), 3)

    def test_nothing_to_confirm(self):
        with self.refusing("nothing_to_confirm"):
            with acting("agent2"):
                confirm(self.bertrix, "")
        self.account(self.bertrix)
        with self.refusing("nothing_to_confirm"):
            with acting("agent2"):
                confirm(self.bertrix, "BE68539007547034")

    def test_saved_without_a_change(self):
        self.account(self.bertrix)
        kept = self.bertrix.accounts
        self.declare(self.bertrix, "be68 5390 0754 7034")
        self.assertIs(self.bertrix.accounts, kept)

    def test_written_without_any_event(self):
        self.account(self.bertrix)
        self.bertrix.iban = PAYS
        self.program()
        mission = self.closed()
        with acting("agent"):
            batch = createContentInContainer(
                self.centrale["subsides"]["programme-test"],
                "imio.centrale.LiquidationBatch",
                title="Lot",
                entries=[{"mission": mission.UID()}],
            )
        self.refused("agent", batch, "freeze", "iban_not_confirmed")
