"""Where a request is made, and where those who made one come back to."""

from urllib.parse import urlencode


ADD = "imio.centrale: Add Mission Request"
HOME = "@@centrale-authority"
REQUEST = "@@centrale-request"


def address(centrale, **query):
    """The page of a request; what is empty in ``query`` is left out."""
    text = urlencode({name: value for name, value in query.items() if value})
    url = f"{centrale.absolute_url()}/{REQUEST}"
    return f"{url}?{text}" if text else url
