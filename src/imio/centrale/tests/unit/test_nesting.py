from imio.centrale.domain.nesting import DEEPEST
from imio.centrale.domain.nesting import is_too_deep
from imio.centrale.domain.nesting import may_be_deep
from unittest import TestCase

import json


def nested(levels, kind="list"):
    value = 1
    for _level in range(levels):
        value = [value] if kind == "list" else {"a": value}
    return value


class TestNesting(TestCase):
    def test_the_limit(self):
        for kind in ("list", "dict"):
            self.assertFalse(is_too_deep(nested(DEEPEST, kind)))
            self.assertTrue(is_too_deep(nested(DEEPEST + 1, kind)))

    def test_wide_is_not_deep(self):
        self.assertFalse(is_too_deep([{"a": [index]} for index in range(10_000)]))
        self.assertFalse(is_too_deep("text"))

    def test_a_deep_value_beside_others(self):
        self.assertTrue(is_too_deep({"a": 1, "b": [2, nested(DEEPEST)]}))

    def test_far_beyond_any_reader(self):
        self.assertTrue(is_too_deep(nested(100_000)))

    def test_told_without_reading(self):
        for levels in (0, 1, DEEPEST - 1, DEEPEST, DEEPEST + 1, DEEPEST + 2):
            text = json.dumps(nested(levels)).encode()
            if is_too_deep(nested(levels)):
                self.assertTrue(may_be_deep(text), levels)
        self.assertFalse(may_be_deep(b'{"a": [1, 2]}'))
