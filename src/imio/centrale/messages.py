"""What the people read when a rule refuses: one sentence for each reason code."""

from datetime import datetime
from decimal import Decimal
from imio.centrale import _
from imio.centrale import closure_sentences
from imio.centrale.domain.calendar import to_brussels
from imio.centrale.domain.money import format_number_fr
from imio.centrale.proving.documents import TITLES
from imio.centrale.workflows.names import DOMAIN
from plone import api
from zope.i18n import translate
from zope.i18nmessageid import Message


#: names of the values of reasons that are euros, or days as ISO writes them
AMOUNTS = (
    "offered",
    "ceiling",
    "amount",
    "category_amount",
    "committed",
    "granted",
    "held",
    "liquidated",
    "left",
    "asked",
)
DAYS = ("day", "end", "valid_until", "deadline")

SENTENCES = {
    **closure_sentences.SENTENCES,
    # adhesion
    "adhesion_missing": _(
        "The adhesion of this authority to the centrale is not active: submit the adhesion deliberation first."
    ),
    "adhesion_exists": _("This authority already has an adhesion to this centrale."),
    "deliberation_missing": _("Add the file of the deliberation."),
    "deliberation_date_missing": _("Give the date of the deliberation."),
    "organ_missing": _("Say which organ took the deliberation."),
    "declaration_rewritten": _(
        "A declaration already made cannot be changed: add a new one below."
    ),
    # registers
    "enterprise_number_taken": _(
        "The enterprise number ${number} already belongs to “${title}”."
    ),
    "code_prefix_taken": _("The prefix ${prefix} is used by another centrale."),
    "lot_number_taken": _(
        "The number ${number} is used by another lot of this centrale."
    ),
    # request
    "not_your_authority": _("You can only name an authority you belong to."),
    "lot_of_another_centrale": _("This lot belongs to another centrale."),
    "market_of_another_centrale": _("This market belongs to another centrale."),
    "lot_not_open": _("The market of this lot is not open for requests."),
    "lot_expired": _("The market of this lot ended on ${end}."),
    "ceiling_reached": _("The lot has reached its ceiling of ${ceiling} €."),
    "ceiling_near": _("At least ${level} % of a ceiling of ${ceiling} € is used."),
    "code_taken": _(
        "The tracking code ${code} belongs to another dossier: add a new request instead of a copy."
    ),
    "unknown_option": _("The lot has no option “${option}”."),
    # request and order, as they are typed
    "lot_missing": _("Choose the lot you need."),
    "contact_name_missing": _("Give the name of the contact."),
    "contact_email_missing": _("Give the e-mail address of the contact."),
    "contact_email_wrong": _(
        "Give an e-mail address such as name@municipality.example."
    ),
    "order_number_missing": _("Give the number of the order."),
    "order_date_missing": _("Give the date of the order."),
    "return_reason_missing": _("Say what has to change: the supplier reads it."),
    # cascade
    "lot_is_direct": _("This lot has one supplier: there is no cascade to run."),
    "no_supplier": _("No supplier of the ranking is valid today for this lot."),
    "ranks_exhausted": _(
        "Every rank has been consulted: decide what happens to this mission."
    ),
    "consultation_open": _("A supplier is being consulted: wait for its answer."),
    "already_accepted": _("A supplier has already accepted this mission."),
    "no_consultation_open": _("No consultation waits for an answer."),
    "not_due": _("The supplier may still answer until ${due}."),
    "overdue": _("The delay to answer ended on ${due}."),
    "no_acceptance": _("No supplier has accepted this mission yet."),
    "unknown_rank": _("The ranking has no valid rank ${rank} today."),
    "ranks_not_exhausted": _(
        "A rank can be chosen only when every rank has been consulted."
    ),
    "duplicate_rank": _("The rank ${rank} appears twice for the same period."),
    "duplicate_supplier": _("The same supplier appears twice for the same period."),
    "rank_not_positive": _("Ranks start at 1."),
    "period_inverted": _("The period ends before it starts."),
    "direct_lot_one_supplier": _("A direct lot has one supplier at a time."),
    "reason_required": _("Choose a reason."),
    "reason_malformed": _(
        "A reason code is made of small letters, digits and underscores, at most fifty."
    ),
    "note_required": _("Explain the reason in a note."),
    "note_too_long": _("The note is longer than 5000 characters."),
    "note_empty": _("Write the note first."),
    "comment_too_long": _("The comment is longer than 5000 characters."),
    "unkeepable": _("This text holds a character that cannot be kept."),
    # inventory
    "duplicate_code": _("The code ${code} appears twice."),
    "unknown_vat_rate": _("${rate} is not a Belgian VAT rate: 0, 6, 12 or 21."),
    "supplier_not_in_ranking": _("This supplier is not in the ranking of the lot."),
    "version_exists": _(
        "Version ${version} of this supplier was already published for this lot."
    ),
    "version_not_later": _(
        "This version must start after the version in force, which starts on ${start}."
    ),
    "newer_version_missing": _("Only the publication of a newer version supersedes."),
    "unknown_version": _("This supplier has no such other version for this lot."),
    "unknown_format": _("The format is “xlsx”, “csv” or “ods”."),
    "unknown_filter": _("“${value}” is nothing that can be looked for here."),
    # figures
    "unknown_year": _(
        "There are figures of the years ${first} to ${last}: write one of them."
    ),
    "unknown_market": _("The centrale has no such market."),
    "unknown_figure": _("The figures of this year hold no “${figure}”."),
    "unknown_table": _("There is no such table in these figures."),
    "no_such_authority": _("The register holds no such authority."),
    "line_gone": _("The inventory has no line “${code}” any more."),
    # annexe B as a file
    "file_missing": _("Choose the file."),
    "file_empty": _("The file is empty."),
    "too_large": _("The file is larger than ${limit} MB."),
    "too_large_unzipped": _("The file holds more than can be read: reduce it."),
    "too_many_rows": _("The file has more than ${limit} rows: split it."),
    "too_many_columns": _("Row ${row} has more than ${limit} columns."),
    "too_many_cells": _("The file has more than ${limit} cells: split it."),
    "cell_too_long": _(
        "Sheet “${sheet}”, row ${row}: a cell has more than ${limit} characters."
    ),
    "too_complex": _(
        "The file holds more than can be read: keep the values only, in a new file."
    ),
    "too_slow": _("The file takes more than ${seconds} seconds to read: reduce it."),
    "encrypted": _("The file is protected by a password: send it without."),
    "macros": _("The file holds macros: save it without."),
    "unsupported_kind": _(
        "This kind of file cannot be read (${kind}): send an XLSX, ODS or CSV file."
    ),
    "broken_file": _("The file is damaged: open it, save it again and send that."),
    "doctype": _("The file holds XML that is not allowed in a spreadsheet."),
    "hidden_sheet": _("The hidden sheet “${sheet}” was left aside."),
    "extension_differs": _(
        "The name ends in “${extension}”, but this is a file of the kind ${kind}."
    ),
    "no_rows": _("The file has no row with values."),
    "sheet_missing": _("The file has no sheet “${sheet}” with values."),
    "column_missing": _(
        "Sheet “${sheet}”, row ${row}: no column is “${wanted}”. Say which one it is."
    ),
    "column_twice": _(
        "Two columns are “${wanted}”: ${first} and ${second}. Keep one of them."
    ),
    "unknown_field": _("The column “${header}” cannot mean this."),
    "line_code_missing": _("The code is missing."),
    "label_missing": _("The label is missing."),
    "price_missing": _("The price is missing."),
    "vat_rate_missing": _("The VAT rate is missing."),
    "code_repeated": _("The code ${code} stands in row ${first} already."),
    "example_line": _("This is the example of the template: replace it."),
    "merged_cell": _("The cells ${range} are merged: split them."),
    "formula_error": _("The formula gives an error: ${text}."),
    "not_a_text": _("“${text}” is no text: format the cell as text and type it again."),
    "text_not_kept": _("The text holds a character that cannot be kept."),
    "text_too_long": _("The text is longer than ${limit} characters."),
    "price_not_a_number": _("“${text}” is not a price."),
    "price_ambiguous": _(
        "“${text}” may be thousands or decimals: write it with a decimal comma."
    ),
    "foreign_currency": _("“${text}” is not in euros."),
    "price_too_precise": _("A unit price has at most ${digits} decimals."),
    "price_too_high": _("A unit price has at most ${digits} digits before the comma."),
    "preview_outdated": _(
        "The file, its columns, the inventory or the lot changed since the preview: look at the new one first."
    ),
    "lines_refused": _(
        "${count} lines are refused: correct the file, or confirm without them."
    ),
    "upload_gone": _("The file no longer waits: send it again."),
    # offer
    "no_lines": _("Add at least one line."),
    "no_inventory": _(
        "No price inventory of this supplier was in force for this lot on ${day}: ask the centrale to publish it."
    ),
    "unknown_line": _("Annexe B has no line “${code}”."),
    "price_above_inventory": _(
        "The price of ${code}, ${offered} €, is above annexe B: ${ceiling} € at most."
    ),
    "price_negative": _("The price of ${code} is negative."),
    "quantity_not_positive": _("The quantity of ${code} must be more than zero."),
    "offer_expired": _("The offer was valid until ${valid_until}: ask for a new one."),
    "offer_not_accepted": _(
        "The authority has not accepted an offer for this mission."
    ),
    "order_under_way": _("An order rests on this offer: it must be sent back first."),
    # order and closure
    "purchase_order_missing": _("Add the file of the purchase order."),
    "report_missing": _("Add the end-of-mission report signed by the authority."),
    "invoice_missing": _("Add the invoice."),
    "payment_proof_missing": _("Add the proof of payment."),
    "invoice_totals_inconsistent": _(
        "The invoice is lower including VAT than excluding VAT."
    ),
    "only_centrale_cancels_confirmed": _(
        "Only the centrale can cancel a confirmed order."
    ),
    # mission
    "mission_not_waiting": _(
        "The mission does not wait for this now: its state is “${state}”."
    ),
    "moves_by_itself": _(
        "The mission moves by itself when its offer, order or closure file moves."
    ),
    # subsidy
    "category_missing": _("The program has no category."),
    "category_code_twice": _("The code ${code} names two categories."),
    "category_gap": _("There is a gap below this category."),
    "category_overlap": _("This category overlaps the one below."),
    "category_amount_negative": _("The amount of a category cannot be negative."),
    "category_bounds_inverted": _("The category ends before it starts."),
    "program_closed": _("The subsidy program is not open."),
    "type_not_eligible": _("This kind of authority is not eligible for the subsidy."),
    "german_speaking": _(
        "Authorities of the German-speaking Community are not eligible."
    ),
    "interest_too_late": _("The interest was not declared in time (${deadline})."),
    "order_too_late": _("The order arrived after the deadline (${deadline})."),
    "order_without_amount": _("An order of zero euros gets no subsidy."),
    "category_unknown": _("No category matches the number of users declared."),
    "entitlement_used": _(
        "The authority already has the whole amount of its category: ${category_amount} €."
    ),
    "envelope_exhausted": _(
        "Nothing is left in the envelope: the order waits at its rank."
    ),
    "invoice_issued_late": _("The invoice was issued after ${deadline}."),
    "dossier_too_late": _("The closure file was received after ${deadline}."),
    "invoice_copy_too_late": _(
        "The copy of the invoice was received after ${deadline}."
    ),
    "deadline_missing": _("Choose the deadline to extend."),
    "unknown_deadline": _("The subsidy has no deadline “${deadline}”."),
    "derogation_without_deadline": _(
        "The program does not set this deadline: there is nothing to extend."
    ),
    "not_a_day": _("Give a day, such as 31/12/2026."),
    "derogation_too_long": _(
        "Give a day within ten years of the present deadline (${deadline})."
    ),
    "derogation_not_later": _("Give a day after the present deadline (${deadline})."),
    "no_program": _("This dossier has no subsidy program."),
    "note_missing": _("Give the reason of the change."),
    "amount_absurd": _("This is not an amount in euros and cents."),
    "amount_negative": _("An amount cannot be negative."),
    "amount_not_positive": _("Give an amount above zero."),
    "amount_above_held": _("The dossier holds ${held} €, no more."),
    "amount_above_granted": _("The dossier was granted ${granted} €, no more."),
    "amount_above_liquidated": _("${liquidated} € were paid, no more."),
    "amount_below_liquidated": _("${liquidated} € were paid already."),
    "envelope_below_commitments": _(
        "The envelope cannot be lower than what is reserved, granted and paid: ${committed} €."
    ),
    "ledger_not_open": _("The program has no envelope yet: open it first."),
    "ledger_already_open": _("The envelope of this program is open already."),
    "already_deposited": _("This order has its rank already: ${rank}."),
    "not_deposited": _("This order stands in no ledger."),
    "already_confirmed": _("This order was granted its subsidy already."),
    "nothing_reserved": _("This order holds nothing that could be released."),
    "fingerprint_missing": _(
        "No fingerprint was found: paste lines with the number of an entry and its 64 characters, or a whole mail."
    ),
    "fingerprints_disagree": _(
        "Two different fingerprints are given for entry ${number}."
    ),
    "program_already_open": _("Another subsidy program of this centrale is open."),
    # liquidation
    "batch_empty": _("The batch has no payment."),
    "closure_not_accepted": _("The closure file of ${code} is not accepted yet."),
    "nothing_granted": _("Nothing is granted to ${code} that is not yet paid."),
    "dossier_of_another_program": _("${code} has its subsidy from “${program}”."),
    "twice_in_batch": _("${code} stands in the batch already."),
    "in_another_batch": _("${code} waits for its payment in the batch “${batch}”."),
    "not_in_batch": _("${code} is not in this batch."),
    "approval_missing": _("Give the reference and the date of the approval."),
    "approval_in_future": _("The approval cannot be dated after today."),
    "confirmed_by_same_person": _(
        "You confirmed the order of ${code}: somebody else approves its payment."
    ),
    "debtor_missing": _("Give the account that pays."),
    "execution_date_past": _("The day of the payment has passed."),
    "execution_date_too_far": _("Banks take a payment at most a year ahead."),
    "already_paid": _("The payment of ${code} was noted already."),
    "already_refused": _("The refusal of ${code} by the bank was noted already."),
    "payment_before_approval": _("The payment cannot be dated before its approval."),
    "payment_in_future": _("The payment cannot be dated after today."),
    "unknown_mission": _("No dossier of the centrale is meant by this."),
    # account of an authority
    "iban_missing": _("The authority of ${code} has no account number."),
    "iban_not_confirmed": _(
        "The account of the authority of ${code} changed: a second person must confirm it first."
    ),
    "iban_changed": _(
        "The account of the authority of ${code} is no longer the one that was approved: open the batch again."
    ),
    "nothing_to_confirm": _("No change of the account waits to be confirmed."),
    "iban_differs": _("This is not the account number that was declared."),
    "same_person": _("You declared this account: somebody else confirms it."),
    # views of a list
    "view_name_missing": _("Give the view a name."),
    "view_name_too_long": _("The name of a view has at most ${most} characters."),
    "view_name_taken": _("You already keep a view named “${name}”."),
    "too_many_views": _("You keep ${most} views already: delete one first."),
    "view_too_long": _("These are too many filters to be kept: remove some."),
    "view_unknown": _("You keep no such view."),
    # documents
    "code_absent": _("The tracking code of the dossier was not found in ${document}."),
    "code_foreign": _("${document} carries the tracking code of another dossier."),
    "override_note_missing": _("Say why the document may pass."),
    "unknown_document": _("There is no document “${name}” here."),
    "document_replaced": _(
        "${document} was replaced since you looked at it: look at it again."
    ),
    "nothing_to_override": _("${document} is not stopped: nobody need let it pass."),
    # enquiries
    "kind_missing": _("Say what kind of message it is."),
    "subject_missing": _("Say in a few words what it is about."),
    "name_missing": _("Give your name."),
    "mail_missing": _("Give your e-mail address: the answer goes there."),
    "mail_malformed": _(
        "This is not an e-mail address: compare it with name@example.be."
    ),
    "message_missing": _("Write your message."),
    "code_elsewhere": _(
        "This tracking code belongs to a dossier of another centrale: write to that one."
    ),
    "too_many_messages": _(
        "Too many messages came from here within an hour: try again later, or write to ${contact}."
    ),
    "answer_missing": _("Write the answer first."),
    "enquiry_closed": _("This exchange is closed: reopen it first."),
    "enquiry_not_closed": _("Close this exchange first: its sender still waits."),
    "already_erased": _("The name and the address were erased already."),
    # any transition
    "wrong_state": _("This is not possible now: the state is “${state}”."),
    "not_permitted": _("You are not allowed to do this."),
    "unknown_transition": _("There is no transition “${transition}” here."),
    "still_used": _("This cannot be deleted: dossiers refer to it."),
    "field_kept": _("This can no longer be changed."),
    "stays_in_place": _(
        "This stays where it was made: access, rules and figures depend on its place."
    ),
    "award_mode_in_use": _(
        "Requests on this lot wait for their supplier: the award mode cannot change now."
    ),
    "authority_kept": _(
        "An adhesion keeps its authority: delete it and add another one."
    ),
    "code_is_id": _(
        "A mission keeps its place and its address: they hold its tracking code."
    ),
    # form of the call
    "not_json": _("The body of the request is not JSON."),
    "not_an_object": _("The body of the request must be a JSON object."),
    "wrong_check_character": _(
        "A character of this tracking code is wrong: compare it with the mail of confirmation."
    ),
    "unknown_code": _("No dossier has this tracking code."),
    "code_missing": _("Add a tracking code to the address."),
    "unknown_action": _("The action is “consult”, “skip” or “expire”."),
    "unknown_answer": _("The answer is “accepted” or “declined”."),
    "answer_or_action": _(
        "Send an answer (the supplier) or an action (the centrale), not both."
    ),
    "wrong_type": _("The value of “${field_name}” has the wrong type."),
    "not_json_type": _("Send the body as application/json."),
    "body_too_long": _(
        "The body is longer than ${limit} MB: send the files before it, by TUS."
    ),
    # forms of other programs
    "external_id_missing": _("Add an external reference to the address."),
    "external_id_malformed": _(
        "An external reference has 1 to ${limit} letters, digits, dots, underscores, "
        "colons or hyphens; the first is a letter or a digit."
    ),
    "external_id_used": _(
        "The external reference ${external_id} was used with other values: ${names}."
    ),
    "unknown_external_id": _("Nothing was received with this external reference."),
    "unknown_member": _("The form has no “${name}”."),
    "too_many_values": _("At most ${limit} values."),
    "enterprise_number_wrong": _(
        "This is not an enterprise number: its check digits do not fit."
    ),
    "unknown_authority": _("No authority of the register has this number."),
    "unknown_supplier": _("No supplier of the register has this number."),
    "unknown_lot": _("The centrale has no lot with this number."),
    "dossier_of_another": _(
        "The dossier with this tracking code belongs to another party."
    ),
    "file_name_wrong": _("The name of a file has 1 to ${limit} characters."),
    "upload_unknown": _("There is no such upload: it may be too old. Send it again."),
    "upload_unfinished": _("The upload has ${offset} of its ${length} bytes."),
    "upload_header": _("The header ${header} is missing, or cannot be read."),
    "upload_offset": _("The next part starts at byte ${offset}."),
    "bad_day": _("Give a day, such as 2026-12-31."),
    "bad_number": _(
        "Give a whole number: 0 or more for “b_start”, 1 or more for “b_size”."
    ),
    "unknown_view": _("Ask for the view “public” or “full”."),
    "ocds_not_published": _(
        "Nothing of this mission is published: its order is not confirmed, its lot is "
        "withheld, or the open data are switched off."
    ),
    "wrong_cursor": _("This cursor is not one of this feed: use the one of an answer."),
    "callback_address": _("Give the whole address, such as https://host.example/path."),
    "callback_https": _("The address must begin with https://."),
    "callback_host": _(
        "${host} is not on the list of hosts that may be called back: a site "
        "administrator adds it in the settings of the centrales."
    ),
    "callback_gone": _("Somebody removed this address meanwhile."),
    "callback_known": _("This address is registered already."),
    "drafts_full": _(
        "You have ${limit} requests that are not sent yet: send or throw away one of "
        "them first."
    ),
    "callbacks_full": _("A centrale calls back at most ${limit} addresses."),
    "bad_time": _("Give the time with its offset, such as 2026-03-02T09:00:00+01:00."),
    "now_needs_post": _(
        "A link cannot set the time: send it by POST, or authenticate with HTTP Basic."
    ),
    "invalid": _("${message}"),
    "bad_request": _("The request cannot be read: ${text}"),
}


