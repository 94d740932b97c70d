"""``@@centrale-import``: annexe B from a file, in three steps that need no JavaScript.

The file is sent; its columns are checked; its lines are looked at and confirmed. Until
then the file waits, and no inventory changes.
"""

from functools import cached_property
from imio.centrale import _
from imio.centrale.annexe_b import confirming
from imio.centrale.annexe_b import reading
from imio.centrale.annexe_b import targets
from imio.centrale.annexe_b import uploads
from imio.centrale.annexe_b.asked import NAMES
from imio.centrale.annexe_b.asked import target_in
from imio.centrale.browser import showing
from imio.centrale.browser.asked import BATCH_SIZE
from imio.centrale.browser.asked import ByKind
from imio.centrale.browser.inventory import line_headings
from imio.centrale.browser.inventory import value_cell
from imio.centrale.browser.kept_form import has_token
from imio.centrale.browser.showing import Cell
from imio.centrale.browser.showing import Table
from imio.centrale.browser.transition import ActingPage
from imio.centrale.content.lot import ILot
from imio.centrale.domain.inventory_columns import FIELDS
from imio.centrale.domain.inventory_columns import MANDATORY
from imio.centrale.domain.inventory_import import ACCEPTED
from imio.centrale.domain.inventory_import import CHANGED
from imio.centrale.domain.inventory_import import GONE
from imio.centrale.domain.inventory_import import NEW
from imio.centrale.domain.inventory_import import REFUSED
from imio.centrale.domain.reasons import reason
from imio.centrale.domain.reasons import Refused
from imio.centrale.domain.table import column_name
from imio.centrale.lookup import ancestor
from imio.centrale.lookup import resolve
from imio.centrale.messages import INVENTORY_FIELDS
from imio.centrale.messages import sentence
from imio.centrale.messages import sentence_in_file
from imio.centrale.services.errors import status_of
from imio.centrale.tables import LIMITS
from plone import api
from plone.batching import Batch
from plone.protect import PostOnly
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from urllib.parse import urlencode

import transaction


VIEW = "@@centrale-import"
#: fields of the first step whose errors do not name them
LABELS = {
    "supplier": _("Supplier"),
    "version": _("Version"),
    "valid_from": _("Valid from"),
}
KIND_TITLES = {
    ACCEPTED: _("Unchanged"),
    CHANGED: _("Changed"),
    NEW: _("New"),
    REFUSED: _("Refused"),
    GONE: _("Gone"),
}
KIND_COLOURS = {
    ACCEPTED: "secondary",
    CHANGED: "primary",
    NEW: "success",
    REFUSED: "danger",
    GONE: "warning",
}
ARROW = "\N{NO-BREAK SPACE}→ "


