"""What every release begins with."""

from imio.centrale.ocds.parties import Parties
from imio.centrale.ocds.records import Centrale
from imio.centrale.ocds.values import digest
from imio.centrale.ocds.values import dumps
from imio.centrale.ocds.values import instant


LANGUAGE = "fr"


def release(number, moment, tags, parties: Parties, sections) -> dict:
    """A release; its id is that of its content, so that the same id never changes."""
    body = {
        "ocid": number,
        "date": instant(moment),
        "tag": tags,
        "initiationType": "tender",
        "language": LANGUAGE,
        "parties": parties.as_json(),
        **sections,
    }
    return {"id": f"{number}-{digest(dumps(body), 16)}", **body}


def procuring(centrale: Centrale, parties: Parties) -> dict:
    """The centrale: the first of those that share it; the others take the role too."""
    references = [parties.add(each, "procuringEntity") for each in centrale.parties]
    return references[0]
