"""How deep a value of JSON is nested.

Whatever walks through it calls itself for each level, and a text of a few kilobytes
nests deeper than any reader goes.
"""

#: levels; the deepest body of ours has five
DEEPEST = 100


def may_be_deep(text: bytes) -> bool:
    """Whether a JSON text has brackets enough to be too deep; told without reading it."""
    return text.count(b"[") + text.count(b"{") > DEEPEST


def is_too_deep(value: object) -> bool:
    """Whether a value has more than ``DEEPEST`` levels; looked at level by level."""
    level = [value]
    for _depth in range(DEEPEST + 1):
        level = [inner for each in level for inner in members(each)]
        if not level:
            return False
    return True


def members(value: object) -> list:
    """The values directly in an object or a list; none in anything else."""
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []
