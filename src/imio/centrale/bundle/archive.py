"""Writing the ZIP: always in the same order, with the same dates, file after file."""

from dataclasses import dataclass
from hashlib import sha256
from imio.centrale.bundle.verify import CHUNK
from imio.centrale.bundle.verify import MANIFEST
from imio.centrale.bundle.verify import SUMS
from io import BytesIO
from zipfile import ZIP_STORED
from zipfile import ZipFile
from zipfile import ZipInfo

import json
import stat


#: the oldest a ZIP knows: the dates of the dossier are in its data
THE_DATE = (1980, 1, 1, 0, 0, 0)
UNIX = 3


@dataclass(frozen=True)
class Entry:
    """A file of the archive."""

    path: str
    size: int
    sha256: str

    def as_json(self):
        return {"path": self.path, "size": self.size, "sha256": self.sha256}


class Archive:
    """A ZIP being written; nothing is compressed, documents are so themselves."""

    def __init__(self, target):
        self.zip = ZipFile(target, "w", ZIP_STORED)
        self.entries = []

    def add(self, path, source, size):
        """A file from a stream of ``size`` bytes, a chunk at a time."""
        digest = sha256()
        info = ZipInfo(path, THE_DATE)
        info.create_system = UNIX
        info.external_attr = (stat.S_IFREG | 0o644) << 16
        info.file_size = size
        with self.zip.open(info, "w") as entry:
            while chunk := source.read(CHUNK):
                digest.update(chunk)
                entry.write(chunk)
        found = Entry(path, size, digest.hexdigest())
        self.entries.append(found)
        return found

    def add_bytes(self, path, data):
        return self.add(path, BytesIO(data), len(data))

    def add_json(self, path, data):
        """Sorted, indented, in UTF-8: to be read and compared by people too."""
        text = json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True)
        return self.add_bytes(path, f"{text}\n".encode())

    def close(self):
        """The two lists come last: all sizes, and the checksums ``sha256sum`` reads."""
        listed = sorted(self.entries, key=lambda entry: entry.path)
        self.add_json(MANIFEST, {"files": [entry.as_json() for entry in listed]})
        lines = sorted((entry.path, entry.sha256) for entry in self.entries)
        text = "".join(f"{digest}  {path}\n" for path, digest in lines)
        self.add_bytes(SUMS, text.encode())
        self.zip.close()
