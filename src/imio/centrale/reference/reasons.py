"""The page of the reason codes: sentence and HTTP status."""

from imio.centrale.messages import SENTENCES
from imio.centrale.reference import rst
from imio.centrale.reference.labels import english
from imio.centrale.services import errors


def status_of(code):
    """The HTTP status of a refusal with this code alone, for a known user."""
    if code in errors.STATUS_OF_CODE:
        return errors.STATUS_OF_CODE[code]
    return 400 if code in errors.BAD_INPUT else 409


def both(message, label):
    """The English sentence, then the French one where there is one."""
    texts = dict.fromkeys((english(message), label(message)))
    return " — ".join(rst.plain(text) for text in texts)


def page(label):
    """``reasons.rst``"""
    rows = [
        (rst.code(code), status_of(code), both(sentence, label))
        for code, sentence in SENTENCES.items()
    ]
    return rst.page(
        "Reason codes",
        "Codes are stable and never translated; sentences are in the language of the "
        "user.\nA refusal with several reasons has status 403 or 404 when one of them "
        "has, else 400\nwhen one of them has, else 409. An anonymous user gets 401 for "
        "403.\n",
        rst.list_table(("Code", "Status", "Sentence"), rows),
    )
