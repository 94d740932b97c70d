"""Enquiries: of which kind, about which dossier; every word, for those who see them."""

from imio.centrale.content.enquiry import IEnquiry
from imio.centrale.indexers.common import given
from plone.indexer import indexer


@indexer(IEnquiry)
def tracking_code(enquiry):
    return given(enquiry.tracking_code)


@indexer(IEnquiry)
def enquiry_kind(enquiry):
    return enquiry.kind


@indexer(IEnquiry)
def searchable_text(enquiry):
    texts = (row["text"] for row in enquiry.messages or ())
    named = (
        enquiry.title,
        enquiry.tracking_code,
        enquiry.organisation,
        enquiry.sender_name,
    )
    return " ".join(text for text in (*named, *texts) if text)
