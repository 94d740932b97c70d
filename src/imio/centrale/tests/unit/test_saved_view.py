"""The views people keep: names and limits."""

from imio.centrale.domain.saved_view import clean_name
from imio.centrale.domain.saved_view import LONGEST_NAME
from imio.centrale.domain.saved_view import LONGEST_QUERY
from imio.centrale.domain.saved_view import MOST_VIEWS
from imio.centrale.domain.saved_view import naming_reasons
from imio.centrale.domain.saved_view import saving_reasons
from unittest import TestCase


class TestNames(TestCase):
    def refused(self, name, *taken):
        return [each.code for each in naming_reasons(clean_name(name), taken)]

    def test_a_name(self):
        self.assertEqual(self.refused("En retard", "Autre"), [])

    def test_none(self):
        self.assertEqual(self.refused(" \t\n"), ["view_name_missing"])

    def test_too_long(self):
        self.assertEqual(self.refused("x" * LONGEST_NAME), [])
        self.assertEqual(self.refused("x" * (LONGEST_NAME + 1)), ["view_name_too_long"])

    def test_taken_whatever_the_case_and_the_blanks(self):
        self.assertEqual(
            self.refused("  en   RETARD ", "En retard"), ["view_name_taken"]
        )


class TestLimits(TestCase):
    def refused(self, query="", count=0):
        taken = [str(number) for number in range(count)]
        return [each.code for each in saving_reasons("Vue", query, taken)]

    def test_so_many_views_and_no_more(self):
        self.assertEqual(self.refused(count=MOST_VIEWS - 1), [])
        self.assertEqual(self.refused(count=MOST_VIEWS), ["too_many_views"])

    def test_so_many_filters_and_no_more(self):
        self.assertEqual(self.refused("x" * LONGEST_QUERY), [])
        self.assertEqual(self.refused("x" * (LONGEST_QUERY + 1)), ["view_too_long"])

    def test_every_reason_at_once(self):
        reasons = saving_reasons("", "x" * 9999, ["a"] * MOST_VIEWS)
        self.assertEqual(
            [each.code for each in reasons],
            ["view_name_missing", "too_many_views", "view_too_long"],
        )
