"""How many messages the contact form takes within an hour, in each process of the site.

Behind a proxy Zope must trust it (``trusted-proxy``): otherwise all visitors have one
address.
"""

from imio.centrale import clock
from imio.centrale.domain.hourly import HourlyLimit
from imio.centrale.domain.hourly import visitor_key
from imio.centrale.domain.reasons import reason
from imio.centrale.domain.reasons import Refused
from plone import api


#: a town hall has one address for all of its people
BY_VISITOR = HourlyLimit(20)
#: nobody's mailbox is filled by the receipts of a form
BY_RECIPIENT = HourlyLimit(10)


def take(request, recipient, contact):
    """Count one message; ``Refused`` (``too_many_messages``) when there were too many.

    Those who log in are known: only their mails are counted.
    """
    now = clock.now()
    allowed = not api.user.is_anonymous() or BY_VISITOR.take(
        visitor_key(request.getClientAddr() or ""), now
    )
    if not (allowed and BY_RECIPIENT.take(recipient.lower(), now)):
        raise Refused([reason("too_many_messages", contact=contact)])
