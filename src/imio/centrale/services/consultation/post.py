"""``POST <mission>/@centrale-consultation``: the supplier answers, the manager runs."""

from imio.centrale import cascade
from imio.centrale import consulting
from imio.centrale import parties
from imio.centrale.domain.calendar import to_brussels
from imio.centrale.domain.reasons import reason
from imio.centrale.services.base import text_in
from imio.centrale.services.base import WritingService
from imio.centrale.services.base import wrong
from imio.centrale.services.errors import BadInput
from imio.centrale.workflows.state import state_of
from plone.restapi.serializer.converters import json_compatible


def iso(instant):
    """An instant in the time of Brussels; ``None`` stays ``None``."""
    return to_brussels(instant).isoformat() if instant else None


class ConsultationPost(WritingService):
    """``answer`` for the supplier; ``action`` for the manager; never both."""

    def write(self, data):
        note = text_in(data, "reason_note")
        code = text_in(data, "reason_code")
        answer, action = text_in(data, "answer"), text_in(data, "action")
        if answer and action:
            raise BadInput([reason("answer_or_action")])
        if answer or not action:
            return self.answer(answer, code, note)
        return self.act(action, code, note, data)

    def answer(self, answer, code, note):
        """The supplier of the open consultation accepts or declines."""
        if answer not in consulting.TRANSITION_OF_ANSWER:
            raise BadInput([reason("unknown_answer", "answer")])
        return self.shown(consulting.answer(self.context, answer, code, note))

    def act(self, action, code, note, data):
        """The manager consults, skips or notes an expiry."""
        consulting.check_manager(self.context)
        if action == "consult":
            return self.consult(data)
        if action not in consulting.ACTIONS:
            raise BadInput([reason("unknown_action", "action")])
        return self.shown(consulting.act(self.context, action, code, note))

    def consult(self, data):
        """Start the cascade, go on with it, or ask a rank again when all are used up."""
        rank = data.get("rank")
        if rank is not None and (isinstance(rank, bool) or not isinstance(rank, int)):
            raise wrong("rank")
        return self.shown(consulting.consult(self.context, rank))

    def shown(self, consultation):
        """The consultation itself; to an agent, the one that waits now as well."""
        result = self.as_json(consultation)
        if parties.acts_for_centrale(self.context):
            result["mission_state"] = state_of(self.context)
            waiting = cascade.open_consultation(self.context)
            result["open"] = self.as_json(waiting) if waiting is not None else None
        return result

    def as_json(self, consultation):
        return json_compatible(
            {
                "@id": consultation.absolute_url(),
                "supplier": consultation.supplier,
                "rank": consultation.rank,
                "sent": iso(consultation.sent),
                "due": iso(consultation.due),
                "answered": iso(consultation.answered),
                "answer": consultation.answer,
                "reason_code": consultation.reason_code,
                "reason_note": consultation.reason_note,
                "review_state": state_of(consultation),
            }
        )
