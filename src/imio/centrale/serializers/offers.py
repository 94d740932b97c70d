"""Lines of annexe B, revisions and conformity of an offer as JSON; amounts are text."""

from imio.centrale.domain.money import to_text
from imio.centrale.domain.pricing import UNIT_PRICE_DIGITS
from imio.centrale.messages import as_json
from imio.centrale.timeline import name_of
from plone.restapi.serializer.converters import json_compatible


def price_text(amount):
    """A unit price, or a quantity, with up to four decimals."""
    return None if amount is None else to_text(amount, UNIT_PRICE_DIGITS)


def amount_text(amount):
    return None if amount is None else to_text(amount)


def line_json(line):
    """A line of annexe B."""
    return {
        "code": line.code,
        "label": line.label,
        "unit": line.unit,
        "unit_price": price_text(line.unit_price),
        "vat_rate": line.vat_rate,
        "option": line.option,
    }


def totals_json(totals):
    """What lines add up to, with the VAT of each rate."""
    return {
        "total_excl_vat": amount_text(totals.excl_vat),
        "total_incl_vat": amount_text(totals.incl_vat),
        "vat": [
            {
                "rate": part.rate,
                "base": amount_text(part.base),
                "vat": amount_text(part.vat),
            }
            for part in totals.by_rate
        ],
    }


# -- revisions -------------------------------------------------------------------------


def revision_json(revision):
    """What was submitted, or who sent it back."""
    return {
        "revision": revision.number,
        "kind": revision.kind,
        "date": json_compatible(revision.at),
        "actor": name_of(revision.actor),
        "note": revision.note or None,
        "inventory_version": revision.inventory,
        "valid_until": json_compatible(revision.valid_until),
        "lines": [priced_json(line) for line in revision.lines],
        **totals_json(revision.totals),
    }


def priced_json(line):
    """A line of an offer with what annexe B says of it."""
    return {
        "code": line.code,
        "label": line.label,
        "unit": line.unit,
        "vat_rate": line.vat_rate,
        "quantity": price_text(line.quantity),
        "unit_price": price_text(line.unit_price),
        "inventory_price": price_text(line.inventory_price),
    }


def comparison_json(old, new, found):
    """Two revisions side by side: what came, what went, what changed."""
    return {
        "old": old.number,
        "new": new.number,
        "added": [_summed(line) for line in found.added],
        "removed": [_summed(line) for line in found.removed],
        "changed": [
            {
                "code": each.new.code,
                "old": _summed(each.old),
                "new": _summed(each.new),
                "difference": amount_text(each.difference),
            }
            for each in found.changed
        ],
        "unchanged": [line.code for line in found.unchanged],
        "old_totals": totals_json(found.old_totals),
        "new_totals": totals_json(found.new_totals),
        "difference": amount_text(found.difference),
    }


def _summed(line):
    return {
        "code": line.code,
        "label": line.label,
        "quantity": price_text(line.quantity),
        "unit_prices": [price_text(price) for price in line.prices],
        "amount": amount_text(line.amount),
    }


# -- conformity ------------------------------------------------------------------------


def conformity_json(table, request):
    """The table with its verdict; percents are text with two decimals."""
    return {
        "inventory_version": table.version,
        "conform": table.is_conform,
        "items": [_row(row, request) for row in table.rows],
        "offered": totals_json(table.offered),
        "at_inventory_prices": totals_json(table.ceiling),
        "difference": amount_text(table.difference),
        "percent": amount_text(table.percent),
    }


def _row(row, request):
    line = row.inventory
    return {
        "code": row.code,
        "rows": list(row.rows),
        "label": line.label if line else None,
        "unit": line.unit if line else None,
        "vat_rate": line.vat_rate if line else None,
        "quantity": price_text(row.quantity),
        "inventory_price": price_text(line.unit_price) if line else None,
        "offered_price": price_text(row.offered_price),
        "difference": price_text(row.difference),
        "percent": amount_text(row.percent),
        "inventory_amount": amount_text(row.inventory_amount),
        "offered_amount": amount_text(row.offered_amount),
        "conform": row.is_conform,
        "reasons": [as_json(each, request) for each in row.reasons],
    }
