"""Mails of the procedure. They leave when the transaction commits, never when it aborts."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from imio.centrale import _
from imio.centrale import missions
from imio.centrale.content.centrale import ICentrale
from imio.centrale.lookup import ancestor
from plone import api
from zope.i18n import translate


#: mails are in French whatever the language of who clicks
LANGUAGE = "fr"


def send(sender_name, sender, recipient, subject, body):
    """Hand a mail to the mail host, which sends it at the end of the transaction."""
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(sender_name, addr_spec=sender)
    message["To"] = recipient
    message["Subject"] = subject
    message.set_content(body)
    api.portal.get_tool("MailHost").send(
        message.as_string(), mto=[recipient], mfrom=sender, immediate=False
    )


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

    def in_french(text):
        return translate(text, mapping=values, target_language=LANGUAGE)

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
    send(
        centrale.title,
        centrale.contact_email,
        mission.contact_email,
        in_french(subject),
        in_french(body),
    )
