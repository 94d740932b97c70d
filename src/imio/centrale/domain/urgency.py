"""What comes first in the workplaces of authorities and suppliers.

Instants are ISO texts of Brussels, as the catalog keeps them: they sort as instants do.
Nothing (``None``) stands for a date that is not known.
"""

#: after every date
_NEVER = "~"


def due_first(due: str | None, otherwise: str | None) -> tuple[str, str]:
    """The key of a list with dates: the first to be due first, so that what is overdue
    stands above; without a date last. ``otherwise`` tells equals apart.
    """
    return due or _NEVER, otherwise or _NEVER


def answerable_first(due: str | None, now: str) -> tuple[bool, str]:
    """The key of what can be answered until ``due``: what can still be answered, the
    first to expire first; then that whose time has passed.
    """
    return (due or _NEVER) < now, due or _NEVER
