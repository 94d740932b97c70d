"""A spreadsheet that was written, as the answer to a request."""

from dataclasses import dataclass
from imio.centrale.tables.kinds import MEDIA_TYPES


@dataclass(frozen=True)
class Written:
    """A file to download, of a kind of ``tables.kinds``."""

    stem: str
    kind: str
    data: bytes

    @property
    def name(self):
        return f"{self.stem}.{self.kind}"

    def send(self, response):
        """Its headers, then its bytes; the name is an id and needs no quoting."""
        response.setHeader("Content-Type", MEDIA_TYPES[self.kind])
        disposition = f'attachment; filename="{self.name}"'
        response.setHeader("Content-Disposition", disposition)
        response.setHeader("Cache-Control", "private, no-store")
        return self.data
