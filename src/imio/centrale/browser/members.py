"""``@@centrale-members``: annexe D, the members of the centrale for those who serve them."""

from AccessControl import Unauthorized
from functools import cached_property
from imio.centrale import _
from imio.centrale import members
from imio.centrale.browser import showing
from imio.centrale.browser.asked import BATCH_SIZE
from imio.centrale.browser.asked import Paged
from imio.centrale.browser.asked import text_of
from imio.centrale.browser.base import Page
from imio.centrale.browser.own_title import OwnTitle
from imio.centrale.domain.line_search import LONGEST
from imio.centrale.tables import list_file
from plone.batching import Batch
from urllib.parse import urlencode
from zope.component import getUtility
from zope.schema.interfaces import IVocabularyFactory


PROVINCES = "imio.centrale.provinces"
HEADINGS = (
    _("Authority"),
    _("Kind"),
    _("Province"),
    _("NIS code"),
    _("Address"),
    _("Contact"),
    _("E-mail"),
    _("Interest declared in"),
)
#: of the columns of the workbook, in characters
WIDTHS = (36, 24, 18, 10, 40, 30, 36, 50)


def asked_province(request):
    """The code of the province asked for, empty for all."""
    found = text_of(request, "province")
    codes = [term.value for term in getUtility(IVocabularyFactory, PROVINCES)(None)]
    return found if found in codes else ""


def asked_text(request):
    """What is searched for."""
    return text_of(request, "q")[:LONGEST]


class MembersView:
    """Mixin: who is found, for those who may know."""

    @cached_property
    def lots(self):
        """The lots for which the user may see the members; ``Unauthorized`` for none."""
        if not members.may_see(self.context):
            raise Unauthorized(self.__name__)
        return members.lots_for(self.context)

    @cached_property
    def province(self):
        return asked_province(self.request)

    @cached_property
    def asked(self):
        return asked_text(self.request)

    @cached_property
    def found(self):
        return members.members_of(self.context, self.lots, self.asked, self.province)

    def texts(self, member):
        """A member in words, in the order of ``HEADINGS``."""
        return (
            member.title,
            self.word("imio.centrale.authority_types", member.kind),
            self.word(PROVINCES, member.province),
            member.nis_code,
            member.address,
            member.role,
            member.email,
            ", ".join(self.lots[uid].Title for uid in member.lots),
        )

    def word(self, vocabulary, code):
        return showing.term(vocabulary, code, self.request) if code else ""


class MembersPage(OwnTitle, MembersView, Paged, Page):
    """Fifty at a time, by name; searched by name or NIS code, and by province."""

    state_title = ""

    def __call__(self):
        self.lots
        return self.index()

    @property
    def title(self):
        return self.translate(_("Members of the centrale (annexe D)"))

    @property
    def lot_titles(self):
        return [brain.Title for brain in self.lots.values()]

    @cached_property
    def batch(self):
        return Batch(self.found, BATCH_SIZE, start=self.start)

    @property
    def has_interests(self):
        return any(member.lots for member in self.batch)

    @property
    def rows(self):
        return [self.row(self.texts(member)) for member in self.batch]

    def row(self, texts):
        """A member in four columns: a telephone has room for no more."""
        title, kind, province, nis_code, address, role, email, lots = texts
        return {
            "title": title,
            "facts": " · ".join(text for text in (kind, province, nis_code) if text),
            "address": address,
            "role": role,
            "email": email,
            "lots": lots,
        }

    @property
    def choices(self):
        """(code, name) of the provinces."""
        terms = getUtility(IVocabularyFactory, PROVINCES)(None)
        return [(term.value, self.translate(term.title)) for term in terms]

    @property
    def is_filtered(self):
        return bool(self.asked or self.province)

    @property
    def downloads(self):
        """(name, address) of the files with what is shown, on every page of it."""
        url = f"{self.context.absolute_url()}/@@centrale-members-export"
        asked = {"q": self.asked, "province": self.province}
        return [
            (kind.upper(), f"{url}?{urlencode({'format': kind, **asked})}")
            for kind in list_file.WRITERS
        ]


class MembersExport(MembersView, Page):
    """``@@centrale-members-export?format=``: all that is found, as a file."""

    def __call__(self):
        written = list_file.written(
            f"annexe-d-{self.context.getId()}",
            text_of(self.request, "format"),
            "Annexe D",
            [self.translate(text) for text in HEADINGS],
            WIDTHS,
            map(self.texts, self.found),
        )
        return written.send(self.request.response)