class ImportPage(ByKind, ActingPage):
    """Base: what the steps share. ``step`` says what is posted."""

    upload_step = ViewPageTemplateFile("templates/inventory_upload.pt")
    columns_step = ViewPageTemplateFile("templates/inventory_columns.pt")
    preview_step = ViewPageTemplateFile("templates/inventory_preview.pt")
    kind_titles = KIND_TITLES
    asked = {name: name for name in ("file", *NAMES)}

    def __call__(self):
        if self.request.method == "POST":
            return self.post()
        if self.name and self.upload is None:
            self.refused = (reason("upload_gone", "file"),)
            return self.upload_step()
        if self.upload is None:
            return self.first()
        return self.shown()

    def first(self):
        """The form, before any file."""
        return self.upload_step()

    def shown(self):
        """The columns as long as they need care; else the lines."""
        if self.upload.reasons or self.text("step") == "columns":
            return self.columns_step()
        return self.preview_step()

    # -- what is posted ----------------------------------------------------------------

    def post(self):
        step = self.text("step")
        if step == "upload":
            return self.change(self.send, self.upload_step)
        if self.upload is None:
            return self.change(self.miss, self.upload_step)
        if step == "columns":
            return self.change(self.choose, self.columns_step)
        if step == "cancel":
            return self.change(self.give_up, self.shown_again)
        return self.change(self.confirm, self.shown_again)

    def shown_again(self):
        """As a link leads there: those to other pages carry nothing of what was posted."""
        for name in list(self.request.form):
            if name != "upload":
                del self.request.form[name]
        return self.shown()

    def change(self, act, shown):
        """Carry out ``act`` and go where it says, or show why not and keep nothing."""
        PostOnly(self.request)
        if not has_token(self.request):
            return self.ask_again(shown)
        try:
            found = act()
        except Refused as refused:
            transaction.abort()
            self.refused = refused.reasons
            self.request.response.setStatus(status_of(self.refused), lock=1)
            return shown()
        return self.request.response.redirect(found)

    def miss(self):
        """The file was confirmed, given up, replaced, or waited too long."""
        raise Refused([reason("upload_gone", "file")])

    def send(self):
        """The first step: keep the file, and read it."""
        target = self.target_asked()
        data, filename = self.file()
        table, columns = reading.read(target, data, filename)
        source = reading.source_file(data, table.kind, filename)
        upload = uploads.Upload(target, source, table)
        self.read(upload, target, table, columns)
        token = uploads.keep(self.lot, upload)
        learned = reading.keyed(columns.mapping).keys()
        unseen = learned - reading.remembered(target.supplier).keys()
        return self.address(token, step="columns" if unseen else "")

    def choose(self):
        """The second step: read the file with the columns that were chosen."""
        target = self.target_of(self.upload)
        source = self.upload.source
        table, columns = reading.read(
            target,
            source.data,
            source.filename,
            self.mapping(),
            self.text("sheet"),
        )
        self.read(self.upload, target, table, columns)
        return self.address(self.name, step="columns" if columns.reasons else "")

    def read(self, upload, target, table, columns):
        """Keep what the file says with these columns."""
        usable = not columns.reasons
        preview = reading.preview(target, table, columns) if usable else None
        upload.show(table, columns, preview)

    def confirm(self):
        """The third step: write what was shown."""
        inventory = confirming.confirm(
            self.checked_target(),
            self.preview,
            self.text("fingerprint"),
            self.upload.columns,
            self.upload.source,
            without_refused=bool(self.text("without_refused")),
        )
        uploads.drop(self.lot, self.name)
        values = {"count": len(inventory.lines)}
        self.say(_("The draft has ${count} lines now: publish it.", mapping=values))
        return inventory.absolute_url()

    def give_up(self):
        """Forget the file."""
        uploads.drop(self.lot, self.name)
        self.say(_("The file was forgotten: nothing changed."))
        return self.context.absolute_url()

    def say(self, text):
        api.portal.show_message(self.translate(text), self.request)

    # -- what is known -----------------------------------------------------------------

    @cached_property
    def lot(self):
        return ancestor(self.context, ILot)

    @property
    def draft(self):
        """The inventory whose lines are replaced, if it is one."""
        return None

    @cached_property
    def name(self):
        """Under which the file waits."""
        return self.text("upload")

    @cached_property
    def upload(self):
        """The file that waits, or ``None``."""
        return uploads.find(self.lot, self.name, self.draft) if self.name else None

    def file(self):
        """(bytes, name) of the file sent, not more of it than can be read."""
        sent = self.request.form.get("file")
        if not getattr(sent, "filename", ""):
            raise Refused([reason("file_missing", "file")])
        return sent.read(LIMITS.size + 1), sent.filename

    def mapping(self):
        """Header -> field, as the second step has it."""
        return {
            header.name: self.text(f"column-{header.column}")
            for header in self.upload.columns.headers
        }

    def target_asked(self):
        """What the file sent is for; or ``Refused``."""
        raise NotImplementedError

    def checked_target(self):
        """What the file that waits is for, if that is still possible."""
        raise NotImplementedError

    def target_of(self, upload):
        """What an upload is for."""
        return targets.Target(
            self.lot, upload.supplier, upload.version, upload.valid_from, self.draft
        )

    @cached_property
    def preview(self):
        """What a confirmation would do now; read again when something has changed."""
        target = self.target_of(self.upload)
        kept, columns = self.upload.preview, self.upload.columns
        if kept is None:
            raise Refused(columns.reasons)
        mark = reading.fingerprint(target, self.upload.table, columns)
        if kept.fingerprint == mark:
            return kept
        source = self.upload.source
        table, columns = reading.read(
            target, source.data, source.filename, columns.mapping, columns.sheet
        )
        return reading.preview(target, table, columns)

    def address(self, token, **query):
        """The page of a file that waits."""
        given = {name: value for name, value in query.items() if value}
        query = urlencode({"upload": token, **given})
        return f"{self.context.absolute_url()}/{VIEW}?{query}"

    # -- what every step shows ---------------------------------------------------------

    @property
    def title(self):
        return self.translate(_("Import annexe B"))

    @property
    def kind(self):
        return self.context.title

    @property
    def action(self):
        return f"{self.context.absolute_url()}/{VIEW}"

    @property
    def target(self):
        return self.context.absolute_url()

    def error_text(self, reason):
        """A field that is left empty is named."""
        text = super().error_text(reason)
        label = LABELS.get(reason.field)
        if label is None:
            return text
        values = {"label": self.translate(label), "text": text}
        return self.translate(_("${label}: ${text}", mapping=values))

    def facts(self):
        """What the file that waits is for."""
        upload = self.upload
        before = targets.compared_with(self.target_of(upload))
        found = [
            (_("File"), Cell(upload.source.filename)),
            (_("Supplier"), showing.link(resolve(upload.supplier))),
            (_("Version"), Cell(upload.version)),
            (_("Valid from"), Cell(showing.day(upload.valid_from))),
            (_("Compared with"), showing.link(before)),
        ]
        return [
            showing.Fact(self.translate(label), (cell,))
            for label, cell in found
            if cell
        ]

    @property
    def notes(self):
        """What was left aside in the file."""
        return [sentence(each, self.request) for each in self.upload.notes]

    # -- first step --------------------------------------------------------------------

    @property
    def asks_for_version(self):
        """Whether supplier, version and day are asked for."""
        return self.draft is None

    @property
    def may_go_on(self):
        """Whether a file can be sent at all."""
        return True

    @property
    def suppliers(self):
        """(UID, name) of the ranking of the lot, in its order."""
        uids = dict.fromkeys(row.supplier for row in self.lot.ranks())
        return [(uid, resolve(uid).title) for uid in uids]

    @property
    def template_url(self):
        return f"{self.context.absolute_url()}/@@centrale-template"

    # -- second step -------------------------------------------------------------------

    @property
    def column_errors(self):
        """Why the columns cannot serve as they are."""
        return [sentence(each, self.request) for each in self.upload.reasons]

    @property
    def columns(self):
        """Each column: its letter, its header, its first values, what it is."""
        return [
            {
                "name": f"column-{header.column}",
                "letter": column_name(header.column),
                "header": header.name,
                "samples": " · ".join(self.upload.samples[header.column]),
                "field": header.field,
            }
            for header in self.upload.columns.headers
        ]

    @property
    def choices(self):
        """The fields a column may be; those that must be there have a star."""
        return [
            (name, f"{self.translate(title)}{' *' if name in MANDATORY else ''}")
            for name, title in INVENTORY_FIELDS.items()
        ]

    @property
    def header_text(self):
        values = {"sheet": self.upload.sheet, "row": self.upload.row}
        return self.translate(
            _("Sheet “${sheet}”: the headers are in row ${row}.", mapping=values)
        )

    # -- third step --------------------------------------------------------------------

    @property
    def total(self):
        return len(self.preview.lines)

    @property
    def counts(self):
        return self.preview.counts

    def kind_url(self, kind):
        return self.address(self.name, kind=kind)

    @cached_property
    def batch(self):
        wanted = self.kind_asked
        lines = [each for each in self.preview.lines if wanted in ("", each.kind)]
        return Batch(lines, BATCH_SIZE, self.start)

    def table(self):
        """The lines of this page, with what they were and why they are refused."""
        return Table(
            title="",
            columns=(
                Cell(self.translate(_("Row")), kind="number"),
                Cell(self.translate(_("Kind"))),
                *line_headings(self.translate),
                Cell(self.translate(_("Why"))),
            ),
            rows=tuple(self.row(each) for each in self.batch),
            empty=self.translate(_("No line.")),
        )

    def row(self, each):
        """A line: its place, its kind, its values, the sentences against it."""
        badge = self.translate(KIND_TITLES[each.kind])
        texts = [sentence_in_file(found, self.request) for found in each.reasons]
        return (
            Cell("" if each.row is None else str(each.row), kind="number"),
            Cell(badge, kind=f"state {KIND_COLOURS[each.kind]}"),
            *(self.value(each, name) for name in FIELDS),
            Cell("\n".join(texts), kind="lines"),
        )

    def value(self, each, name):
        """The value of a line; of a change the old one, then the new one."""
        if name == "code":
            return Cell(each.code)
        line = each.line or each.old
        if line is None:
            return Cell()
        new = value_cell(name, getattr(line, name), self.request)
        if name not in each.changes:
            return new
        old = value_cell(name, getattr(each.old, name), self.request)
        return Cell(f"{old.text or '–'}{ARROW}{new.text or '–'}", kind=new.kind)

    @property
    def columns_url(self):
        return self.address(self.name, step="columns")

    @property
    def left_out(self):
        """The number of lines that are refused."""
        return self.preview.counts[REFUSED]

    @property
    def written(self):
        """The number of lines that a confirmation writes."""
        return sum(1 for each in self.preview.lines if each.line)


class LotImportPage(ImportPage):
    """A new version of a supplier of the lot."""

    def target_asked(self):
        data = {name: self.text(name) for name in NAMES}
        return target_in(self.context, data)

    def checked_target(self):
        upload = self.upload
        return targets.new_version(
            self.lot, upload.supplier, upload.version, upload.valid_from
        )


class InventoryImportPage(ImportPage):
    """The lines of a draft are replaced; a published inventory says that it stays."""

    @property
    def draft(self):
        return self.context

    def first(self):
        self.refused = tuple(self.reasons_against())
        return self.upload_step()

    def reasons_against(self):
        try:
            targets.existing(self.context)
        except Refused as refused:
            return refused.reasons
        return ()

    @property
    def may_go_on(self):
        return not self.reasons_against()

    def target_asked(self):
        return targets.existing(self.context)

    def checked_target(self):
        return targets.existing(self.context)
