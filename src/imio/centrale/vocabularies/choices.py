"""The closed lists of the domain: code in the data, words on the screen."""

from imio.centrale import _
from zope.interface import provider
from zope.schema.interfaces import IVocabularyFactory
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary


def factory(*choices):
    """A vocabulary factory of (code, title) pairs."""
    vocabulary = SimpleVocabulary(
        [SimpleTerm(code, code, title) for code, title in choices]
    )

    @provider(IVocabularyFactory)
    def get_vocabulary(context=None):
        return vocabulary

    return get_vocabulary


organs = factory(
    ("conseil_communal", _("Municipal council")),
    ("college", _("Municipal executive")),
    ("conseil_action_sociale", _("Social action council")),
    ("bureau_permanent", _("Permanent bureau")),
    ("conseil_provincial", _("Provincial council")),
    ("conseil_police", _("Police council")),
    ("conseil_zone", _("Zone council")),
    ("conseil_administration", _("Board of directors")),
    ("directeur_general", _("Director general")),
    ("other", _("Other organ")),
)
provinces = factory(
    ("hainaut", _("Hainaut")),
    ("liege", _("Liège")),
    ("luxembourg", _("Luxembourg")),
    ("namur", _("Namur")),
    ("brabant_wallon", _("Walloon Brabant")),
)
authority_types = factory(
    ("commune", _("Municipality")),
    ("cpas", _("Public social welfare centre")),
    ("province", _("Province")),
    ("zone_police", _("Police zone")),
    ("zone_secours", _("Rescue zone")),
    ("intercommunale", _("Intermunicipal company")),
    ("rca", _("Autonomous municipal corporation")),
    ("other", _("Other local authority")),
)
purchase_models = factory(
    ("intermediary", _("Awards contracts for its members (art. 2, 7° b)")),
    ("wholesaler", _("Buys and sells on (art. 2, 7° a)")),
)
award_modes = factory(
    ("direct", _("Direct: one supplier")),
    ("cascade", _("Cascade of ranked suppliers")),
)
option_kinds = factory(
    ("audit", _("Audit")),
    ("software", _("Software")),
    ("support", _("Support")),
    ("training", _("Training")),
)
lot_states = factory(
    ("open", _("Open")),
    ("coming", _("Coming")),
    ("running", _("Running")),
    ("exhausted", _("Exhausted")),
    ("ended", _("Ended")),
)
vat_rates = factory(
    ("0", _("0 %")),
    ("6", _("6 %")),
    ("12", _("12 %")),
    ("21", _("21 %")),
)
rank_statuses = factory(
    ("active", _("Active")),
    ("suspended", _("Suspended")),
    ("ended", _("Ended")),
)
amount_bases = factory(
    ("excl_vat", _("Excluding VAT")),
    ("incl_vat", _("Including VAT")),
)
subsidy_deadlines = factory(
    ("interest_deadline", _("Interest declared by")),
    ("order_deadline", _("Order received by")),
    ("invoice_issue_deadline", _("Invoice issued by")),
    ("dossier_deadline", _("Closure file received by")),
    ("invoice_copy_deadline", _("Copy of the invoice received by")),
)
payment_statuses = factory(
    ("waiting", _("Waiting")),
    ("paid", _("Paid")),
    ("refused", _("Refused by the bank")),
)
answers = factory(
    ("accepted", _("Accepted")),
    ("declined", _("Declined")),
    ("expired", _("Not answered in time")),
    ("skipped", _("Skipped")),
)
decline_reasons = factory(
    ("capacity", _("No capacity within the time asked")),
    ("out_of_scope", _("The need is outside the lot")),
    ("conflict_of_interest", _("Conflict of interest")),
    ("other", _("Other reason")),
)
skip_reasons = factory(
    ("unreachable", _("The supplier cannot be reached")),
    ("conflict_of_interest", _("Conflict of interest")),
    ("excluded", _("The supplier is excluded or suspended")),
    ("bankruptcy", _("Bankruptcy or end of activity")),
    ("other", _("Other reason")),
)
cancel_reasons = factory(
    ("need_disappeared", _("The need has disappeared")),
    ("budget_refused", _("The budget was refused")),
    ("duplicate", _("The request was made twice")),
    ("other", _("Other reason")),
)
indicator_kinds = factory(
    ("integer", _("Whole number")),
    ("decimal", _("Number with decimals")),
    ("percent", _("Percentage")),
    ("yes_no", _("Yes or no")),
    ("text", _("Text")),
)
checklist_lines = factory(
    ("report_present", _("The report is there")),
    ("report_signed", _("The report bears the date of its signature")),
    ("report_carries_code", _("The report carries the tracking code")),
    ("indicators_complete", _("The indicators of the lot are reported")),
    ("invoice_present", _("The invoice is there")),
    ("invoice_number", _("The invoice has a number")),
    ("invoice_date", _("The invoice has a date")),
    ("invoice_carries_code", _("The invoice carries the tracking code")),
    ("payment_proof_present", _("The proof of payment is there")),
    (
        "payment_proof_carries_code",
        _("The proof of payment carries no code of another dossier"),
    ),
    ("issued_in_time", _("The invoice was issued in time")),
    ("received_in_time", _("The file was received in time")),
    ("invoice_totals", _("The totals of the invoice are given")),
    ("three_way_match", _("Order, invoice and payment fit together")),
    ("paid", _("The invoice is paid")),
    ("subsidy_conditions", _("The order may have the subsidy")),
)
checklist_states = factory(
    ("ok", _("Right")),
    ("failed", _("Wrong")),
    ("cannot_tell", _("To be looked at")),
    ("not_asked", _("Not asked")),
)
verdict_subjects = factory(
    ("admissible", _("Admissible: complete and in time")),
    ("eligible", _("Eligible for the subsidy")),
)
verdict_states = factory(
    ("yes", _("Yes")),
    ("no", _("No")),
    ("open", _("Still open")),
    ("not_asked", _("No subsidy is asked for")),
)
enquiry_kinds = factory(
    ("question", _("Question")),
    ("complaint", _("Complaint")),
    ("remark", _("Remark")),
    ("precision", _("Precision")),
    ("proposal", _("Proposal")),
)
enquiry_sides = factory(
    ("asker", _("Whoever asked")),
    ("centrale", _("The centrale")),
)
unsuccessful_reasons = factory(
    ("ranks_exhausted", _("No supplier of the cascade accepted")),
    ("no_suitable_offer", _("No suitable offer")),
    ("no_answer_from_authority", _("The authority no longer answers")),
    ("other", _("Other reason")),
)
