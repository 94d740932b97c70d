"""The mails of an enquiry, from the contact address of its centrale, in French.

Anybody may type the address of somebody else: the receipt repeats nothing of what was
typed, so that the form sends nobody's words to a third person.
"""

from imio.centrale import _
from imio.centrale import mails
from imio.centrale.content.centrale import ICentrale
from imio.centrale.domain import enquiry as rules
from imio.centrale.lookup import ancestor
from zope.component import getUtility
from zope.schema.interfaces import IVocabularyFactory


PAGE = "@@centrale-thread"


def send_receipt(enquiry):
    """Whoever asked gets the address of the thread."""
    subject = _("Your message has been received")
    body = _(
        "mail_enquiry_received",
        default="""Hello,

${centrale} has received the message that was sent with this address, and will answer it.

You can read the exchange and add to it here, without logging in.
Keep this address to yourself: whoever has it reads the exchange.
${url}

If you sent nothing, you need not do anything: somebody typed your address by mistake.

${centrale}
${contact}
""",
    )
    _send_to_sender(enquiry, subject, body, {})


def send_answer(enquiry, text):
    """Whoever asked gets the answer; nobody, once the sender was erased."""
    subject = _("Answer to your message")
    body = _(
        "mail_enquiry_answered",
        default="""Hello,

${centrale} answers your message “${title}”:

${text}

You can read the exchange and add to it here, without logging in.
Keep this address to yourself: whoever has it reads the exchange.
${url}

${centrale}
${contact}
""",
    )
    values = {"title": enquiry.title, "text": text}
    _send_to_sender(enquiry, subject, body, values)


def _send_to_sender(enquiry, subject, body, values):
    if not enquiry.sender_email:
        return
    centrale = ancestor(enquiry, ICentrale)
    values = {
        **values,
        "centrale": centrale.title,
        "contact": centrale.contact_email,
        "url": new_address(enquiry, centrale),
    }
    _send(centrale, enquiry.sender_email, subject, body, values)


def new_address(enquiry, centrale):
    """An address that opens the thread; its key is stored as a digest only."""
    key = rules.new_key()
    enquiry.keys = rules.with_key(enquiry.keys, key)
    return f"{centrale.absolute_url()}/{PAGE}/{enquiry.getId()}/{key}"


def tell_centrale(enquiry):
    """The centrale learns that somebody waits for an answer."""
    centrale = ancestor(enquiry, ICentrale)
    kinds = getUtility(IVocabularyFactory, "imio.centrale.enquiry_kinds")(None)
    kind = mails.in_french(kinds.getTerm(enquiry.kind).title, {})
    values = {
        "kind": kind,
        "title": enquiry.title,
        "code": enquiry.tracking_code or "-",
        "name": enquiry.sender_name or "-",
        "text": enquiry.messages[-1]["text"],
        "url": enquiry.absolute_url(),
    }
    subject = _("${kind}: ${title}")
    body = _(
        "mail_enquiry_to_answer",
        default="""${kind}: ${title}
Tracking code: ${code}
From: ${name}

${text}

Answer here, not to this mail:
${url}
""",
    )
    _send(centrale, centrale.contact_email, subject, body, values)


def _send(centrale, recipient, subject, body, values):
    mails.send(
        centrale.title,
        centrale.contact_email,
        recipient,
        mails.in_french(subject, values),
        mails.in_french(body, values),
    )
