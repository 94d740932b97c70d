"""A reference to another object by its UID."""

from zope.interface import implementer
from zope.schema import Choice
from zope.schema.interfaces import IChoice


class IReference(IChoice):
    """The UID of an object of one portal type."""


@implementer(IReference)
class Reference(Choice):
    """Holds a UID; the vocabulary offers what the user may see.

    Validation checks the type of the object only: whether this user may name it
    is a rule of the domain, which can say why it refuses.
    """

    def __init__(self, target, vocabulary, **kw):
        self.target = target
        super().__init__(vocabulary=vocabulary, **kw)

    def _validate(self, value):
        from imio.centrale.lookup import resolve
        from zope.schema.interfaces import ConstraintNotSatisfied

        if self._init_field:
            return
        obj = resolve(value)
        if obj is None or obj.portal_type != self.target:
            raise ConstraintNotSatisfied(value, self.__name__).with_field_and_value(
                self, value
            )
