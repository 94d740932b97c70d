from datetime import date
from hypothesis import given
from hypothesis import strategies as st
from imio.centrale.domain.adhesion import activation_reasons
from imio.centrale.domain.adhesion import check_declarations
from imio.centrale.domain.adhesion import ordering_reasons
from unittest import TestCase


DAY = date(2022, 5, 30)
declarations = st.lists(
    st.tuples(st.dates(DAY, date(2022, 6, 5)), st.integers(1, 5)), max_size=5
)


class TestActivation(TestCase):
    def test_complete(self):
        self.assertEqual(activation_reasons(True, DAY, "conseil_communal"), [])

    def test_each_thing_missing(self):
        for arguments, code, field in (
            ((False, DAY, "college"), "deliberation_missing", "deliberation"),
            ((True, None, "college"), "deliberation_date_missing", "deliberation_date"),
            ((True, DAY, None), "organ_missing", "organ"),
            ((True, DAY, ""), "organ_missing", "organ"),
        ):
            (found,) = activation_reasons(*arguments)
            self.assertEqual((found.code, found.field), (code, field))

    def test_everything_missing(self):
        self.assertEqual(len(activation_reasons(False, None, None)), 3)


class TestOrdering(TestCase):
    def test_only_an_active_adhesion_opens_orders(self):
        self.assertEqual(ordering_reasons("active"), [])
        for state in (None, "", "interest", "submitted", "suspended", "ended"):
            (found,) = ordering_reasons(state)
            self.assertEqual(found.code, "adhesion_missing", state)


class TestDeclarations(TestCase):
    old = [(DAY, 40), (date(2023, 1, 1), 55)]

    def fields(self, new):
        reasons = check_declarations(self.old, new)
        self.assertLessEqual({r.code for r in reasons}, {"declaration_rewritten"})
        return [reason.field for reason in reasons]

    def test_kept_and_added(self):
        self.assertEqual(self.fields(self.old), [])
        self.assertEqual(self.fields([*self.old, (date(2024, 1, 1), 90)]), [])
        self.assertEqual(self.fields(list(map(list, self.old))), [])

    def test_changed(self):
        self.assertEqual(self.fields([self.old[0], (DAY, 55)]), ["declarations.1"])
        self.assertEqual(self.fields([(DAY, 41), self.old[1]]), ["declarations.0"])

    def test_left_out(self):
        self.assertEqual(self.fields(self.old[:1]), ["declarations.1"])
        self.assertEqual(self.fields([]), ["declarations.0", "declarations.1"])

    def test_moved_or_written_before(self):
        self.assertEqual(len(self.fields(self.old[::-1])), 2)
        self.assertEqual(len(self.fields([(DAY, 1), *self.old])), 2)

    @given(declarations, declarations)
    def test_accepted_means_the_old_ones_come_first(self, old, new):
        self.assertEqual(check_declarations(old, old + new), [])
        self.assertEqual(check_declarations(old, new) == [], new[: len(old)] == old)
