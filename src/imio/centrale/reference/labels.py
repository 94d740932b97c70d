"""The words of the screen: French where the translation is there, English elsewhere."""

from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from pythongettext.msgfmt import Msgfmt


CATALOG = Path(__file__).parents[1] / "locales/fr/LC_MESSAGES/imio.centrale.po"


def french(catalog=CATALOG):
    """A function from a msgid to its French, or to its English when there is none."""
    if not catalog.exists():
        return lambda message: english(message)
    translations = GNUTranslations(BytesIO(Msgfmt(str(catalog)).get()))

    def translated(message):
        found = translations.gettext(str(message)) if message else ""
        return english(message) if found == str(message) else found

    return translated


def english(message):
    """The default of a msgid, or the msgid itself."""
    return getattr(message, "default", None) or str(message or "")
