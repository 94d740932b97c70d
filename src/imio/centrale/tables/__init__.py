"""Spreadsheets, read with distrust and written: XLSX, ODS and CSV.

No Plone here: bytes and plain values only. A file that cannot be read is refused with a
reason (``Refused``), whatever it holds.
"""

from imio.centrale.tables.limits import Limits
from imio.centrale.tables.limits import LIMITS
from imio.centrale.tables.reading import read


__all__ = ["Limits", "LIMITS", "read"]
