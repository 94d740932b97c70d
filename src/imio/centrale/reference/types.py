"""The page of the types: what each holds, where it stands, who may add it."""

from imio.centrale.fields import Reference
from imio.centrale.fields import Rows
from imio.centrale.reference import definitions
from imio.centrale.reference import rst
from imio.centrale.vocabularies import choices
from plone.autoform.interfaces import READ_PERMISSIONS_KEY
from plone.autoform.interfaces import WRITE_PERMISSIONS_KEY
from plone.supermodel.utils import mergedTaggedValueDict
from zope.dottedname.resolve import resolve
from zope.schema import getFieldsInOrder
from zope.schema.interfaces import IVocabularyFactory


#: kind of field -> its form in JSON
KINDS = {
    "Money": 'text with two decimals: ``"1234.56"``',
    "UnitPrice": 'text with two to four decimals: ``"812.5050"``',
    "Quantity": 'text with up to four decimals: ``"1.5"``',
    "EnterpriseNumber": "text; stored as ten digits; its check digits are verified",
    "Iban": "text; stored without blanks; its check digits are verified",
    "Identifier": "text; a JSON integer is read as text",
    "MailAddress": "text",
    "Reference": "sent as a UID, a path below the site or a URL; given back as an object",
    "Rows": "list of objects, with the columns of the table below the type",
}
PLAIN_KINDS = (
    ("TextLine, Text", "text"),
    ("Int", "number"),
    ("Date", '``"2026-03-31"``'),
    ("Datetime", '``"2026-03-31T16:00:00+02:00"``; without offset, time of Brussels'),
    ("Choice", "text, the code; given back as ``token`` and ``title``"),
    ("List", "list"),
    (
        "NamedBlobFile",
        "object with ``filename``, ``content-type``, ``encoding`` and ``data``",
    ),
)
LIMITS = (
    ("min_length", "at least {} characters"),
    ("max_length", "at most {} characters"),
    ("min", "{} or more"),
    ("max", "{} or less"),
)


def kind_of(field):
    """The kind of a field, with what it refers to or chooses from."""
    name = type(field).__name__
    if isinstance(field, Reference):
        return f"{name} to {rst.code(field.target)}"
    vocabulary = getattr(field, "vocabularyName", None)
    if vocabulary:
        return f"{name} of `{stem(vocabulary)}`_"
    inner = getattr(field, "value_type", None)
    if inner is not None and not isinstance(field, Rows):
        return f"{name} of {kind_of(inner)}"
    return name


def stem(vocabulary):
    """The name of a vocabulary without that of the package."""
    return vocabulary.rpartition(".")[2]


def limits_of(field):
    """What the value must keep to."""
    if isinstance(field, Rows):
        return ""
    found = [
        text.format(value)
        for name, text in LIMITS
        if (value := getattr(field, name, None)) not in (None, "")
        and not (name == "min_length" and value == 0)
    ]
    return "; ".join(found)


def marks_of(field):
    """Required, read only, or neither."""
    if field.readonly:
        return "read only"
    return "required" if field.required else ""


def permission_of(permissions, name):
    """The permission that a field asks for; empty when it is that of the object."""
    return rst.code(permissions[name]) if name in permissions else ""


def fields_table(schema, label):
    """One line for each field of a schema."""
    read = mergedTaggedValueDict(schema, READ_PERMISSIONS_KEY)
    write = mergedTaggedValueDict(schema, WRITE_PERMISSIONS_KEY)
    rows = [
        (
            rst.code(name),
            rst.plain(label(field.title)),
            kind_of(field),
            marks_of(field),
            limits_of(field),
            permission_of(read, name),
            permission_of(write, name),
        )
        for name, field in getFieldsInOrder(schema)
    ]
    header = ("Field", "Label", "Kind", "", "Limits", "Read", "Write")
    return rst.list_table(header, rows)


def row_tables(schema, label):
    """The columns of each field of rows."""
    for name, field in getFieldsInOrder(schema):
        if isinstance(field, Rows):
            yield f"Columns of {rst.code(name)}:\n"
            yield fields_table(field.row_schema, label)


def type_section(name, properties, workflow, label):
    """One type: its place, its permission, its fields."""
    schema = resolve(properties["schema"])
    add_permission = properties["add_permission"]
    facts = [
        f"* class {rst.code(properties['klass'])}, schema {rst.code(properties['schema'])}",
        f"* added with {rst.code(add_permission)}",
    ]
    if workflow:
        facts.append(f"* workflow `{workflow} <workflows/{workflow}.rst>`_")
    else:
        facts.append("* no workflow: permissions of its parent")
    if properties.get("allowed_content_types"):
        facts.append(f"* holds {rst.codes(properties['allowed_content_types'])}")
    if properties.get("behaviors"):
        facts.append(f"* behaviors {rst.codes(properties['behaviors'])}")
    yield rst.heading(name, "-")
    yield rst.plain((schema.__doc__ or "").partition("\n")[0]) + "\n"
    yield "\n".join(facts) + "\n"
    yield fields_table(schema, label)
    yield from row_tables(schema, label)


def kinds_section():
    """How each kind of field travels."""
    yield rst.heading("Kinds of fields", "-")
    yield "“Read” and “Write” name a permission where it is not that of the object.\n"
    yield rst.list_table(("Kind", "In JSON"), [*KINDS.items(), *PLAIN_KINDS])


def vocabularies_section(label):
    """The closed lists, then the lists of objects."""
    yield rst.heading("Vocabularies", "-")
    yield "Registered as ``imio.centrale.<name>``.\n"
    for name, factory in vars(choices).items():
        if not name.startswith("_") and IVocabularyFactory.providedBy(factory):
            terms = factory()
            yield rst.heading(name, "~")
            yield rst.list_table(
                ("Code", "Label"),
                [
                    (rst.code(each.token), rst.plain(label(each.title)))
                    for each in terms
                ],
            )


def page(label):
    """``types.rst``"""
    workflows = definitions.bindings()
    parts = ["Types, fields and vocabularies.\n", *kinds_section()]
    for name, properties in definitions.type_information().items():
        parts += type_section(name, properties, workflows.get(name), label)
    return rst.page("Types", *parts, *vocabularies_section(label))
