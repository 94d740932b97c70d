"""One form is received: the same reference again finds what it made."""

from imio.centrale.domain import intake
from imio.centrale.domain.reasons import reason
from imio.centrale.domain.reasons import Refused
from imio.centrale.intake import register
from imio.centrale.intake.reading import check_names
from imio.centrale.intake.reading import marked
from imio.centrale.intake.reading import number_in
from imio.centrale.intake.register import Received
from imio.centrale.intake.uploads import Uploads
from imio.centrale.lookup import resolve
from imio.centrale.services.errors import BadInput
from plone import api


REFERENCE = "external_id"


def receive(form, centrale, data):
    """What the form makes of the data, and whether it is new.

    Raises ``BadInput`` for a form that cannot be read, ``Refused`` when a rule is
    against it, or when its reference was used for something else.
    """
    check_names(data, (REFERENCE, *form.MEMBERS))
    reference = reference_in(data)
    before = register.find(centrale, form.NAME, reference)
    uploads = Uploads(centrale, before.uploads if before is not None else {})
    marks = marks_of(data, uploads)
    made = resolve(before.uid) if before is not None else None
    if made is not None:
        check_the_same(reference, before.marks, marks)
        return made, False
    with api.env.adopt_roles(["Manager"]):
        made = form.make(centrale, data, reference, uploads)
    received = Received(made.UID(), marks, dict(uploads.used))
    register.note(centrale, form.NAME, reference, received)
    uploads.forget_after_commit()
    return made, True


def reference_in(data):
    """The reference of the sender, or ``BadInput``."""
    reference = number_in(data, REFERENCE)
    reasons = intake.reference_reasons(reference)
    if reasons:
        raise BadInput(reasons)
    return reference


def marks_of(data, uploads):
    """The marks of the members, but for the reference itself."""
    return intake.marks(
        {
            name: marked(value, name, uploads)
            for name, value in data.items()
            if name != REFERENCE
        }
    )


def check_the_same(reference, first, again):
    """A reference is used for one thing: ``external_id_used`` names what differs."""
    names = intake.differing(first, again)
    if names:
        raise Refused(
            [
                reason(
                    "external_id_used",
                    REFERENCE,
                    external_id=reference,
                    names=", ".join(names),
                )
            ]
        )


def find(form, centrale, reference):
    """What a reference made, or ``None``."""
    received = register.find(centrale, form.NAME, reference)
    return resolve(received.uid) if received is not None else None