#: the same codes in the words of the ceiling that is meant
CEILINGS = {
    "ceiling_reached": {
        "lot": _("The ceiling of the lot, ${ceiling} €, has no room for ${asked} €."),
        "market": _(
            "The ceiling of the market, ${ceiling} €, has no room for ${asked} €."
        ),
        "authority": _(
            "The maximum that the authority declared for this lot has no room for ${asked} €."
        ),
    },
    "ceiling_near": {
        "lot": _(
            "At least ${level} % of the ceiling of the lot, ${ceiling} €, is reserved or consumed."
        ),
        "market": _(
            "At least ${level} % of the ceiling of the market, ${ceiling} €, is reserved or consumed."
        ),
        "authority": _(
            "At least ${level} % of the maximum that the authority declared, ${ceiling} €, is used: ${left} € are left."
        ),
    },
}

#: the columns of annexe B, for the sentences that name one
INVENTORY_FIELDS = {
    "code": _("Code"),
    "label": _("Label"),
    "unit": _("Unit"),
    "unit_price": _("Unit price excluding VAT (€)"),
    "vat_rate": _("VAT"),
    "option": _("Option"),
}
IN_FILE = _("Row ${row}, column ${column}: ${text}")


#: why an amount was given back or not paid, by the code of the entry of the ledger
ENTRY_REASONS = {
    "order_returned": _("the order was sent back."),
    "order_refused": _("the order was refused."),
    "order_cancelled": _("the order was cancelled."),
    "lower_invoice": _("the invoice is lower than the order."),
    "deadline_missed": _("the closure file did not arrive in time."),
    "bank_refused": _("the bank refused the payment."),
}


