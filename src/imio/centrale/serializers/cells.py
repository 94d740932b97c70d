"""One value of one field, to JSON and back; used for fields and for the cells of rows."""

from datetime import date
from datetime import datetime
from imio.centrale import _
from imio.centrale.clock import stored
from imio.centrale.domain.calendar import BRUSSELS
from imio.centrale.domain.calendar import to_brussels
from imio.centrale.fields.amounts import IAmount
from imio.centrale.fields.amounts import IQuantity
from imio.centrale.fields.amounts import NotAnAmount
from imio.centrale.fields.amounts import NumberInsteadOfText
from imio.centrale.fields.numbers import ICheckedNumber
from imio.centrale.fields.numbers import IIdentifier
from imio.centrale.fields.references import IReference
from imio.centrale.lookup import resolve
from imio.centrale.lookup import uid_of
from imio.centrale.texts import UNKEEPABLE
from plone.restapi.serializer.converters import json_compatible
from zope.schema import ValidationError
from zope.schema.interfaces import ConstraintNotSatisfied
from zope.schema.interfaces import IBool
from zope.schema.interfaces import IChoice
from zope.schema.interfaces import IDate
from zope.schema.interfaces import IDatetime
from zope.schema.interfaces import IText
from zope.schema.interfaces import RequiredMissing
from zope.schema.interfaces import WrongType


class UnkeepableCharacter(ValidationError):
    __doc__ = _("This text holds a character that cannot be kept.")


def to_json(field, value):
    """The JSON of a value: amounts as text, references as short descriptions."""
    if value is None:
        return None
    if IAmount.providedBy(field):
        return field.to_text(value)
    if IReference.providedBy(field):
        return reference_to_json(value)
    return json_compatible(value)


def reference_to_json(uid):
    """What a reference tells of its target: where it is and what it is called."""
    target = resolve(uid)
    if target is None:
        return {"UID": uid}
    return {
        "@id": target.absolute_url(),
        "@type": target.portal_type,
        "UID": uid,
        "id": target.getId(),
        "title": target.title,
    }


def from_json(field, value):
    """The value meant by JSON, validated; raises ``ValidationError``."""
    if value is None or (isinstance(value, str) and not value.strip()):
        if field.required:
            raise RequiredMissing(field.__name__).with_field_and_value(field, value)
        return field.missing_value
    value = _read(field, value)
    field.validate(value)
    return field.normalised(value) if ICheckedNumber.providedBy(field) else value


def _read(field, value):
    if IAmount.providedBy(field):
        return _amount(field, value)
    if IReference.providedBy(field):
        return _reference(field, value)
    if IChoice.providedBy(field):
        return _token(field, value)
    if IDatetime.providedBy(field):
        return _instant(field, value)
    if IDate.providedBy(field):
        return _day(field, value)
    if IText.providedBy(field) and isinstance(value, str):
        return _text(field, value)
    if IIdentifier.providedBy(field) and type(value) is int:
        return str(value)
    if isinstance(value, bool) and not IBool.providedBy(field):
        raise WrongType(value, int, field.__name__).with_field_and_value(field, value)
    return value


def _text(field, value):
    if UNKEEPABLE.search(value):
        raise UnkeepableCharacter(value).with_field_and_value(field, value)
    return value.strip()


def _token(field, value):
    """The code of a choice, bare or as the serializer gives it."""
    if isinstance(value, dict):
        value = value.get("token")
    if not isinstance(value, str):
        raise WrongType(value, str, field.__name__).with_field_and_value(field, value)
    return value


def _amount(field, value):
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise NotAnAmount(value).with_field_and_value(field, value)
    if isinstance(value, float) and not IQuantity.providedBy(field):
        raise NumberInsteadOfText(value).with_field_and_value(field, value)
    try:
        return type(field).parse(str(value).strip())
    except ValueError:
        raise NotAnAmount(value).with_field_and_value(field, value)


def _reference(field, value):
    try:
        return uid_of(value)
    except ValueError:
        raise ConstraintNotSatisfied(value, field.__name__).with_field_and_value(
            field, value
        )


def _instant(field, value):
    """An ISO instant that Brussels can show; without offset it is the time there."""
    try:
        read = datetime.fromisoformat(value)
        found = stored(read.replace(tzinfo=BRUSSELS) if read.tzinfo is None else read)
        to_brussels(found)
    except (OverflowError, TypeError, ValueError):
        raise WrongType(value, datetime, field.__name__).with_field_and_value(
            field, value
        )
    return found


def _day(field, value):
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise WrongType(value, date, field.__name__).with_field_and_value(field, value)
