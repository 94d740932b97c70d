"""How much of one document is read."""

from dataclasses import dataclass


MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Limits:
    """The limits of one document; each is at the end an answer, never an error."""

    #: bytes of the file
    size: int = 20 * MEGABYTE
    pages: int = 500
    #: by the clock on the wall
    seconds: float = 10
    #: bytes of address space of the reading process, its libraries with it
    memory: int = 512 * MEGABYTE
    #: of text; what follows is left out and the reading says ``truncated``
    characters: int = 2_000_000
    #: bytes that all entries of an archive take once unpacked
    unpacked: int = 200 * MEGABYTE
    #: of an archive
    entries: int = 5_000


DEFAULT = Limits()
