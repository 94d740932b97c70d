"""Asking for a mission, and adding to one what it waits for."""

from datetime import timedelta
from imio.centrale import _
from imio.centrale import clock
from imio.centrale.browser.converters import lots_to_choose
from imio.centrale.browser.converters import place_of
from imio.centrale.browser.forms import CentraleAddForm
from imio.centrale.browser.forms import CentraleAddView
from imio.centrale.browser.forms import CentraleEditForm
from imio.centrale.browser.request_address import address
from imio.centrale.content.centrale import ICentrale
from imio.centrale.interfaces import IMissionsYear
from imio.centrale.lookup import ancestor
from imio.centrale.messages import sentence
from imio.centrale.missions import children_of
from imio.centrale.parties import acts_for_centrale
from imio.centrale.parties import may
from imio.centrale.parties import own_authorities
from imio.centrale.rooms import year_room
from imio.centrale.workflows import names
from imio.centrale.workflows.guards import adding_reasons
from imio.centrale.workflows.state import state_of
from imio.centrale.workflows.state import workflow_of
from plone import api
from plone.dexterity.interfaces import IDexterityEditForm
from plone.z3cform import layout
from z3c.form.browser.checkbox import CheckBoxWidget
from z3c.form.interfaces import IFieldWidget
from z3c.form.term import ChoiceTermsVocabulary
from z3c.form.widget import FieldWidget
from zope.interface import classImplements
from zope.interface import implementer
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary


MISSION = "imio.centrale.MissionRequest"
#: a form sent twice within this time is one request
TWICE = timedelta(minutes=2)


class OptionsWidget(CheckBoxWidget):
    """The options of the lot when it is known, of all lots of the centrale otherwise."""

    def updateTerms(self):
        if self.terms is None:
            place = place_of(self.form, self.context)
            options = option_titles(self.lots(lots_to_choose(place)))
            for code in getattr(self.context, "options", None) or ():
                options.setdefault(code, code)
            vocabulary = SimpleVocabulary(
                [SimpleTerm(code, code, title) for code, title in options.items()]
            )
            self.terms = ChoiceTermsVocabulary(
                self.context, self.request, self.form, self.field, vocabulary, self
            )
        return self.terms

    def lots(self, lots):
        """The lot the form was opened for; what was typed may be of any lot."""
        if self.request.method == "POST":
            return lots
        chosen = asked_lot(self.request) or getattr(self.context, "lot", "")
        return [lot for lot in lots if lot.UID() == chosen] or lots


def asked_lot(request):
    """The UID of the lot a form was opened for, from its address."""
    value = request.form.get("lot")
    return value if isinstance(value, str) else ""


def option_titles(lots):
    """Code -> the code and its words; those of each lot, when there are several lots."""
    numbers = {}
    for lot in lots:
        for row in lot.options or ():
            labels = numbers.setdefault(row["code"], {})
            labels.setdefault(row["label"], []).append(lot.number)
    return {
        code: f"{code} – {'; '.join(_label(*item, lots) for item in labels.items())}"
        for code, labels in numbers.items()
    }


def _label(label, numbers, lots):
    """The words of an option, and the lots in which it has them."""
    return label if len(lots) < 2 else f"{label} (lot {', '.join(numbers)})"


@implementer(IFieldWidget)
def OptionsFieldWidget(field, request):
    return FieldWidget(field, OptionsWidget(request))


class OptionsAsBoxes:
    """Options are ticked, not typed."""

    def updateFields(self):
        super().updateFields()
        self.fields["options"].widgetFactory = OptionsFieldWidget

    def updateWidgets(self, prefix=None):
        super().updateWidgets(prefix)
        options = self.widgets["options"]
        options.description = _("What you need of the lot besides its base.")
        if not len(options.terms):
            del self.widgets["options"]


class MissionAddForm(OptionsAsBoxes, CentraleAddForm):
    """A request: filed under its year, whichever folder the form is on."""

    success_message = _(
        "Your request is kept as a draft: check it, then submit it to the centrale."
    )

    @property
    def container(self):
        """This year's folder; made now if it is the first request of the year."""
        return year_room(self.missions)

    def leave_early(self):
        """Who acts for an authority asks in three short pages; agents have it whole."""
        if self.request.method != "GET" or not may_ask_shortly(self.missions):
            return False
        lot = asked_lot(self.request)
        url = address(ancestor(self.missions, ICentrale), lot=lot)
        self.request.response.redirect(url)
        return True

    @property
    def missions(self):
        if IMissionsYear.providedBy(self.context):
            return self.context.aq_parent
        return self.context

    def nextURL(self):
        if self.immediate_view:
            return super().nextURL()
        return self.missions.absolute_url()

    def updateWidgets(self, prefix=None):
        super().updateWidgets(prefix)
        lot = self.widgets["lot"]
        if not lot.value and asked_lot(self.request):
            lot.value = [asked_lot(self.request)]

    def twin(self, data):
        """The same draft, made by the same user a moment ago."""
        brains = api.content.find(
            self.missions,
            portal_type=MISSION,
            review_state="draft",
            authority_uid=data["authority"],
            lot_uid=data["lot"],
        )
        same = (
            brain.getObject()
            for brain in brains
            if brain.Title == data["title"] and is_recent(brain.created)
        )
        return next((mission for mission in same if is_mine(mission)), None)


class MissionAddView(CentraleAddView):
    form = MissionAddForm


class MissionEditForm(OptionsAsBoxes, CentraleEditForm):
    """The same for a draft."""


MissionEditView = layout.wrap_form(MissionEditForm)
classImplements(MissionEditView, IDexterityEditForm)


class ChildAddForm(CentraleAddForm):
    """An offer, an order or a closure file, when the mission waits for it."""

    def leave_early(self):
        """What was typed already is refused in its form."""
        if self.request.method != "GET":
            return False
        side = may(self.context, names.ADDED_WITH[self.portal_type])
        reasons = adding_reasons(self.context, self.portal_type) if side else ()
        if not reasons:
            return False
        text = " ".join(sentence(each, self.request) for each in reasons)
        self.leave(self.context.absolute_url(), text)
        return True

    def twin(self, data):
        """For a form without a key, a draft that the same user made a moment ago."""
        if self.key:
            return None
        found = (
            child
            for child in children_of(self.context, self.portal_type)
            if state_of(child) == "draft"
            and is_recent(child.created())
            and is_mine(child)
        )
        return next(found, None)


class ChildAddView(CentraleAddView):
    form = ChildAddForm


def may_ask_shortly(missions):
    """Whether the user acts for an authority, and not for the centrale."""
    return bool(own_authorities()) and not acts_for_centrale(missions)


def is_recent(date):
    """Made within the last moments."""
    return clock.now() - date.asdatetime() < TWICE


def is_mine(obj):
    """Made by the current user, as its history says."""
    history = (obj.workflow_history or {}).get(workflow_of(obj).getId(), ())
    return bool(history) and (history[0].get("actor") == api.user.get_current().getId())
