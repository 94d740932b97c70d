"""The demo: two centrales on real rules, with invented people and numbers."""

from imio.centrale.demo.data import ACCOUNTS


__all__ = ["ACCOUNTS", "install"]


def install(setup_tool):
    """Make the content of the demo, once."""
    from imio.centrale.demo.content import make

    make()
