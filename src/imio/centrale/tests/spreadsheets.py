"""Spreadsheets for the tests: honest ones, and parts put together by hand."""

from io import BytesIO
from openpyxl import Workbook
from zipfile import ZIP_DEFLATED
from zipfile import ZipFile


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET_PART = "xl/worksheets/sheet1.xml"

ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_CALC = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"


def saved(book):
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def xlsx(*rows):
    """A workbook of one sheet."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    return saved(book)


def parts_of(data):
    with ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts):
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def xlsx_of_parts(**changed):
    """A workbook in which some parts are others: ``sheet``, ``workbook``, ``styles``."""
    names = {
        "sheet": SHEET_PART,
        "workbook": "xl/workbook.xml",
        "styles": "xl/styles.xml",
    }
    content = {names[key]: value for key, value in changed.items()}
    return zipped({**parts_of(xlsx(["a"])), **content})


def xlsx_of_sheet(inside):
    """A workbook whose sheet holds this XML."""
    return xlsx_of_parts(sheet=f'<worksheet xmlns="{MAIN}">{inside}</worksheet>')


def ods(inside, styles="", **parts):
    """A document whose spreadsheet holds this XML, in the usual prefixes."""
    content = (
        f'<office:document-content xmlns:office="{_ODF}office:1.0"'
        f' xmlns:table="{_ODF}table:1.0" xmlns:text="{_ODF}text:1.0"'
        f' xmlns:style="{_ODF}style:1.0" xmlns:calcext="{_CALC}">'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{inside}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    return zipped({"mimetype": ODS_TYPE, "content.xml": content, **parts})


def ods_of_rows(rows):
    return ods(f'<table:table table:name="A">{rows}</table:table>')
