"""What a change of the rules of a program changed, in words: label, old, new."""

from imio.centrale import _
from imio.centrale.browser import showing
from imio.centrale.content.program import ISubsidyProgram
from imio.centrale.domain.program_rules import changed
from imio.centrale.domain.program_rules import DEADLINES
from zope.i18n import translate


#: rules that are sets: what came and what went is told, not the whole
SETS = ("eligible_types", "excluded_nis")


def changes(old, new, request):
    """A sentence for the envelope and each rule that differ between two versions."""
    found = []
    if old.envelope != new.envelope:
        pair = showing.euros(old.envelope), showing.euros(new.envelope)
        found.append(_from_to("envelope", *pair, request))
    for name in changed(old.rules, new.rules):
        before, after = getattr(old.rules, name), getattr(new.rules, name)
        if name in SETS:
            found.append(_came_and_went(name, before, after, request))
        else:
            texts = (value_text(name, value, request) for value in (before, after))
            found.append(_from_to(name, *texts, request))
    return found


def value_text(name, value, request):
    """The value of a rule in words."""
    if name in DEADLINES:
        return deadline_text(value, request)
    if name == "categories":
        return "; ".join(category_text(each) for each in value)
    return showing.term("imio.centrale.amount_bases", value, request)


def deadline_text(value, request):
    """A day, or a day and an hour; a rule may set none."""
    if value is None:
        return translate(_("none"), context=request)
    return showing.instant(value) if hasattr(value, "hour") else showing.day(value)


def category_text(category):
    """``A (0–49): 5 000,00 €``"""
    last = "…" if category.max_users is None else category.max_users - 1
    amount = showing.euros(category.amount)
    return f"{category.code} ({category.min_users}–{last}): {amount}"


def _from_to(name, old, new, request):
    label = translate(ISubsidyProgram[name].title, context=request)
    return f"{label}: {old} → {new}"


def _came_and_went(name, old, new, request):
    label = translate(ISubsidyProgram[name].title, context=request)
    moves = [
        f"+ {_member(name, each, request)}" for each in sorted(set(new) - set(old))
    ]
    moves += [
        f"− {_member(name, each, request)}" for each in sorted(set(old) - set(new))
    ]
    return f"{label}: {', '.join(moves)}"


def _member(name, value, request):
    if name == "eligible_types":
        return showing.term("imio.centrale.authority_types", value, request)
    return value
