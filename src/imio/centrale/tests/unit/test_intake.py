from hypothesis import given
from hypothesis import strategies as st
from imio.centrale.domain import intake
from unittest import TestCase


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


class TestReferences(TestCase):
    def test_accepted(self):
        for text in ("1", "a", "FORM-1", "2026.10:a_b", "x" * 100):
            self.assertEqual(intake.reference_reasons(text), [], text)

    def test_refused(self):
        for text in ("", " a", "a ", "-a", ".a", "a/b", "a\n", "é", "x" * 101):
            (found,) = intake.reference_reasons(text)
            self.assertEqual(
                (found.code, found.field), ("external_id_malformed", "external_id")
            )


class TestMarks(TestCase):
    def test_what_says_nothing_is_left_out(self):
        for value in (None, "", "  ", [], {}, {"a": None, "b": {"c": " "}}):
            self.assertEqual(intake.marks({"name": value}), {}, value)
        for value in (0, False, [None], "x"):
            self.assertEqual(set(intake.marks({"name": value})), {"name"}, value)

    def test_the_same(self):
        for one, other in (
            ("a", " a "),
            ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
            ({"a": 1}, {"a": 1, "b": ""}),
            (["a"], [" a"]),
        ):
            self.assertEqual(intake.mark(one), intake.mark(other))

    def test_not_the_same(self):
        values = [
            "1",
            1,
            True,
            1.5,
            ["1"],
            {"1": "1"},
            ["a", "b"],
            ["b", "a"],
            0,
            False,
        ]
        self.assertEqual(len({intake.mark(each) for each in values}), len(values))

    @given(JSON)
    def test_any_json(self, value):
        self.assertEqual(len(intake.mark(value)), 64)
        self.assertEqual(
            intake.canonical(intake.canonical(value)), intake.canonical(value)
        )

    def test_differing(self):
        first = intake.marks({"a": 1, "b": 2, "c": 3})
        self.assertEqual(intake.differing(first, first), [])
        again = intake.marks({"a": 1, "b": 5, "d": 4, "e": None})
        self.assertEqual(intake.differing(first, again), ["b", "c", "d"])
