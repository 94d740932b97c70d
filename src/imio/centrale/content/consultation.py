"""The consultation of one rank of a cascade."""

from AccessControl import ClassSecurityInfo
from AccessControl.class_init import InitializeClass
from imio.centrale import _
from imio.centrale.content.base import CentraleItem
from imio.centrale.domain.cascade import Consulted
from imio.centrale.fields import Reference
from imio.centrale.interfaces import IMissionChild
from plone.supermodel import model
from zope import schema
from zope.interface import implementer


class IConsultation(IMissionChild, model.Schema):
    """Made by the cascade; only the supplier asked, agents and auditors see it."""

    supplier = Reference(
        title=_("Supplier"),
        target="imio.centrale.Supplier",
        vocabulary="imio.centrale.suppliers",
        readonly=True,
    )
    rank = schema.Int(title=_("Rank"), readonly=True)
    sent = schema.Datetime(title=_("Sent"), readonly=True)
    due = schema.Datetime(title=_("To be answered by"), readonly=True)
    answered = schema.Datetime(title=_("Answered"), required=False, readonly=True)
    answer = schema.Choice(
        title=_("Answer"),
        vocabulary="imio.centrale.answers",
        required=False,
        readonly=True,
    )
    reason_code = schema.TextLine(
        title=_("Reason"), max_length=50, required=False, readonly=True
    )
    reason_note = schema.Text(
        title=_("Explanation"), max_length=5000, required=False, readonly=True
    )


@implementer(IConsultation)
class Consultation(CentraleItem):
    """Takes no role from the mission: a supplier sees its own consultations only."""

    security = ClassSecurityInfo()

    __ac_local_roles_block__ = True

    @security.private
    def as_consulted(self):
        return Consulted(
            rank=self.rank, supplier=self.supplier, answer=self.answer or ""
        )


InitializeClass(Consultation)
