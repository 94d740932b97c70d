"""The page that opens a bundle: the dossier as people read it, with its documents."""

from imio.centrale import _
from imio.centrale import missions
from imio.centrale.browser import showing
from imio.centrale.browser.entries import instant_of
from imio.centrale.browser.entries import what_of
from imio.centrale.browser.showing import Cell
from imio.centrale.browser.showing import Fact
from imio.centrale.bundle import html
from imio.centrale.bundle.decided import decided_tables
from imio.centrale.bundle.decided import table
from imio.centrale.bundle.dossier import entries_of
from imio.centrale.bundle.dossier import KINDS
from imio.centrale.bundle.dossier import ORDER
from imio.centrale.bundle.fields import as_facts
from imio.centrale.bundle.fields import as_tables
from imio.centrale.bundle.filing import filed_of
from imio.centrale.bundle.french import FRENCH
from imio.centrale.bundle.french import say
from imio.centrale.content.centrale import ICentrale
from imio.centrale.lookup import ancestor
from imio.centrale.proving.documents import TITLES
from imio.centrale.proving.overrides import rows_of
from imio.centrale.timeline import name_of
from imio.centrale.workflows.names import DOMAIN
from imio.centrale.workflows.state import history_of
from imio.centrale.workflows.state import title_of_state
from imio.centrale.workflows.state import workflow_of


UNPACKED = _(
    "SHA256SUMS holds the checksum of each file. Where the dossier was unpacked, this command compares them:"
)
IN_THE_ZIP = _(
    "This one does it without unpacking, and also names what was added or is missing:"
)


def page_of(mission, filed):
    """The page of a mission; ``filed`` are its documents in the bundle."""
    title = f"{mission.tracking_code} – {mission.title}"
    pieces = [
        piece_section(child, filed)
        for portal_type in KINDS.values()
        if portal_type != KINDS["files"]
        for child in missions.children_of(mission, portal_type)
    ]
    return html.page(
        title,
        html.facts(parties_of(mission)),
        documents_section(filed),
        piece_section(mission, ()),
        *pieces,
        ledger_section(mission),
        verifying_section(mission),
    )


def parties_of(mission):
    """Who is in it, and where it stands."""
    lot = missions.lot_of(mission)
    named = (
        (_("Centrale"), ancestor(mission, ICentrale)),
        (_("Authority"), missions.authority_of(mission)),
        (_("Designated supplier"), missions.supplier_of(mission)),
    )
    found = [fact(label, obj.title) for label, obj in named if obj is not None]
    found.append(fact(_("Lot"), f"{lot.number}. {lot.title}"))
    return [*found, state_fact(mission)]


def fact(label, *texts):
    return Fact(say(label), tuple(Cell(text) for text in texts))


def state_fact(obj):
    return fact(_("State"), say(title_of_state(obj), DOMAIN))


# -- documents ---------------------------------------------------------------------------


def documents_section(filed):
    """Every document, in the order of the procedure."""
    headings = (_("Piece"), _("Document"), _("File"), _("Tracking code"), _("SHA-256"))
    found = table("", headings, (document_row(each) for each in filed))
    return html.section(say(_("Documents")), html.table(found))


def document_row(filed):
    statement, entry = filed.statement, filed.entry
    return (
        Cell(filed.piece.title),
        Cell(say(TITLES[statement.field])),
        Cell(entry.path, entry.path),
        Cell(statement.sentence(context=FRENCH)),
        Cell(entry.sha256),
    )


# -- the mission and its pieces ------------------------------------------------------------


def piece_section(obj, filed):
    """What an object holds, and what happened to it."""
    documents = [
        Fact(
            say(TITLES[each.statement.field]), (Cell(each.entry.path, each.entry.path),)
        )
        for each in filed_of(obj, filed)
    ]
    return html.section(
        obj.title,
        html.facts([state_fact(obj), *as_facts(obj), *documents]),
        *(html.table(each) for each in (*as_tables(obj), *decided_tables(obj))),
        html.table(overrides_table(obj)),
        html.table(history_table(obj)),
    )


def overrides_table(obj):
    headings = (_("Date"), _("By"), _("Document"), _("Reason"))
    rows = (
        (
            Cell(showing.instant(row["at"])),
            Cell(name_of(row["agent"])),
            Cell(f"{say(TITLES[row['field']])} ({row['filename']})"),
            Cell(row["note"]),
        )
        for row in rows_of(obj)
    )
    return table(_("Documents let pass"), headings, rows)


def history_table(obj):
    headings = (_("Date"), _("By"), _("What"), _("State"), _("Comment"))
    workflow = workflow_of(obj)
    rows = (history_row(workflow, status) for status in history_of(obj))
    return table(_("What happened"), headings, rows)


def history_row(workflow, status):
    transition = workflow.transitions.get(status.get("action") or "")
    texts = (status.get("comments"), status.get("reason_note"))
    return (
        Cell(showing.instant(status["time"].asdatetime())),
        Cell(name_of(status.get("actor"))),
        Cell(say(transition.title, DOMAIN) if transition is not None else ""),
        Cell(say(workflow.states[status["review_state"]].title, DOMAIN)),
        Cell("\n".join(filter(None, texts))),
    )


# -- the subsidy, and how to verify --------------------------------------------------------


def ledger_section(mission):
    """The entries of the ledger about this dossier; nothing where there are none."""
    entries = [
        entry
        for order in missions.children_of(mission, ORDER)
        for entry in entries_of(order)
    ]
    if not entries:
        return ""
    headings = (_("Entry"), _("Instant"), _("What"), _("Amount"), _("Fingerprint"))
    found = table("", headings, (ledger_row(entry) for entry in entries))
    return html.section(say(_("Subsidy")), html.table(found))


def ledger_row(entry):
    return (
        Cell(str(entry.number)),
        Cell(instant_of(entry)),
        Cell(what_of(entry, FRENCH)),
        Cell(showing.euros(entry.amount), kind="number"),
        Cell(entry.hash),
    )


def verifying_section(mission):
    name = f"{mission.getId()}.zip"
    return html.section(
        say(_("Is this dossier unchanged?")),
        html.paragraph(say(UNPACKED)),
        html.command("sha256sum -c SHA256SUMS"),
        html.paragraph(say(IN_THE_ZIP)),
        html.command(f"python -m imio.centrale.bundle.verify {name}"),
    )
