"""The payments of a batch as the bank reads them: ISO 20022, pain.001.001.09.

``sepaxml`` writes the message and brings its XSD. What it has no place for is put in
here: ids that say which batch it is, the day of the clock of Brussels, an unknown bank as
the rulebooks of the European Payments Council write it, and the structured communication
as Febelfin does: a creditor reference of type SCOR, issued by BBA. The message is
validated as it leaves.
"""

from imio.centrale import clock
from imio.centrale.content.centrale import ICentrale
from imio.centrale.domain.liquidation import cents
from imio.centrale.domain.liquidation import execution_day
from imio.centrale.domain.liquidation import export_reasons as domain_reasons
from imio.centrale.lookup import ancestor
from imio.centrale.lookup import resolve
from imio.centrale.subsidy.batches import freezing_reasons
from importlib import resources
from lxml import etree
from plone.namedfile.file import NamedBlobFile
from sepaxml import SepaTransfer
from text_unidecode import unidecode

import re


SCHEMA = "pain.001.001.09"
NAMESPACE = f"urn:iso:std:iso:20022:tech:xsd:{SCHEMA}"
#: what banks print and pass on (EPC217-08); the others become blanks
UNPRINTABLE = re.compile(r"[^A-Za-z0-9/?:().,'+ -]+")
LONGEST_NAME = 70
LONGEST_ID = 35


def export_reasons(batch):
    """Why the bank cannot be told: what lacks, and what changed since the approval."""
    return freezing_reasons(batch) + domain_reasons(
        batch.debtor_iban, batch.execution_date, clock.today()
    )


def export(batch):
    """Write the payment file of a batch, for a day on which banks work."""
    batch.execution_date = execution_day(batch.execution_date, clock.today())
    batch.payment_file = NamedBlobFile(
        data=message(batch),
        contentType="application/xml",
        filename=f"{batch.getId()}-pain001.xml",
    )


def message(batch):
    """The bytes of the message, valid; ``etree.DocumentInvalid`` otherwise."""
    centrale = ancestor(batch, ICentrale)
    transfer = SepaTransfer(
        {
            "name": printable(centrale.title, centrale.code_prefix),
            "IBAN": batch.debtor_iban,
            "batch": True,
            "currency": "EUR",
        },
        schema=SCHEMA,
    )
    for row in batch.entries:
        transfer.add_payment(payment(row, batch.execution_date))
    root = etree.fromstring(transfer.export(validate=False))
    sign(root, batch)
    for transaction, row in zip(
        root.iterfind(".//{*}CdtTrfTxInf"), batch.entries, strict=True
    ):
        structure(transaction, row["communication"])
    schema().assertValid(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def payment(row, day):
    """One transfer as ``sepaxml`` asks for it; the amount in cents."""
    authority = resolve(row["authority"])
    code = resolve(row["mission"]).tracking_code
    return {
        "name": printable(row["beneficiary"], authority.enterprise_number),
        "IBAN": row["iban"],
        "amount": cents(row["amount"]),
        "execution_date": day,
        "description": row["communication"],
        "endtoend_id": printable(code, row["communication"], LONGEST_ID),
    }


def printable(text, instead, longest=LONGEST_NAME):
    """The text in the letters of banks, or ``instead`` when nothing is left of it."""
    latin = " ".join(UNPRINTABLE.sub(" ", unidecode(text)).split())[:longest].strip()
    return latin if any(map(str.isalnum, latin)) else instead


def sign(root, batch):
    """The same batch gives the same message: its UID is at most 35 characters."""
    header = root.find(".//{*}GrpHdr")
    header.find("{*}MsgId").text = batch.UID()
    created = clock.now().replace(tzinfo=None)
    header.find("{*}CreDtTm").text = created.isoformat(timespec="seconds")
    root.find(".//{*}PmtInf/{*}PmtInfId").text = f"{batch.UID()}-1"
    bank = root.find(".//{*}DbtrAgt/{*}FinInstnId")
    _add(_add(bank, "Othr"), "Id", "NOTPROVIDED")


def structure(transaction, communication):
    """The structured communication takes the place of the free one."""
    remittance = transaction.find("{*}RmtInf")
    for free in list(remittance):
        remittance.remove(free)
    reference = _add(_add(remittance, "Strd"), "CdtrRefInf")
    kind = _add(reference, "Tp")
    _add(_add(kind, "CdOrPrtry"), "Cd", "SCOR")
    _add(kind, "Issr", "BBA")
    _add(reference, "Ref", communication)


def _add(parent, name, text=None):
    child = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}")
    child.text = text
    return child


def schema():
    """The XSD of the message, as ``sepaxml`` ships it."""
    path = resources.files("sepaxml") / "schemas" / f"{SCHEMA}.xsd"
    return etree.XMLSchema(etree.fromstring(path.read_bytes()))
