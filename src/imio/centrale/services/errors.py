"""One shape for every error: ``{"error": {"type", "message", "reasons": […]}}``.

400 bad input, 401 or 403 not allowed, 404 not found, 409 a rule refuses. Services
raise; nothing is returned with an error status, so that the transaction aborts and
nothing half written is kept.
"""

from imio.centrale import _
from imio.centrale.domain.reasons import reason
from imio.centrale.domain.reasons import Refused
from imio.centrale.interfaces import ICentraleContent
from imio.centrale.interfaces import ICentraleLayer
from imio.centrale.messages import as_json
from imio.centrale.parties import is_known
from plone import api
from plone.rest.errors import ErrorHandling
from plone.rest.traverse import RESTWrapper
from zope.i18n import translate

import json


BAD_INPUT = frozenset(
    """
    invalid bad_request not_json not_an_object wrong_type unknown_transition reason_required
    reason_malformed note_required note_empty note_too_long comment_too_long unkeepable
    unknown_action unknown_answer answer_or_action wrong_check_character code_missing
    wrong_cursor callback_address bad_time now_needs_post unknown_mission unknown_version unknown_format unknown_filter
    file_missing file_empty too_large too_large_unzipped too_many_rows too_many_columns
    too_many_cells cell_too_long too_complex too_slow encrypted macros unsupported_kind
    broken_file doctype unknown_checklist_line no_such_field unknown_document
    override_note_missing
    bad_day bad_number unknown_view
    unknown_year unknown_market unknown_figure unknown_table no_such_authority
    not_json_type body_too_long external_id_missing external_id_malformed
    unknown_member too_many_values enterprise_number_wrong unknown_authority
    unknown_supplier unknown_lot file_name_wrong upload_unknown upload_unfinished
    upload_header
    subject_missing text_too_long text_not_kept lot_missing contact_name_missing
    contact_email_missing contact_email_wrong order_number_missing order_date_missing
    return_reason_missing
    kind_missing name_missing mail_missing mail_malformed message_missing
    """.split()
)
STATUS_OF_CODE = {
    "not_permitted": 403,
    "unknown_code": 404,
    "unknown_external_id": 404,
}
TYPES = {
    400: "BadRequest",
    401: "Unauthorized",
    403: "Forbidden",
    404: "NotFound",
    409: "Conflict",
}
NOT_PERMITTED = reason("not_permitted")
SENTENCES = {
    400: _("The request cannot be understood."),
    401: _("Log in first."),
    403: _("You are not allowed to do this."),
    404: _("There is nothing at this address."),
}


class BadInput(Refused):
    """What was sent cannot be read; a refusal of form, not of a rule."""


def status_of(reasons):
    """The HTTP status of a refusal."""
    codes = [each.code for each in reasons]
    for code in codes:
        if code in STATUS_OF_CODE:
            status = STATUS_OF_CODE[code]
            anonymous = api.user.is_anonymous()
            return 401 if status == 403 and anonymous else status
    return 400 if any(code in BAD_INPUT for code in codes) else 409


def error_body(status, message, reasons=()):
    """The body of every error; ``field`` is null for a reason about the whole object."""
    return {
        "error": {
            "type": TYPES[status],
            "message": message,
            "reasons": [{"field": None, **each} for each in reasons],
        }
    }


def refused_body(reasons, request):
    """The status and the body of a refusal."""
    status = status_of(reasons)
    as_sent = [as_json(each, request) for each in reasons]
    message = " ".join(dict.fromkeys(each["message"] for each in as_sent))
    return status, error_body(status, message, as_sent)


class ErrorPage(ErrorHandling):
    """Base: our shape on our objects and services, the standard one elsewhere."""

    def __call__(self):
        if not self.is_ours():
            return super().__call__()
        status, body = self.answer()
        response = self.request.response
        response.setHeader("Content-Type", "application/json")
        response.setStatus(status, lock=1)
        text = json.dumps(body, indent=2, sort_keys=True)
        response.setBody("" if self.request.method == "HEAD" else text, lock=1)
        response._has_challenged = True

    def is_ours(self):
        if not ICentraleLayer.providedBy(self.request):
            return False
        if "@centrale-" in self.request.get("PATH_INFO", ""):
            return True
        published = (self.request.get("PUBLISHED"), *self.request.get("PARENTS", ()))
        return any(ICentraleContent.providedBy(_unwrapped(each)) for each in published)

    def answer(self):
        raise NotImplementedError

    def simple(self, status):
        text = translate(SENTENCES[status], context=self.request)
        reasons = [NOT_PERMITTED] if status in (401, 403) else []
        return status, error_body(
            status, text, [as_json(each, self.request) for each in reasons]
        )


def _unwrapped(obj):
    if isinstance(obj, RESTWrapper):
        return obj.context
    return getattr(obj, "context", obj)


class RefusedError(ErrorPage):
    """A rule refuses, or the input is bad: the reasons say it all."""

    def is_ours(self):
        return True

    def answer(self):
        return refused_body(self.context.reasons, self.request)


class BadRequestError(ErrorPage):
    """Something in plone.restapi could not read the request."""

    def answer(self):
        told = reason("bad_request", text=str(self.context))
        return refused_body([told], self.request)


class UnauthorizedError(ErrorPage):
    """401 asks to log in, 403 tells a known user no."""

    def answer(self):
        return self.simple(403 if is_known(self.request) else 401)


class ForbiddenError(ErrorPage):
    """Not allowed, whoever asks."""

    def answer(self):
        return self.simple(403)


class NotFoundError(ErrorPage):
    """Nothing there; redirects are left to plone.rest."""

    def __call__(self):
        if self.is_ours() and self.attempt_redirect():
            self.request.response.setBody("", lock=1)
            return None
        return super().__call__()

    def answer(self):
        return self.simple(404)
