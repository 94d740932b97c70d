"""A grid in which people fill in some columns and the product the others."""

from collective.z3cform.datagridfield.datagridfield import DataGridFieldWidget
from z3c.form.interfaces import IFieldWidget
from z3c.form.interfaces import IFormLayer
from z3c.form.widget import FieldWidget
from zope.component import adapter
from zope.interface import implementer
from zope.schema.interfaces import IField


class AskedColumnsWidget(DataGridFieldWidget):
    """The columns that are only displayed are left to the page of the object.

    Their fields are omitted from the rows by ``directives.omitted``; the headings are
    left out here.
    """

    allow_reorder = True

    def update(self):
        self.columns = [each for each in self.columns if each["mode"] != "display"]
        super().update()


@adapter(IField, IFormLayer)
@implementer(IFieldWidget)
def AskedColumnsWidgetFactory(field, request):
    """Factory for ``directives.widget``."""
    return FieldWidget(field, AskedColumnsWidget(request))
