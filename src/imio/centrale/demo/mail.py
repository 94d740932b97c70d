"""The mail host of the demo: every mail becomes a file, none leaves the machine."""

from App.config import getConfiguration
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from email import message_from_bytes
from email.policy import default
from imio.centrale.domain.calendar import BRUSSELS
from pathlib import Path
from plone import api
from Products.MailHost.interfaces import IMailHost
from Products.MailHost.MailHost import MailHost
from secrets import token_hex
from zope.component import getSiteManager
from zope.interface import implementer
from zope.sendmail.delivery import DirectMailDelivery
from zope.sendmail.interfaces import IMailer

import re


#: beside the instance's own directory: ``var/mail``
DIRECTORY = "mail"
#: accents are written as they are, so that the file can be read as it is
READABLE = default.clone(cte_type="8bit", utf8=True, refold_source="all")

_silent = ContextVar("imio.centrale.demo.mail", default=False)


@contextmanager
def silence():
    """No mail of what happens inside, which was invented."""
    token = _silent.set(True)
    try:
        yield
    finally:
        _silent.reset(token)


def mail_directory():
    """Where the mails are written."""
    return Path(getConfiguration().clienthome).parent / DIRECTORY


def readable(message):
    """The same mail with its subject and texts unencoded."""
    mail = message_from_bytes(message, policy=READABLE)
    for part in mail.walk():
        if part.get_content_type() == "text/plain":
            part.set_content(part.get_content(), cte="8bit")
    return mail.as_bytes()


@implementer(IMailer)
class FileMailer:
    """Writes ``<date>T<time>-<recipient>-<random>.eml``; any mail program opens it."""

    def send(self, fromaddr, toaddrs, message):
        directory = mail_directory()
        directory.mkdir(parents=True, exist_ok=True)
        recipient = re.sub(r"[^\w@.-]", "_", toaddrs[0])
        name = f"{datetime.now(BRUSSELS):%Y%m%dT%H%M%S}-{recipient}-{token_hex(4)}.eml"
        (directory / name).write_bytes(readable(message))

    def abort(self):
        """Nothing was written before the end of the transaction."""

    def vote(self, fromaddr, toaddrs, message):
        """Nothing to check."""


class FileMailHost(MailHost):
    """A mail host that knows no server, whatever its settings say.

    It says that it has a queue: mails are written at the commit.
    """

    def _send(self, mfrom, mto, messageText, immediate=False):
        mailer = FileMailer()
        if _silent.get():
            return
        if immediate:
            mailer.send(mfrom, mto, messageText)
        else:
            DirectMailDelivery(mailer).send(mfrom, mto, messageText)


def replace_mail_host():
    """Put the mail host of the demo in the place of the site's."""
    portal = api.portal.get()
    host = FileMailHost(id="MailHost", smtp_host="localhost", smtp_queue=True)
    if "MailHost" in portal.objectIds():
        portal.manage_delObjects(["MailHost"])
    portal._setObject("MailHost", host)
    getSiteManager(portal).registerUtility(portal["MailHost"], IMailHost)
