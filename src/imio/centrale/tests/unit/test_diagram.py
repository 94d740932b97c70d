"""Diagrams and tables of a workflow are what its XML says."""

from imio.centrale.reference.definitions import parse_workflow
from imio.centrale.workflows import diagram

import unittest


XML = """<?xml version="1.0" encoding="utf-8"?>
<dc-workflow workflow_id="door_workflow" title="Door" description="Open and shut."
             initial_state="shut" state_variable="review_state">
  <permission>View</permission>
  <state state_id="shut" title="Shut">
    <exit-transition transition_id="open" />
    <permission-map acquired="False" name="View">
      <permission-role>Manager</permission-role>
    </permission-map>
  </state>
  <state state_id="opened" title="Opened">
    <exit-transition transition_id="slam" />
    <exit-transition transition_id="remove" />
    <permission-map acquired="True" name="View" />
  </state>
  <state state_id="gone" title="Gone" />
  <transition transition_id="open" title="Open it" new_state="opened">
    <guard>
      <guard-permission>imio.centrale: Act for the Centrale</guard-permission>
      <guard-permission>imio.centrale: Act for the Supplier</guard-permission>
    </guard>
  </transition>
  <transition transition_id="slam" title="Slam" new_state="shut">
    <guard>
      <guard-permission>imio.centrale: Move By The Product</guard-permission>
    </guard>
  </transition>
  <transition transition_id="remove" title="Take it out" new_state="gone">
    <guard>
      <guard-permission>Manage portal</guard-permission>
    </guard>
  </transition>
</dc-workflow>
"""
EXIT_TO_NOWHERE = '<exit-transition transition_id="slap" />'
MERMAID = """\
stateDiagram-v2
    [*] --> shut
    shut --> opened: open
    opened --> shut: slam (by itself)
    opened --> gone: remove
    gone --> [*]
"""


def has_a_key(door):
    """Whoever opens has the key.

    It is under the mat.
    """


def made_of(*materials):
    """A rule: the door is of one of the materials."""

    def is_made_of(door):
        return [] if door.material in materials else ["wrong material"]

    return is_made_of


RULES = {("door_workflow", "open"): (has_a_key, made_of("oak"))}
EFFECTS = {("other_workflow", "open"): (has_a_key,)}


class TestDiagram(unittest.TestCase):
    def setUp(self):
        self.workflow = parse_workflow(XML)
        self.page = diagram.page(
            self.workflow, ["Door"], RULES, EFFECTS, {"shut": 1, "opened": None}
        )

    def test_mermaid(self):
        self.assertEqual(diagram.mermaid(self.workflow), MERMAID)

    def test_page_shows_the_diagram(self):
        block = "\n".join(f"   {line}" for line in MERMAID.splitlines())
        self.assertIn(f".. code-block:: mermaid\n\n{block}\n", self.page)

    def test_actors(self):
        by_id = {each.id: diagram.actors(each) for each in self.workflow.transitions}
        self.assertEqual(by_id["open"], ["centrale", "supplier"])
        self.assertEqual(by_id["slam"], ["by itself"])
        self.assertEqual(by_id["remove"], ["Manage portal"])

    def test_states(self):
        row = "\n     - ".join(
            ("   * - ``shut``", "Shut", "1", "centrale, supplier", "``open``")
        )
        self.assertIn(row, self.page)

    def test_transitions_say_where_from(self):
        row = "\n     - ".join(
            ("   * - ``slam``", "Slam", "``opened``", "``shut``", "by itself")
        )
        self.assertIn(row, self.page)

    def test_rules_by_name_and_first_line(self):
        self.assertIn("``has_a_key``\n     - Whoever opens has the key.\n", self.page)
        self.assertNotIn("under the mat", self.page)

    def test_rule_without_a_name_shows_how_it_is_made(self):
        self.assertIn("``made_of(materials=('oak',))``", self.page)
        self.assertIn("A rule: the door is of one of the materials.", self.page)

    def test_no_effect_no_table(self):
        self.assertNotIn("Effects", self.page)

    def test_permissions_take_states_together(self):
        self.assertIn("   * - View\n     - ``shut``\n     - Manager\n", self.page)
        self.assertIn("``opened``, ``gone``\n     - as the parent\n", self.page)

    def test_exit_that_leads_nowhere(self):
        xml = XML.replace('<exit-transition transition_id="slam" />', EXIT_TO_NOWHERE)
        with self.assertRaises(KeyError):
            diagram.mermaid(parse_workflow(xml))