def entry_reason(code, language):
    """Why an entry of the ledger gives back or takes back; empty where it does not."""
    text = ENTRY_REASONS.get(code)
    return translate(text, target_language=language) if text is not None else ""


def sentence(reason, context=None):
    """The sentence of one reason, in the language of the request."""
    context = context or api.env.getRequest()
    values = {key: shown(key, value, context) for key, value in reason.mapping.items()}
    return translate(Message(words_for(reason), mapping=values), context=context)


def words_for(reason):
    """The message of a reason, before its values."""
    by_scope = CEILINGS.get(reason.code, {})
    return by_scope.get(reason.mapping.get("scope"), SENTENCES[reason.code])


def sentence_in_file(reason, context=None):
    """The sentence of a reason about a cell, with its row and column."""
    values = {**reason.mapping, "text": sentence(reason, context)}
    context = context or api.env.getRequest()
    return translate(Message(IN_FILE, mapping=values), context=context)


def shown(key, value, context):
    """A value as it stands in a sentence: titles of states are translated, amounts and
    days are written as Belgians do.
    """
    if key == "state":
        return translate(value, domain=DOMAIN, context=context)
    if key == "wanted":
        return translate(INVENTORY_FIELDS[value], context=context)
    if key in AMOUNTS:
        return format_number_fr(Decimal(value))
    if key in DAYS and value:
        return shown_deadline(value)
    if key in closure_sentences.COMPARED:
        return closure_sentences.compared(value)
    if key in closure_sentences.WORDS:
        return closure_sentences.word(key, value, context)
    if key == "document":
        return translate(TITLES.get(value, value), context=context)
    return value


def shown_deadline(value):
    """A day, or a day and an hour in Brussels, from ISO text; what is neither stays."""
    try:
        read = datetime.fromisoformat(value)
    except ValueError:
        return value
    if read.tzinfo is None:
        return f"{read:%d/%m/%Y}"
    return f"{to_brussels(read):%d/%m/%Y %H:%M}"


def as_json(reason, context=None):
    """A reason as REST gives it: code, message and, if there is one, its field."""
    result = {"code": reason.code, "message": sentence(reason, context)}
    if reason.field:
        result["field"] = reason.field
    return result
