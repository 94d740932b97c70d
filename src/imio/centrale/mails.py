"""Mails of the procedure. They leave when the transaction commits, never when it aborts.

A mail host with a queue writes it at the commit, and tries until the server takes the
mail. Without a queue the mail is tried once, right after the commit: a server that does
not answer is logged, and the act of the user stands.
"""

from Acquisition import aq_base
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from imio.centrale import _
from imio.centrale import missions
from imio.centrale.content.centrale import ICentrale
from imio.centrale.lookup import ancestor
from plone import api
from Products.MailHost.MailHost import MailHostError
from smtplib import SMTPException
from zope.i18n import translate
from zope.i18nmessageid import Message

import logging
import transaction


logger = logging.getLogger(__name__)


#: mails are in French whatever the language of who clicks
LANGUAGE = "fr"


def send(sender_name, sender, recipient, subject, body):
    """Hand a mail to the mail host of the site, for the end of the transaction."""
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(sender_name, addr_spec=sender)
    message["To"] = recipient
    message["Subject"] = subject
    message.set_content(body)
    mail_host = api.portal.get_tool("MailHost")
    # given ``mfrom``, the mail host would drop the name of the sender
    mail = {"messageText": message.as_string(), "mto": [recipient]}
    if getattr(aq_base(mail_host), "smtp_queue", False):
        mail_host.send(**mail, immediate=False)
    else:
        transaction.get().addAfterCommitHook(deliver, args=(mail_host, mail))


def deliver(committed, mail_host, mail):
    """Send now what was waiting for the commit."""
    if not committed:
        return
    try:
        mail_host.send(**mail, immediate=True)
    except (OSError, SMTPException, MailHostError):
        logger.exception("A mail to %s could not be sent.", mail["mto"][0])


def send_to_contact(mission, subject, body, values):
    """Write to the contact of the authority of a mission, from its centrale."""
    centrale = ancestor(mission, ICentrale)
    send(
        centrale.title,
        centrale.contact_email,
        mission.contact_email,
        in_french(subject, values),
        in_french(body, values),
    )


def in_french(text, values):
    """A text of a mail with its values."""
    return translate(Message(text, mapping=values), target_language=LANGUAGE)


def send_confirmation(mission):
    """Tell the contact of the authority the tracking code [iMio-cyber] 000, point 3."""
    centrale = ancestor(mission, ICentrale)
    values = {
        "code": mission.tracking_code,
        "title": mission.title,
        "lot": missions.lot_of(mission).title,
        "authority": missions.authority_of(mission).title,
        "name": mission.contact_name,
        "url": mission.absolute_url(),
        "contact": centrale.contact_email,
        "centrale": centrale.title,
    }

    subject = _("${code}: your request has been received")
    body = _(
        "mail_confirmation",
        default="""Dear ${name},

${centrale} has received the request “${title}” of ${authority} for the lot “${lot}”.

Your tracking code is

    ${code}

Please write it in every document of this dossier: deliberation, purchase order, invoice, report.

You can follow the dossier here:
${url}

For any question: ${contact}

${centrale}
""",
    )
    send_to_contact(mission, subject, body, values)
