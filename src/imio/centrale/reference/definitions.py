"""The XML of the default profile as plain values: workflows, roles, types, catalog."""

from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree


PROFILE = Path(__file__).parents[1] / "profiles" / "default"


@dataclass(frozen=True)
class Grant:
    """The roles that hold a permission; ``acquired``: those of the parent too."""

    roles: tuple
    acquired: bool


@dataclass(frozen=True)
class State:
    """A state, the transitions that leave it, what its permissions become."""

    id: str
    title: str
    transitions: tuple
    permissions: dict


@dataclass(frozen=True)
class Transition:
    """A transition and the permissions of its guard: any of them is enough."""

    id: str
    title: str
    target: str
    permissions: tuple


@dataclass(frozen=True)
class Workflow:
    """A DCWorkflow definition."""

    id: str
    title: str
    description: str
    initial: str
    managed: tuple
    states: tuple
    transitions: tuple

    def sources(self, transition_id):
        """The ids of the states a transition leaves."""
        return [each.id for each in self.states if transition_id in each.transitions]


def parse_workflow(text):
    """The workflow of one ``definition.xml``."""
    root = ElementTree.fromstring(text)
    return Workflow(
        id=root.get("workflow_id"),
        title=root.get("title"),
        description=root.get("description") or "",
        initial=root.get("initial_state"),
        managed=_texts(root, "permission"),
        states=tuple(map(_state, root.findall("state"))),
        transitions=tuple(map(_transition, root.findall("transition"))),
    )


def _texts(node, path):
    return tuple((each.text or "").strip() for each in node.findall(path))


def _state(node):
    return State(
        id=node.get("state_id"),
        title=node.get("title"),
        transitions=tuple(
            each.get("transition_id") for each in node.findall("exit-transition")
        ),
        permissions={
            each.get("name"): Grant(
                roles=_texts(each, "permission-role"),
                acquired=each.get("acquired") == "True",
            )
            for each in node.findall("permission-map")
        },
    )


def _transition(node):
    return Transition(
        id=node.get("transition_id"),
        title=node.get("title"),
        target=node.get("new_state"),
        permissions=_texts(node, "guard/guard-permission"),
    )


def workflows(profile=PROFILE):
    """Every workflow of the profile, by id."""
    paths = sorted(profile.glob("workflows/*/definition.xml"))
    return [parse_workflow(path.read_text(encoding="utf-8")) for path in paths]


def bindings(profile=PROFILE):
    """Portal type -> id of its workflow; empty for a type that has none."""
    root = ElementTree.parse(profile / "workflows.xml").getroot()
    return {
        node.get("type_id"): next(
            (each.get("workflow_id") for each in node.findall("bound-workflow")), ""
        )
        for node in root.findall("bindings/type")
    }


def roles(profile=PROFILE):
    """The roles the profile adds."""
    root = ElementTree.parse(profile / "rolemap.xml").getroot()
    return [node.get("name") for node in root.findall("roles/role")]


def site_grants(profile=PROFILE):
    """Permission -> who holds it at the root of the site."""
    root = ElementTree.parse(profile / "rolemap.xml").getroot()
    return {
        node.get("name"): Grant(
            roles=tuple(each.get("name") for each in node.findall("role")),
            acquired=node.get("acquire") == "True",
        )
        for node in root.findall("permissions/permission")
    }


def type_information(profile=PROFILE):
    """Portal type -> its properties, in the order of ``types.xml``."""
    root = ElementTree.parse(profile / "types.xml").getroot()
    names = [node.get("name") for node in root.findall("object")]
    return {name: _properties(profile / "types" / f"{name}.xml") for name in names}


def _properties(path):
    return {
        node.get("name"): (node.text or "").strip()
        or [each.get("value") for each in node.findall("element")]
        for node in ElementTree.parse(path).getroot().findall("property")
    }


def indexes(profile=PROFILE):
    """Id of an index -> its kind."""
    root = ElementTree.parse(profile / "catalog.xml").getroot()
    return {node.get("name"): node.get("meta_type") for node in root.findall("index")}


def columns(profile=PROFILE):
    """The metadata columns of the catalog."""
    root = ElementTree.parse(profile / "catalog.xml").getroot()
    return [node.get("value") for node in root.findall("column")]
