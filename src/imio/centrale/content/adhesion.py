"""Adhesion of an authority to a centrale: interest first, then the deliberation."""

from AccessControl import ClassSecurityInfo
from AccessControl.class_init import InitializeClass
from collective.z3cform.datagridfield.datagridfield import DataGridFieldWidgetFactory
from imio.centrale import _
from imio.centrale import clock
from imio.centrale.content.base import CentraleItem
from imio.centrale.domain.money import ZERO
from imio.centrale.fields import Money
from imio.centrale.fields import Reference
from imio.centrale.fields import Rows
from imio.centrale.interfaces import ICentraleContent
from plone.autoform import directives
from plone.namedfile.field import NamedBlobFile
from plone.supermodel import model
from zope import schema
from zope.interface import implementer
from zope.interface import provider
from zope.schema.interfaces import IContextAwareDefaultFactory


@provider(IContextAwareDefaultFactory)
def default_day(context):
    """The interest is declared today unless another day is given."""
    return clock.today()


class IInterestRow(model.Schema):
    """Interest in one lot: binds to nothing."""

    lot = Reference(
        title=_("Lot"), target="imio.centrale.Lot", vocabulary="imio.centrale.lots"
    )
    max_amount = Money(title=_("Maximum amount (€)"), min=ZERO, required=False)


class IDeclarationRow(model.Schema):
    """A later number of users; it never rewrites what was granted."""

    declared_on = schema.Date(title=_("Declared on"))
    users_count = schema.Int(title=_("Number of users"), min=0, max=10000000)


class IAdhesion(ICentraleContent, model.Schema):
    """The number of users is frozen once the adhesion is submitted [iMio-cyber] 000."""

    directives.write_permission(
        authority="imio.centrale.EditDeclaredData",
        users_count="imio.centrale.EditDeclaredData",
        interest_date="imio.centrale.EditDeclaredData",
        organ="imio.centrale.EditDeliberation",
        deliberation_date="imio.centrale.EditDeliberation",
        deliberation="imio.centrale.EditDeliberation",
    )
    authority = Reference(
        title=_("Authority"),
        target="imio.centrale.LocalAuthority",
        vocabulary="imio.centrale.authorities",
    )
    users_count = schema.Int(
        title=_("Number of users declared"),
        description=_("Decides the category for the subsidy."),
        min=0,
        max=10000000,
    )
    interest_date = schema.Date(
        title=_("Interest declared on"), required=False, defaultFactory=default_day
    )
    organ = schema.Choice(
        title=_("Organ that decided"),
        vocabulary="imio.centrale.organs",
        required=False,
    )
    deliberation_date = schema.Date(title=_("Date of the deliberation"), required=False)
    deliberation = NamedBlobFile(title=_("Deliberation"), required=False)
    directives.widget("interests", DataGridFieldWidgetFactory, allow_reorder=True)
    interests = Rows(IInterestRow, title=_("Lots of interest"))
    directives.widget("declarations", DataGridFieldWidgetFactory, allow_reorder=True)
    declarations = Rows(
        IDeclarationRow,
        title=_("Later declarations"),
        description=_("New numbers of users are added here, each with its date."),
    )


@implementer(IAdhesion)
class Adhesion(CentraleItem):
    """One for each authority and centrale."""

    security = ClassSecurityInfo()

    #: the authority it was made for
    kept_authority = None
    #: the declarations as they were last saved, to see that none is rewritten
    kept_declarations = ()

    @security.private
    def declared(self):
        """The later declarations as the domain reads them: (day, users)."""
        rows = self.declarations or ()
        return [(row["declared_on"], row["users_count"]) for row in rows]


InitializeClass(Adhesion)
