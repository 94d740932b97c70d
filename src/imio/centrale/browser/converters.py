"""From what people type to values, and back: amounts, instants, choices of objects."""

from imio.centrale import _
from imio.centrale.clock import stored
from imio.centrale.content.batch import ILiquidationBatch
from imio.centrale.content.batch import ILiquidationRow
from imio.centrale.content.centrale import ICentrale
from imio.centrale.domain.calendar import BRUSSELS
from imio.centrale.domain.calendar import to_brussels
from imio.centrale.fields.amounts import IAmount
from imio.centrale.fields.references import IReference
from imio.centrale.interfaces import ICentraleContent
from imio.centrale.lookup import ancestor
from imio.centrale.lookup import resolve
from imio.centrale.missions import authority_of
from imio.centrale.subsidy.batches import payable_missions
from imio.centrale.subsidy.batches import program_at
from plone import api
from plone.app.z3cform.converters import DatetimeWidgetConverter
from plone.app.z3cform.interfaces import IDatetimeWidget
from plone.app.z3cform.interfaces import ISelectWidget
from plone.app.z3cform.widgets.datetime import DatetimeWidget
from plone.app.z3cform.widgets.select import SelectWidget
from z3c.form.converter import BaseDataConverter
from z3c.form.interfaces import IFieldWidget
from z3c.form.interfaces import IFormLayer
from z3c.form.interfaces import ITerms
from z3c.form.interfaces import IWidget
from z3c.form.term import ChoiceTermsVocabulary
from z3c.form.widget import FieldWidget
from zope.component import adapter
from zope.interface import implementer
from zope.interface import implementer_only
from zope.interface import Interface
from zope.schema.interfaces import IDatetime
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary


@adapter(IAmount, IWidget)
class AmountConverter(BaseDataConverter):
    """``1 234,56`` as Belgians type it, or ``1234.56``; shown with a comma."""

    def toWidgetValue(self, value):
        if value is None or isinstance(value, str):
            return value or ""
        return self.field.to_text(value).replace(".", ",")

    def toFieldValue(self, value):
        text = (value or "").strip()
        return self.field.fromUnicode(text) if text else self.field.missing_value


class IInstantWidget(IDatetimeWidget):
    """A day and an hour in Brussels."""


@implementer_only(IInstantWidget)
class InstantWidget(DatetimeWidget):
    """Typed and shown in the time of Brussels, whatever the clock of the browser."""


@implementer(IFieldWidget)
def InstantFieldWidget(field, request):
    return FieldWidget(field, InstantWidget(request))


@adapter(IDatetime, IInstantWidget)
class InstantConverter(DatetimeWidgetConverter):
    """Aware instants, stored in UTC."""

    def toWidgetValue(self, value):
        if value is self.field.missing_value:
            return ""
        return super().toWidgetValue(to_brussels(value))

    def toFieldValue(self, value):
        read = super().toFieldValue(value)
        if read is self.field.missing_value:
            return read
        return stored(read.replace(tzinfo=BRUSSELS))


@implementer_only(ISelectWidget)
class ChooseWidget(SelectWidget):
    """A list in which nothing is chosen before somebody chooses."""

    prompt = True
    promptMessage = _("Choose…")
    #: empty, so that the browser too asks for what is required
    noValueToken = ""


@implementer(IFieldWidget)
@adapter(IReference, IFormLayer)
def ChooseFieldWidget(field, request):
    return FieldWidget(field, ChooseWidget(request))


@implementer(ITerms)
@adapter(Interface, IFormLayer, Interface, IReference, IWidget)
def reference_terms(context, request, form, field, widget):
    """The objects to choose from: those this user sees, and the one already chosen.

    Lots are those of the centrale the form is in, with their numbers; dossiers to pay
    those that wait for it.
    """
    if field.target == "imio.centrale.Lot":
        terms = [_lot_term(lot) for lot in lots_to_choose(place_of(form, context))]
    elif field.interface is ILiquidationRow and field.__name__ == "mission":
        terms = [_payable_term(each) for each in payable_at(place_of(form, context))]
    else:
        terms = list(field.bind(api.portal.get()).vocabulary)
    chosen = _chosen(form, field)
    if chosen is not None and chosen.UID() not in [term.value for term in terms]:
        terms.append(SimpleTerm(chosen.UID(), chosen.UID(), chosen.title))
    vocabulary = SimpleVocabulary(terms)
    return ChoiceTermsVocabulary(context, request, form, field, vocabulary, widget)


def place_of(form, context):
    """The object a form is on; a row of a grid stands in the form of its grid."""
    for candidate in (context, getattr(form, "context", None)):
        if ICentraleContent.providedBy(candidate):
            return candidate
    parent = getattr(form, "__parent__", None)
    return place_of(parent, None) if parent is not None else api.portal.get()


def lots_to_choose(place):
    """The lots of the centrale of a place that this user sees, by number."""
    centrale = ancestor(place, ICentrale)
    if centrale is None:
        return []
    brains = api.content.find(centrale, portal_type="imio.centrale.Lot")
    lots = [brain.getObject() for brain in brains]
    return sorted(lots, key=lambda lot: (len(lot.number), lot.number))


def _lot_term(lot):
    return SimpleTerm(lot.UID(), lot.UID(), f"{lot.number}. {lot.title}")


def payable_at(place):
    """The missions that a batch may take: of a program, or of the batch itself."""
    batch = place if ILiquidationBatch.providedBy(place) else None
    return payable_missions(program_at(place), batch)


def _payable_term(mission):
    authority = authority_of(mission).title
    title = f"{mission.tracking_code} – {authority}"
    return SimpleTerm(mission.UID(), mission.UID(), title)


def _chosen(form, field):
    """What the object holds already; it stays, even when this user does not see it."""
    if getattr(form, "ignoreContext", True):
        return None
    value = getattr(getattr(form, "context", None), field.__name__, None)
    return resolve(value)
