"""The result indicators of a lot, and what closure files report of them.

The report signed at the end of a mission holds result indicators ([iMio-cyber] text 000
point 7). The lot defines them; values are typed as Belgians write them.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from decimal import ROUND_HALF_UP
from imio.centrale.domain.money import exact_sum
from imio.centrale.domain.reasons import Reason
from imio.centrale.domain.reasons import reason

import operator
import re


INTEGER = "integer"
DECIMAL = "decimal"
PERCENT = "percent"
YES_NO = "yes_no"
TEXT = "text"
KINDS = (INTEGER, DECIMAL, PERCENT, YES_NO, TEXT)

Value = int | Decimal | bool | str

_WORDS = {
    **dict.fromkeys(("oui", "yes", "true"), True),
    **dict.fromkeys(("non", "no", "false"), False),
}
_MINUS = str.maketrans({"\N{MINUS SIGN}": "-"})
#: Points part thousands when there are several, or a comma after them; a single point
#: is a decimal one unless it could as well part thousands ("1.250").
_PLAIN = re.compile(r"[+-]?[0-9]{1,15}(?:,[0-9]{1,10})?")
_POINTED = re.compile(
    r"[+-]?[0-9]{1,3}(?:(?:\.[0-9]{3}){1,4},[0-9]{1,10}|(?:\.[0-9]{3}){2,4})"
)
_DECIMAL_POINT = re.compile(r"[+-]?[0-9]{1,15}\.[0-9]{1,10}")
_AMBIGUOUS = re.compile(r"[+-]?[1-9][0-9]{0,2}\.[0-9]{3}")
#: Blanks part thousands, or nothing.
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:\s[0-9]{3})*(?:[.,][0-9]*)?")
_COMPARISONS = {
    ">=": operator.ge,
    "≥": operator.ge,
    "<=": operator.le,
    "≤": operator.le,
    ">": operator.gt,
    "<": operator.lt,
    "=": operator.eq,
}
_TARGET = re.compile(r"\s*(>=|≥|<=|≤|>|<|=)?(.*)", re.DOTALL)
_CENT = Decimal("0.01")


@dataclass(frozen=True)
class Indicator:
    """An indicator that a lot defines.

    ``target`` is a value, perhaps after a comparison ("≤ 5"): a figure is to be reached
    or passed unless it says otherwise; empty for none.
    """

    code: str
    label: str
    unit: str
    kind: str
    target: str = ""
    required: bool = True


@dataclass(frozen=True)
class Reported:
    """A row of a closure file: a code, and what was typed."""

    code: str
    value: str


@dataclass(frozen=True)
class Result:
    """A value that was read, of an indicator."""

    indicator: Indicator
    value: Value


@dataclass(frozen=True)
class Figure:
    """An indicator over several dossiers.

    ``figure`` is a sum (integer, decimal), a mean to two decimals (percent), how many
    say yes (yes or no), ``None`` (text). ``dossiers`` is how many are behind it,
    ``with_target`` how many of those had a target, ``reached`` how many reached it.
    """

    indicator: Indicator
    figure: Decimal | None
    dossiers: int
    with_target: int
    reached: int


def read_value(kind: str, text: str) -> Value:
    """The value of that kind written in ``text``; ``ValueError`` for any other.

    A figure has a decimal comma or a decimal point, and blanks or points between its
    thousands; "1.250" is refused, which means two things. A percentage may have its
    sign. Yes and no are "oui" and "non", "yes" and "no".
    """
    if kind == TEXT:
        return _read_text(text)
    if kind == YES_NO:
        return _read_word(text)
    if kind not in KINDS:
        raise ValueError(f"{kind!r} is not a kind of indicator.")
    stripped = text.strip()
    number = _read_number(stripped.removesuffix("%") if kind == PERCENT else stripped)
    if kind != INTEGER:
        return number
    if number % 1:
        raise ValueError(f"{text!r} is not a whole number.")
    return int(number)


def _read_text(text: str) -> str:
    if not text.strip():
        raise ValueError("The text is empty.")
    return text.strip()


def _read_word(text: str) -> bool:
    try:
        return _WORDS[text.strip().casefold()]
    except KeyError:
        raise ValueError(f"{text!r} is neither yes nor no.") from None


def _read_number(text: str) -> Decimal:
    written = text.strip().translate(_MINUS)
    compact = "".join(written.split())
    if compact != written and not _GROUPED.fullmatch(written):
        raise ValueError(f"{text!r} is not a number.")
    if _PLAIN.fullmatch(compact):
        return _number(compact.replace(",", "."))
    if _POINTED.fullmatch(compact):
        return _number(compact.replace(".", "").replace(",", "."))
    if _DECIMAL_POINT.fullmatch(compact) and not _AMBIGUOUS.fullmatch(compact):
        return _number(compact)
    raise ValueError(f"{text!r} is not a number.")


def _number(text: str) -> Decimal:
    number = Decimal(text)
    return number if number else number.copy_abs()


def reached(indicator: Indicator, value: Value) -> bool | None:
    """Whether a value reaches the target; ``None`` without target, and for a text.

    ``ValueError`` for a target that ``definition_reasons`` refuses.
    """
    if not indicator.target.strip() or indicator.kind == TEXT:
        return None
    compare, target = _target(indicator)
    return compare(value, target)


def _target(indicator: Indicator):
    sign, text = _TARGET.fullmatch(indicator.target).groups()
    if indicator.kind == YES_NO:
        if sign not in (None, "="):
            raise ValueError(f"{indicator.target!r} is neither yes nor no.")
        return operator.eq, read_value(YES_NO, text)
    return _COMPARISONS[sign or ">="], read_value(indicator.kind, text)


def definition_reasons(indicators: Sequence[Indicator]) -> list[Reason]:
    """What is wrong in the indicators of a lot: ``indicator_twice``,
    ``indicator_kind_unknown``, ``indicator_target_wrong``.
    """
    seen: set[str] = set()
    reasons = []
    for i, indicator in enumerate(indicators):
        if indicator.code in seen:
            reasons.append(_refusal("indicator_twice", i, "code", indicator.code))
        seen.add(indicator.code)
        if indicator.kind not in KINDS:
            reasons.append(
                _refusal("indicator_kind_unknown", i, "kind", indicator.code)
            )
        elif not _has_good_target(indicator):
            reasons.append(
                _refusal("indicator_target_wrong", i, "target", indicator.code)
            )
    return reasons


def _has_good_target(indicator: Indicator) -> bool:
    if not indicator.target.strip() or indicator.kind == TEXT:
        return True
    try:
        _target(indicator)
    except ValueError:
        return False
    return True


def _refusal(code: str, i: int, column: str, indicator: str, **values: str) -> Reason:
    return reason(code, f"indicators.{i}.{column}", indicator=indicator, **values)


def value_reasons(
    indicators: Sequence[Indicator], rows: Sequence[Reported]
) -> list[Reason]:
    """What is wrong in the rows of a closure file.

    ``indicator_unknown``, ``indicator_twice``, ``indicator_wrong_type``, row by row, and
    ``indicator_missing`` for one that is required and has no row, or an empty one.
    """
    known = {indicator.code: indicator for indicator in indicators}
    seen: set[str] = set()
    reasons = []
    for i, row in enumerate(rows):
        if row.code not in known:
            reasons.append(_refusal("indicator_unknown", i, "code", row.code))
        elif row.code in seen:
            reasons.append(_refusal("indicator_twice", i, "code", row.code))
        elif row.value.strip():
            reasons += _type_reasons(i, known[row.code], row.value)
        seen.add(row.code)
    return reasons + [*_missing(indicators, rows)]


def _type_reasons(i: int, indicator: Indicator, text: str) -> list[Reason]:
    try:
        read_value(indicator.kind, text)
    except ValueError:
        values = {"kind": indicator.kind, "value": text[:100]}
        return [_refusal("indicator_wrong_type", i, "value", indicator.code, **values)]
    return []


def _missing(
    indicators: Iterable[Indicator], rows: Iterable[Reported]
) -> Iterator[Reason]:
    given = {row.code for row in rows if row.value.strip()}
    for indicator in indicators:
        if indicator.required and indicator.code not in given:
            yield reason("indicator_missing", "indicators", indicator=indicator.code)


def results(indicators: Iterable[Indicator], rows: Iterable[Reported]) -> list[Result]:
    """The values of rows in which ``value_reasons`` finds nothing wrong; an empty value
    is left out. ``KeyError`` and ``ValueError`` for other rows.
    """
    known = {indicator.code: indicator for indicator in indicators}
    return [
        Result(known[row.code], read_value(known[row.code].kind, row.value))
        for row in rows
        if row.value.strip()
    ]


def roll_up(found: Iterable[Result]) -> list[Figure]:
    """The figures of a lot or of a centrale, one for each code, kind and unit.

    Lots may define the same code otherwise: two units are never added up. The label is
    the first one met; each value is held against the target of its own lot.
    """
    groups: dict[tuple[str, str, str], list[Result]] = {}
    for result in found:
        indicator = result.indicator
        name = (indicator.code, indicator.kind, indicator.unit)
        groups.setdefault(name, []).append(result)
    return [_figure(group) for group in groups.values()]


def _figure(group: Sequence[Result]) -> Figure:
    first = group[0].indicator
    verdicts = [reached(result.indicator, result.value) for result in group]
    judged = [verdict for verdict in verdicts if verdict is not None]
    values = [result.value for result in group]
    figure = _rolled_up(first.kind, values)
    return Figure(first, figure, len(group), len(judged), sum(judged))


def _rolled_up(kind: str, values: Sequence[Value]) -> Decimal | None:
    if kind == TEXT:
        return None
    total = exact_sum(Decimal(value) for value in values)
    return _mean(total, len(values)) if kind == PERCENT else total


def _mean(total: Decimal, count: int) -> Decimal:
    return (total / count).quantize(_CENT, ROUND_HALF_UP)
