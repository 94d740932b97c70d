"""The decision of an authority: a document, taken by an organ, on a day."""

from datetime import date
from imio.centrale.domain.reasons import Reason
from imio.centrale.domain.reasons import reason


def deliberation_reasons(
    has_deliberation: bool, deliberation_date: date | None, organ: str | None
) -> list[Reason]:
    """What is missing: ``deliberation_missing`` (the document),
    ``deliberation_date_missing``, ``organ_missing``.
    """
    reasons = []
    if not has_deliberation:
        reasons.append(reason("deliberation_missing", "deliberation"))
    if not deliberation_date:
        reasons.append(reason("deliberation_date_missing", "deliberation_date"))
    if not organ:
        reasons.append(reason("organ_missing", "organ"))
    return reasons
