from imio.centrale.domain.reasons import Reason
from imio.centrale.domain.reasons import reason
from imio.centrale.domain.reasons import Refused
from unittest import TestCase


class TestReasons(TestCase):
    def test_values_are_text_in_the_order_given(self):
        found = reason("unknown_line", "lines.0.code", code="A1", count=3)
        self.assertEqual(
            found,
            Reason("unknown_line", "lines.0.code", (("code", "A1"), ("count", "3"))),
        )
        self.assertEqual(found.mapping, {"code": "A1", "count": "3"})

    def test_field_may_be_named_or_left_out(self):
        self.assertEqual(reason("a", field="b"), Reason("a", "b"))
        self.assertEqual(reason("a").field, "")

    def test_none_is_empty_text(self):
        self.assertEqual(reason("a", start=None).mapping, {"start": ""})

    def test_reasons_can_be_kept_in_a_set(self):
        self.assertEqual(len({reason("a", x=1), reason("a", x="1"), reason("b")}), 2)

    def test_refused_keeps_every_reason(self):
        refused = Refused(iter([reason("a", "x"), reason("b")]))
        self.assertEqual([r.code for r in refused.reasons], ["a", "b"])
        self.assertEqual(str(refused), "a (x), b")

    def test_refused_without_reason_is_an_error(self):
        with self.assertRaises(ValueError):
            Refused([])

    def test_refused_raised_again_by_a_workflow_tool_keeps_its_reasons(self):
        refused = Refused([reason("a", "x"), reason("b")])
        self.assertEqual(Refused(refused).reasons, refused.reasons)
