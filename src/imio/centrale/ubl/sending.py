"""The order as the answer to a request."""

from imio.centrale.missions import mission_of
from imio.centrale.ubl.order import to_xml
from imio.centrale.ubl.reading import document_of


def send(order, request):
    """The file; ``Refused`` for an order that is not confirmed."""
    content = to_xml(document_of(order))
    name = f"{mission_of(order).getId()}-{order.getId()}.xml"
    response = request.response
    response.setHeader("Content-Type", "application/xml")
    response.setHeader("Content-Disposition", f'attachment; filename="{name}"')
    response.setHeader("Cache-Control", "private, no-store")
    return content
