"""``python -m imio.centrale.reference docs/reference``"""

from imio.centrale.reference.pages import write
from pathlib import Path

import sys


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Give the folder to write in: docs/reference")
    write(Path(sys.argv[1]))
