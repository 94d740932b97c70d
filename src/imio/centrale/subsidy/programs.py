"""The programs of a centrale and the rules they have now."""

from imio.centrale import clock
from imio.centrale.content.centrale import ICentrale
from imio.centrale.content.program import ISubsidyProgram
from imio.centrale.domain.program_rules import changed
from imio.centrale.domain.program_rules import RulesVersion
from imio.centrale.lookup import ancestor
from imio.centrale.lookup import children
from imio.centrale.subsidy import numbering
from imio.centrale.subsidy.positions import book_of
from imio.centrale.workflows.state import state_of
from plone import api


def programs_of(obj):
    """Every program of the centrale of ``obj``, the oldest first."""
    return children(ancestor(obj, ICentrale)["subsides"], ISubsidyProgram)


def open_program(obj):
    """The open program of the centrale of ``obj``, or ``None``."""
    found = (each for each in programs_of(obj) if state_of(each) == "open")
    return next(found, None)


def present_program(obj):
    """The open program of the centrale of ``obj``; without one the last that was open,
    so that who comes after it closed reads so; or ``None``.
    """
    opened = [each for each in programs_of(obj) if state_of(each) != "draft"]
    return open_program(obj) or (opened[-1] if opened else None)


def actor():
    """The id of the user who acts; the clock has none."""
    return api.user.get_current().getId() or ""


def open_ledger(program):
    """The envelope is there from now on, with its number and the first rules."""
    numbering.number(program)
    book_of(program).open(program.envelope, clock.now(), actor())
    note_version(program, "")


def note_version(program, note):
    """The rules as they are now become the next version."""
    program.rules_versions = (
        *program.rules_versions,
        RulesVersion(
            number=len(program.rules_versions) + 1,
            at=clock.stored(clock.now()),
            actor=actor(),
            note=note,
            envelope=program.envelope,
            rules=program.rules(),
        ),
    )


def history_of(program):
    """Each version of the rules with the names of what it changed."""
    before, found = None, []
    for version in program.rules_versions:
        names = []
        if before is not None:
            names = differences(before, version.rules, version.envelope)
        found.append((version, names))
        before = version
    return found


def differences(version, rules, envelope):
    """The names of what differs from a version: rules, and ``envelope``."""
    names = changed(version.rules, rules)
    return ["envelope", *names] if envelope != version.envelope else names


def version_of(program, number):
    """A version of the rules by its number, or ``None``."""
    found = (each for each in program.rules_versions if each.number == number)
    return next(found, None)
