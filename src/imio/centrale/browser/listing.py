"""The folders list what they hold, from the catalog only, fifty at a time."""

from dataclasses import dataclass
from functools import cached_property
from imio.centrale import _
from imio.centrale import parties
from imio.centrale.adhesions import adhesion_in
from imio.centrale.browser import showing
from imio.centrale.browser.asked import BATCH_SIZE
from imio.centrale.browser.asked import Paged
from imio.centrale.browser.base import Page
from imio.centrale.browser.mission import actor_name
from imio.centrale.browser.mission import STEP_TITLES
from imio.centrale.browser.showing import Cell
from imio.centrale.columns import amount_of
from imio.centrale.columns import due_of
from imio.centrale.content.centrale import ICentrale
from imio.centrale.domain.procedure import STEPS
from imio.centrale.lookup import ancestor
from imio.centrale.lookup import titles_of
from plone import api
from plone.batching import Batch


@dataclass(frozen=True)
class Column:
    """A heading, and the method of the page that gives the cell of a brain."""

    title: str
    method: str
    kind: str = ""
    #: the name of the order it gives (``faceted.listing.SORTS``), where it gives one
    sort: str = ""


TITLE = Column(_("Title"), "title_cell")
STATE = Column(_("State"), "brain_state")
PROVINCE = Column(_("Province"), "province_cell")


class Listing(Paged, Page):
    """Base: one portal type below the folder."""

    portal_type = ""
    sort_on = "sortable_title"
    sort_order = "ascending"
    columns = (TITLE, STATE)
    #: what to do when there is nothing
    empty = _("Nothing here yet.")
    #: the state of a folder tells nothing
    state_title = ""

    @cached_property
    def batch(self):
        brains = api.content.find(
            self.context,
            portal_type=self.portal_type,
            sort_on=self.sort_on,
            sort_order=self.sort_order,
        )
        return Batch(brains, BATCH_SIZE, start=self.start)

    @property
    def headings(self):
        return [
            Cell(self.translate(each.title), kind=each.kind) for each in self.columns
        ]

    @property
    def rows(self):
        return [
            [getattr(self, column.method)(brain) for column in self.columns]
            for brain in self.batch
        ]

    @property
    def empty_text(self):
        return self.translate(self.empty)

    # -- cells -------------------------------------------------------------------------

    def title_cell(self, brain):
        return Cell(brain.Title, brain.getURL())

    def description_cell(self, brain):
        return Cell(brain.Description, kind="lines")

    def province_cell(self, brain):
        code = brain.province
        if not isinstance(code, str) or not code:
            return Cell()
        return Cell(showing.term("imio.centrale.provinces", code, self.request))

    def authority_type_cell(self, brain):
        code = brain.authority_type
        if not isinstance(code, str) or not code:
            return Cell()
        return Cell(showing.term("imio.centrale.authority_types", code, self.request))


class MarketsListing(Listing):
    """Markets of a centrale."""

    portal_type = "imio.centrale.Market"
    columns = (TITLE, Column(_("Summary"), "description_cell"), STATE)
    empty = _("No market yet: add one, then its lots.")


class AdhesionsListing(Listing):
    """Adhesions this user may see."""

    portal_type = "imio.centrale.Adhesion"
    columns = (
        Column(_("Authority"), "title_cell"),
        Column(_("Kind"), "authority_type_cell"),
        PROVINCE,
        STATE,
    )
    empty = _("No adhesion yet: an authority that wants to join adds one here.")

    def adding_links(self):
        """For agents, and for those who act for an authority that has not joined yet."""
        return super().adding_links() if self.may_join() else []

    def may_join(self):
        if parties.acts_for_centrale(self.context):
            return True
        centrale = ancestor(self.context, ICentrale)
        authorities = api.content.find(portal_type="imio.centrale.LocalAuthority")
        return any(
            parties.belongs_to(brain.UID) and adhesion_in(centrale, brain.UID) is None
            for brain in authorities
        )


class MissionsListing(Listing):
    """Missions this user may see, of one year or of all, the latest first."""

    portal_type = "imio.centrale.MissionRequest"
    sort_on = "created"
    sort_order = "descending"
    columns = (
        Column(_("Code"), "code_cell", sort="code"),
        Column(_("Subject"), "title_cell", sort="subject"),
        Column(_("Authority"), "authority_cell", sort="authority"),
        Column(_("Lot"), "lot_cell", sort="lot"),
        Column(_("Step"), "step_cell", sort="step"),
        Column(_("State"), "brain_state", sort="state"),
        Column(_("Next"), "actor_cell", sort="next"),
        Column(_("Before"), "due_cell", sort="due"),
        Column(_("Amount excl. VAT"), "amount_cell", "number", sort="amount"),
    )
    empty = _("No mission yet: a request opens one, as soon as the adhesion is active.")

    @cached_property
    def names(self):
        """UID -> title of the authorities and lots of this page of the list."""
        uids = {uid for b in self.batch for uid in (b.authority_uid, b.lot_uid)}
        return titles_of(uids)

    def code_cell(self, brain):
        return Cell(brain.tracking_code, brain.getURL(), kind="code")

    def authority_cell(self, brain):
        return Cell(self.names.get(brain.authority_uid, ""))

    def lot_cell(self, brain):
        return Cell(self.names.get(brain.lot_uid, ""))

    def step_cell(self, brain):
        name = dict(STEPS)[brain.centrale_step]
        return Cell(f"{brain.centrale_step}. {self.translate(STEP_TITLES[name])}")

    def actor_cell(self, brain):
        return Cell(actor_name(brain.next_actor, self.request))

    def due_cell(self, brain):
        return Cell(showing.instant(due_of(brain)))

    def amount_cell(self, brain):
        return Cell(showing.euros(amount_of(brain)), kind="number")


class ProgramsListing(Listing):
    """Subsidy programs."""

    portal_type = "imio.centrale.SubsidyProgram"
    empty = _("No subsidy program yet: add one with its envelope and categories.")


class AuthoritiesListing(Listing):
    """The register of authorities."""

    portal_type = "imio.centrale.LocalAuthority"
    columns = (TITLE, Column(_("Kind"), "authority_type_cell"), PROVINCE)
    empty = _("No authority yet: add the first one; its group is made with it.")


class SuppliersListing(Listing):
    """The register of suppliers."""

    portal_type = "imio.centrale.Supplier"
    columns = (TITLE,)
    empty = _("No supplier yet: add the first one; its group is made with it.")
