"""What people read of an invoice, an indicator or a line of the checklist."""

from decimal import Decimal
from imio.centrale import _
from imio.centrale.domain.money import format_number_fr
from imio.centrale.domain.numbers import format_enterprise_number
from zope.i18n import translate

import re


SENTENCES = {
    # the file of an invoice
    "xml_too_large": _("The invoice holds more than can be read."),
    "unknown_encoding": _(
        "The invoice is written in “${encoding}”, which is not read: send it in UTF-8."
    ),
    "xml_with_dtd": _(
        "The invoice declares a document type (DTD), which no UBL invoice has: it is not opened."
    ),
    "not_xml": _("The file of the invoice is damaged XML (line ${line})."),
    "not_ubl": _(
        "This is not a UBL invoice: it is a “${root}”. Send the UBL invoice, or its PDF."
    ),
    "credit_note": _("This is a credit note: add the invoice."),
    "invoice_term_missing": _("The invoice does not give ${term}."),
    "invoice_term_invalid": _("${term} of the invoice cannot be read: “${text}”."),
    "party_number_missing": _("The invoice does not give the number of ${role}."),
    "negative_total": _("${term} of the invoice is negative: ${amount} €."),
    "invoice_does_not_add_up": _(
        "The invoice does not add up: ${term} is ${found} €, its parts make ${expected} € (${rule})."
    ),
    "vat_does_not_add_up": _(
        "The VAT of the invoice does not add up: it says ${found} €, its parts make ${expected} € (${rule})."
    ),
    "line_does_not_add_up": _(
        "Line ${line} of the invoice does not add up: it says ${found} €, price times quantity make ${expected} €."
    ),
    "structured_communication_wrong": _(
        "The structured communication ${text} is wrong: its check digits do not fit."
    ),
    "attachment_unreadable": _(
        "The document “${filename}” within the invoice cannot be read."
    ),
    # order, invoice, payment
    "seller_is_not_the_supplier": _(
        "The invoice is from the enterprise ${found}, the order is for ${expected}."
    ),
    "buyer_is_not_the_authority": _(
        "The invoice is addressed to ${found}, the authority that ordered is ${expected}."
    ),
    "total_differs": _(
        "The invoice comes to ${found} € ${basis}, the order to ${expected} €."
    ),
    "vat_differs": _(
        "At ${rate} %: ${found} € of VAT on ${found_base} € invoiced, ${expected} € on ${expected_base} € ordered."
    ),
    "reverse_charge": _("The authority itself owes VAT of this invoice."),
    "invoice_before_order": _(
        "The invoice is dated ${found}, before the order of ${expected}."
    ),
    "paid_before_invoice": _(
        "The payment is dated ${found}, before the invoice of ${expected}."
    ),
    "paid_less_than_invoice": _("${found} € were paid of the ${expected} € invoiced."),
    "invoice_number_differs": _(
        "The number typed, “${found}”, is not the one of the invoice: “${expected}”."
    ),
    "invoice_date_differs": _(
        "The date typed, ${found}, is not the one of the invoice: ${expected}."
    ),
    "invoice_total_differs": _(
        "The amount typed, ${found} €, is not the one of the invoice: ${expected} €."
    ),
    "nothing_to_match": _("There is no order to compare with."),
    # indicators
    "indicator_unknown": _("The lot has no indicator “${indicator}”."),
    "indicator_twice": _("The indicator “${indicator}” appears twice."),
    "indicator_missing": _("Give the value of the indicator “${indicator}”."),
    "indicator_wrong_type": _(
        "“${value}” is no value of “${indicator}”: give ${kind}."
    ),
    "indicator_kind_unknown": _("The kind of the indicator “${indicator}” is unknown."),
    "indicator_target_wrong": _(
        "The target of “${indicator}” is no value of its kind, such as 80 or ≤ 5."
    ),
    # the checklist
    "day_missing": _("The day of ${piece} is not given."),
    "day_in_future": _(
        "The day of ${piece}, ${day}, is after the deposit of the file."
    ),
    "invoice_number_missing": _("The number of the invoice is not given."),
    "code_unreadable": _("${document}: no tracking code could be read in it."),
    "code_not_alone": _("${document} carries tracking codes of other dossiers too."),
    "subsidy_given_back": _("The order no longer holds a subsidy."),
    "tick_not_needed": _("This line is right: there is nothing to answer for."),
    "tick_not_allowed": _(
        "Nobody can answer for this line: send the file back, or leave the line as it is."
    ),
    "unknown_checklist_line": _("The checklist has no line “${line}”."),
    # sending back
    "no_such_field": _("A closure file has no field “${name}”."),
    "correction_awaited": _(
        "The closure file that was sent back waits for its corrections: correct that one."
    ),
}

#: values of reasons that are words of a list
WORDS = {
    "role": {"seller": _("the seller"), "buyer": _("the buyer")},
    "piece": {
        "report_signed_on": _("the signature of the report"),
        "invoice_date": _("the invoice"),
        "payment_date": _("the payment"),
    },
    "basis": {"excl_vat": _("excluding VAT"), "incl_vat": _("including VAT")},
    "kind": {
        "integer": _("a whole number"),
        "decimal": _("a number, such as 12,5"),
        "percent": _("a percentage, such as 80"),
        "yes_no": _("yes or no"),
        "text": _("a text"),
    },
    "term": {
        "BT-1": _("the number (BT-1)"),
        "BT-2": _("the date (BT-2)"),
        "BT-3": _("the type (BT-3)"),
        "BT-5": _("the currency (BT-5)"),
        "BT-27": _("the name of the seller (BT-27)"),
        "BT-44": _("the name of the buyer (BT-44)"),
        "BT-106": _("the sum of the lines (BT-106)"),
        "BT-107": _("the sum of the allowances (BT-107)"),
        "BT-108": _("the sum of the charges (BT-108)"),
        "BT-109": _("the total excluding VAT (BT-109)"),
        "BT-110": _("the VAT (BT-110)"),
        "BT-112": _("the total including VAT (BT-112)"),
        "BT-115": _("the amount to be paid (BT-115)"),
        "BG-23": _("the VAT by rate (BG-23)"),
        "BG-25": _("any line (BG-25)"),
    },
}
#: values that are an amount, a day or a number of an enterprise, by their shape
COMPARED = ("expected", "found", "expected_base", "found_base")
_AMOUNT = re.compile(r"-?[0-9]+\.[0-9]{2}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ENTERPRISE = re.compile(r"[01][0-9]{9}")


def word(key, value, context):
    """A value of a list, in words; any other as it is."""
    text = WORDS[key].get(value)
    return value if text is None else translate(text, context=context)


def compared(value):
    """What was expected or found, as Belgians write it."""
    if _AMOUNT.fullmatch(value):
        return format_number_fr(Decimal(value))
    if _DAY.fullmatch(value):
        year, month, day = value.split("-")
        return f"{day}/{month}/{year}"
    if _ENTERPRISE.fullmatch(value):
        return format_enterprise_number(value)
    return value
