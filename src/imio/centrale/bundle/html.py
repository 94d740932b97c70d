"""A page to read offline: nothing in it is fetched from anywhere."""

from html import escape
from urllib.parse import quote


STYLE = """
body { font: 16px/1.5 sans-serif; margin: 1.5rem auto; max-width: 60rem; padding: 0 1rem }
table { border-collapse: collapse; margin: .5rem 0 1.5rem; width: 100% }
th, td { border: 1px solid #999; padding: .25rem .5rem; text-align: left; vertical-align: top }
.number { text-align: right; white-space: nowrap }
dt { font-weight: bold }
dd { margin: 0 0 .5rem }
section { border-top: 2px solid #333; margin-top: 2rem }
code, td, dd { overflow-wrap: anywhere }
.wide { overflow-x: auto }
.lines { white-space: pre-line }
"""


def page(title, *parts):
    """The whole page, in French."""
    return (
        '<!DOCTYPE html>\n<html lang="fr">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f"<h1>{escape(title)}</h1>\n{''.join(parts)}</body>\n</html>\n"
    )


def section(title, *parts):
    return f"<section>\n<h2>{escape(title)}</h2>\n{''.join(parts)}</section>\n"


def paragraph(text):
    return f"<p>{escape(text)}</p>\n"


def command(text):
    return f"<p><code>{escape(text)}</code></p>\n"


def facts(found):
    """Labels with what is known; nothing for none."""
    rows = "".join(
        f"<dt>{escape(fact.label)}</dt>{''.join(_fact(each) for each in fact.cells)}\n"
        for fact in found
    )
    return f"<dl>\n{rows}</dl>\n" if rows else ""


def _fact(item):
    return f'<dd class="lines">{cell(item)}</dd>'


def table(found):
    """Rows of cells below their headings; nothing for none."""
    if not found.rows:
        return ""
    head = "".join(_td("th", each) for each in found.columns)
    body = "".join(
        f"<tr>{''.join(_td('td', each) for each in row)}</tr>\n" for row in found.rows
    )
    title = f"<h3>{escape(found.title)}</h3>\n" if found.title else ""
    return (
        f'{title}<div class="wide"><table>\n<thead><tr>{head}</tr></thead>\n'
        f"<tbody>\n{body}</tbody>\n</table></div>\n"
    )


def _td(tag, item):
    css = "number" if item.kind == "number" else "lines"
    return f'<{tag} class="{css}">{cell(item)}</{tag}>'


def cell(item):
    """Its text; a link where it leads to a file of the bundle."""
    text = escape(item.text)
    return f'<a href="{quote(item.url)}">{text}</a>' if item.url else text
