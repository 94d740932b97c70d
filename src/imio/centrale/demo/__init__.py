"""The demo: two centrales on real rules, with invented people and numbers."""


def install(setup_tool):
    from imio.centrale.demo.content import make

    make()
