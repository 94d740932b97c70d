"""Why a rule refuses: a code that programs read, and the values its message needs."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Reason:
    """One refusal.

    ``code`` is stable and never translated; ``field`` is the path of the value at
    fault ("lines.0.code"), empty when the refusal is about the whole object;
    ``values`` are the parameters of the translated message.
    """

    code: str
    field: str = ""
    values: tuple[tuple[str, str], ...] = ()

    @property
    def mapping(self) -> dict[str, str]:
        """The values, as the ``mapping`` of a message."""
        return dict(self.values)


def reason(code: str, /, field: str = "", **values: object) -> Reason:
    """Build a ``Reason`` with its values as text; ``None`` becomes an empty text.

    ``code`` is positional only, so that a value may be called "code" as well.
    """
    as_text = (
        (key, "" if value is None else str(value)) for key, value in values.items()
    )
    return Reason(code, field, tuple(as_text))


class Refused(Exception):
    """A rule refuses; ``reasons`` holds all of them, never none.

    Given another ``Refused``, it has the same reasons: a workflow tool raises again what
    it meets as ``type(error)(error)``.
    """

    def __init__(self, reasons: "Iterable[Reason] | Refused"):
        self.reasons = tuple(getattr(reasons, "reasons", reasons))
        if not self.reasons:
            raise ValueError("a refusal needs at least one reason")
        super().__init__(self.reasons)

    def __str__(self) -> str:
        return ", ".join(
            f"{r.code} ({r.field})" if r.field else r.code for r in self.reasons
        )
