"""Invoices of closure files: what is read of a UBL file, what is typed beside a PDF."""

from dataclasses import dataclass
from dataclasses import replace
from imio.centrale import _
from imio.centrale import missions
from imio.centrale.content.closure import IClosureFile
from imio.centrale.domain.invoice_rules import currency_reasons
from imio.centrale.domain.invoice_rules import invoice_findings
from imio.centrale.domain.matching import carries
from imio.centrale.domain.matching import facts_of
from imio.centrale.domain.matching import InvoiceFacts
from imio.centrale.domain.reasons import reason
from imio.centrale.domain.reasons import Reason
from imio.centrale.domain.reasons import Refused
from imio.centrale.evidence.kinds import sniff
from imio.centrale.evidence.ubl import read_invoice
from imio.centrale.texts import UNKEEPABLE
from plone import api
from zope.i18n import translate
from zope.schema import ValidationError


#: field of a closure file -> the same of the facts of an invoice
VALUES = {
    "invoice_number": "number",
    "invoice_date": "issued_on",
    "invoice_excl_vat": "excl_vat",
    "invoice_incl_vat": "incl_vat",
}
_BEGINNING = 1024
_TYPE_IT = _("Type this value: it is read from a UBL invoice only.")


@dataclass(frozen=True)
class InvoiceRead:
    """What was read of a UBL invoice, and what is wrong in it taken alone.

    Of its texts, ``facts`` keeps the tracking code, if one of them carries it.
    """

    facts: InvoiceFacts
    findings: tuple[Reason, ...]


def is_xml(file):
    """Whether a file is XML by its first bytes, whatever its name says."""
    if file is None:
        return False
    with file.open() as opened:
        kind, _unreadable = sniff(opened.read(_BEGINNING))
    return kind == "xml"


def read(file, tracking_code):
    """What an invoice says, ``None`` for a file that is not XML.

    ``Refused`` for XML that is no invoice in euro: ``not_ubl``, ``credit_note``,
    ``foreign_currency``…
    """
    if not is_xml(file):
        return None
    invoice = read_invoice(file.data)
    facts = facts_of(invoice)
    foreign = currency_reasons(facts.currency)
    if foreign:
        raise Refused(foreign)
    own = (tracking_code,) if carries(tracking_code, facts.texts) else ()
    return InvoiceRead(replace(facts, texts=own), tuple(invoice_findings(invoice)))


def complete(closure):
    """Read the invoice; a value that was left empty is the one it says."""
    code = missions.mission_of(closure).tracking_code
    closure.invoice_read = read(closure.invoice, code)
    for name, value in values_of(closure.invoice_read).items():
        if is_empty(getattr(closure, name)):
            setattr(closure, name, value)


def values_of(found):
    """The values of the form that an ``InvoiceRead`` gives; those that a form would not
    take are left out.
    """
    if found is None:
        return {}
    given = {name: getattr(found.facts, said) for name, said in VALUES.items()}
    return {name: value for name, value in given.items() if _fits(name, value)}


def _fits(name, value):
    if is_empty(value) or (isinstance(value, str) and UNKEEPABLE.search(value)):
        return False
    try:
        IClosureFile[name].validate(value)
    except ValidationError:
        return False
    return True


def is_empty(value):
    """Nothing, or blanks."""
    return value is None or (isinstance(value, str) and not value.strip())


def missing_reasons(closure):
    """``invalid`` at each value that was neither typed nor read."""
    text = translate(_TYPE_IT, context=api.env.getRequest())
    return [
        reason("invalid", name, message=text)
        for name in VALUES
        if is_empty(getattr(closure, name))
    ]


def typed_facts(closure):
    """The invoice as the form has it."""
    return InvoiceFacts(
        number=closure.invoice_number or "",
        issued_on=closure.invoice_date,
        excl_vat=closure.invoice_excl_vat,
        incl_vat=closure.invoice_incl_vat,
    )


def read_facts(closure):
    """The invoice as its file says, else as the form has it."""
    found = closure.invoice_read
    return found.facts if found is not None else typed_facts(closure)
