"""The bell of the thread that sends: a change of state was committed, or asked again."""

from threading import Event

import transaction


bell = Event()


def wake():
    """Something may be due. Without a thread in this process nothing happens."""
    bell.set()


def wake_after_commit():
    """Once the current transaction is committed; not if it is not."""
    transaction.get().addAfterCommitHook(_wake)


def _wake(committed):
    if committed:
        wake()
