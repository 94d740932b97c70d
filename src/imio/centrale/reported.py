"""Result indicators: those a lot defines, and what closure files report of them."""

from Acquisition import aq_base
from dataclasses import astuple
from dataclasses import dataclass
from imio.centrale import missions
from imio.centrale.content.centrale import ICentrale
from imio.centrale.domain.indicators import Indicator
from imio.centrale.domain.indicators import Reported
from imio.centrale.domain.indicators import results
from imio.centrale.domain.indicators import roll_up
from imio.centrale.domain.indicators import value_reasons
from imio.centrale.lookup import ancestor
from imio.centrale.lookup import search
from imio.centrale.workflows.state import state_of
from zope.interface import provider
from zope.schema.interfaces import IContextAwareDefaultFactory


CLOSURE = "imio.centrale.ClosureFile"
LOT = "imio.centrale.Lot"
#: told when the file is saved; what is missing, when it is deposited
MISSING = "indicator_missing"


def defined_by(lot):
    """The indicators of a lot, as the domain reads them."""
    return [
        Indicator(
            code=row["code"],
            label=row["label"] or "",
            unit=row.get("unit") or "",
            kind=row["kind"],
            target=row.get("target") or "",
            required=row.get("required") is not False,
        )
        for row in getattr(lot, "indicators", None) or ()
    ]


def defined_for(closure):
    """The indicators a file reports on: those of its deposit, else those of the lot."""
    if state_of(closure) in ("deposited", "accepted"):
        return list(closure.indicators_defined)
    return defined_by(missions.lot_of(missions.mission_of(closure)))


@provider(IContextAwareDefaultFactory)
def rows_to_fill(context):
    """A row for each indicator of the lot of the mission at or above ``context``.

    No rows where there is no mission, or none is defined.
    """
    mission = missions.mission_of(context) if context is not None else None
    if mission is None:
        return []
    return [
        {**_copied(indicator), "value": ""}
        for indicator in defined_by(missions.lot_of(mission))
    ]


def _copied(indicator):
    """What a row takes from its definition."""
    return {
        "code": indicator.code,
        "label": indicator.label,
        "unit": indicator.unit,
        "target": indicator.target,
    }


def complete(closure):
    """Label, unit and target of each row are those of the lot, where it defines them."""
    copied = {each.code: _copied(each) for each in defined_for(closure)}
    if copied:
        closure.indicators = [
            {**row, **copied.get(row["code"], {})} for row in closure.indicators or ()
        ]


def rows_of(closure):
    """The rows of a file, as the domain reads them."""
    return [
        Reported(row["code"] or "", row.get("value") or "")
        for row in closure.indicators or ()
    ]


def reasons_against(closure):
    """What is wrong in the rows, and what is missing; a lot without indicators leaves
    the rows to the supplier.
    """
    defined = defined_for(closure)
    return value_reasons(defined, rows_of(closure)) if defined else []


def saving_reasons(closure):
    """What is wrong in the rows: a draft may still lack some."""
    return [each for each in reasons_against(closure) if each.code != MISSING]


def keep_definitions(closure):
    """The deposit is judged by the indicators of that day."""
    lot = missions.lot_of(missions.mission_of(closure))
    closure.indicators_defined = tuple(defined_by(lot))


def results_of(closure):
    """The values that could be read; none while something is wrong in the rows."""
    defined = defined_for(closure)
    if not defined or saving_reasons(closure):
        return []
    return results(defined, rows_of(closure))


def for_catalog(closure):
    """What the catalog keeps of the results: each indicator and the text of its value."""
    texts = {row.code: row.value for row in rows_of(closure)}
    return tuple(
        (*astuple(found.indicator), texts[found.indicator.code])
        for found in results_of(closure)
    )


# -- over several dossiers -----------------------------------------------------------


@dataclass(frozen=True)
class LotFigures:
    """A lot, how many accepted closure files it has, and its figures."""

    uid: str
    title: str
    url: str
    dossiers: int
    figures: tuple


def figures_in(place):
    """The figures of a centrale or of a lot, over all of its accepted closure files."""
    return _figures(_files(place))


def figures_by_lot(centrale):
    """The same, lot by lot in the order of their numbers; lots that report nothing are
    left out.
    """
    files = _files(centrale)
    lots = search(portal_type=LOT, centrale_uid=centrale.UID(), sort_on="lot_number")
    found = [_lot_figures(lot, files) for lot in lots]
    return [each for each in found if each.figures]


def _lot_figures(lot, files):
    own = [brain for brain in files if brain.lot_uid == lot.UID]
    return LotFigures(
        uid=lot.UID,
        title=lot.Title,
        url=lot.getURL(),
        dossiers=len(own),
        figures=_figures(own),
    )


def _files(place):
    """The accepted closure files of a place, by the catalog."""
    centrale = ancestor(place, ICentrale)
    query = {"portal_type": CLOSURE, "review_state": "accepted"}
    if aq_base(centrale) is not aq_base(place):
        query["lot_uid"] = place.UID()
    return search(centrale_uid=centrale.UID(), **query)


def _figures(files):
    kept = (row for brain in files for row in brain.indicator_results or ())
    return tuple(roll_up(_result(*row) for row in kept))


def _result(*kept):
    """What ``for_catalog`` kept, read again."""
    indicator = Indicator(*kept[:-1])
    (found,) = results([indicator], [Reported(indicator.code, kept[-1])])
    return found
