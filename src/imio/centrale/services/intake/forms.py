"""``@centrale-requests`` and its siblings: a form sent in, and what became of it."""

from imio.centrale import progress
from imio.centrale.content.adhesion import IAdhesion
from imio.centrale.domain.reasons import reason
from imio.centrale.domain.reasons import Refused
from imio.centrale.intake import adhesions
from imio.centrale.intake import deposits
from imio.centrale.intake import receiving
from imio.centrale.intake import requests
from imio.centrale.missions import mission_of
from imio.centrale.services.base import WithParts
from imio.centrale.services.base import WritingService
from imio.centrale.services.errors import BadInput
from imio.centrale.workflows.state import state_of
from plone.restapi.serializer.converters import json_compatible
from plone.restapi.services import Service


ADHESION_STEP = 1


def shown(made):
    """What an intake account reads of what it sent: nothing of what it says."""
    if IAdhesion.providedBy(made):
        told = {"step": ADHESION_STEP}
    else:
        mission = mission_of(made)
        told = {"step": progress.step(mission), "tracking_code": mission.tracking_code}
    return {"@id": made.absolute_url(), "review_state": state_of(made), **told}


class FormPost(WritingService):
    """201 for what is new; 200 and the same for a reference that came before."""

    form = None

    def write(self, data):
        made, is_new = receiving.receive(self.form, self.context, data)
        self.request.response.setStatus(201 if is_new else 200)
        if is_new:
            self.request.response.setHeader("Location", self.address(data))
        return shown(made)

    def address(self, data):
        """Where the account reads later what became of it."""
        reference = receiving.reference_in(data)
        return f"{self.context.absolute_url()}/@centrale-{self.form.NAME}/{reference}"


class FormGet(WithParts, Service):
    """The state of what a reference made, and when it changed."""

    form = None

    def reply(self):
        if not self.parts:
            raise BadInput([reason("external_id_missing", "external_id")])
        made = receiving.find(self.form, self.context, "/".join(self.parts))
        if made is None:
            raise Refused([reason("unknown_external_id", "external_id")])
        return {**shown(made), "updated": json_compatible(made.modified())}


class RequestPost(FormPost):
    """Asks for a mission, and submits it."""

    form = requests


class RequestGet(FormGet):
    """A mission asked for."""

    form = requests


class AdhesionPost(FormPost):
    """Declares an interest; with the deliberation, submits the adhesion."""

    form = adhesions


class AdhesionGet(FormGet):
    """An adhesion sent in."""

    form = adhesions


class OrderPost(FormPost):
    """Deposits the order of an authority."""

    form = deposits.orders


class OrderGet(FormGet):
    """An order sent in."""

    form = deposits.orders


class ClosurePost(FormPost):
    """Deposits the closure file of the designated supplier."""

    form = deposits.closures


class ClosureGet(FormGet):
    """A closure file sent in."""

    form = deposits.closures
