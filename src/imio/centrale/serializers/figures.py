"""The figures as JSON: amounts are texts, percentages too; each leads to its dossiers."""

from imio.centrale import figures_wording as wording
from imio.centrale.domain import figures_public as public
from imio.centrale.domain.calendar import to_brussels
from imio.centrale.domain.figures_orders import Activity
from imio.centrale.domain.figures_report import address
from imio.centrale.domain.figures_report import COUNTED
from imio.centrale.domain.money import to_text
from imio.centrale.serializers.ledger import totals_json
from imio.centrale.subsidy.positions import book_of
from urllib.parse import urlencode


def text_of(number):
    """A decimal as text, ``None`` where there is none."""
    return None if number is None else f"{number:f}"


def money_of(amount):
    return None if amount is None else to_text(amount)


class FiguresJson:
    """The figures of ``found`` in the words of ``words``, below the address ``url``."""

    def __init__(self, found, words, url, asked):
        self.found = found
        self.words = words
        self.url = url
        self.asked = {name: value for name, value in asked.items() if value}

    def head(self):
        """Of which days, read when, of what."""
        period = self.found.period
        return {
            "year": period.year,
            "from": period.first.isoformat(),
            "to": period.last.isoformat(),
            "instant": to_brussels(self.found.instant).isoformat(),
            "market": self.found.market or None,
            "definitions": {
                name: self.words.definition(name) for name in wording.DEFINITIONS
            },
        }

    def whole(self):
        """Everything, for those who may read what stands behind."""
        report = self.found.report
        return {
            **self.head(),
            "members": self.members(report.members),
            "activity": self.activity(report.total),
            "markets": [
                {**self.named(each.key), **self.activity(each)}
                for each in report.markets
            ],
            "lots": [
                {**self.named(each.key), **self.activity(each), **self.times(each.key)}
                for each in report.lots
            ],
            "new_clients": self.new_clients(),
            "funnel": [self.step(step) for step in report.funnel],
            "lead_times": [self.time(each, "") for each in report.times],
            "subsidies": [
                {
                    "@id": program.absolute_url(),
                    "title": program.title,
                    **totals_json(book_of(program)),
                }
                for program in self.found.programs
            ],
            "enquiries": {
                kind: self.figure(each, "enquiries", kind)
                for kind, each in sorted(self.found.enquiries.items())
            },
        }

    def named(self, uid):
        return {"UID": uid, "title": self.words.names.get(uid, "")}

    # -- figures -------------------------------------------------------------------------

    def figure(self, figure, *place):
        """Its number, its amount where it is money, and the way to its dossiers."""
        query = urlencode({**self.asked, "figure": address(*place)})
        found = {"number": figure.number, "dossiers": f"{self.url}/dossiers?{query}"}
        if figure.amount is not None:
            found["amount"] = money_of(figure.amount)
        return found

    def members(self, members):
        found = {
            "total": self.share(members.total),
            "joined": self.figure(members.joined, "joined"),
            "in_progress": self.figure(members.in_progress, "in_progress"),
            "inhabitants": members.inhabitants,
            "communes": self.share(members.communes, "communes"),
        }
        for name in ("kind", "province", "band"):
            shares = getattr(members, f"by_{name}")
            found[f"by_{name}"] = [
                {
                    "key": share.key,
                    "title": self.words.term(name, share.key),
                    **self.share(share, name, share.key),
                }
                for share in shares
            ]
        return found

    def share(self, share, *place):
        return {
            "members": self.figure(share.members, "members", *place),
            "registered": share.registered.number,
            "rest": self.figure(share.rest, "rest", *place),
            "percent": text_of(share.percent),
        }

    def activity(self, each: Activity):
        found = {
            name: self.figure(getattr(each, name), name, each.key) for name in COUNTED
        }
        change = each.variation
        return {
            **found,
            "mean": money_of(each.mean),
            "variation": {
                "number": change.number,
                "number_percent": text_of(change.number_percent),
                "amount": money_of(change.amount),
                "amount_percent": text_of(change.amount_percent),
            },
        }

    def new_clients(self):
        return [
            {
                **self.named(each.key),
                "years": {
                    str(year): self.figure(figure, "new_clients", each.key, str(year))
                    for year, figure in sorted(each.by_year.items())
                },
            }
            for each in self.found.report.new_clients
        ]

    def step(self, step):
        parts = {
            name: self.figure(getattr(step, name), "funnel", name, step.name)
            for name in ("reached", "waiting", "stopped")
        }
        title = self.words.text(wording.STEPS[step.name])
        return {"step": step.name, "title": title, **parts}

    def times(self, lot):
        promised = self.found.lots[lot].promised if lot in self.found.lots else None
        times = self.found.report.times_by_lot.get(lot, ())
        return {
            "promised_days": promised,
            "lead_times": [self.time(each, lot) for each in times],
        }

    def time(self, each, lot):
        figure = self.figure(each.figure, "times", each.span.name, lot)
        return {**measured(each), **figure}

    # -- for anybody -----------------------------------------------------------------------

    def published(self):
        """Totals that tell of nobody in particular; what tells is not there."""
        report = self.found.report
        return {
            **self.head(),
            "members": self.published_members(report.members),
            "orders": self.published_orders(),
            "lead_times": [
                {**self.named(lot), **measured(each), "number": each.number}
                for lot, each in public.published_times(report.times_by_lot).items()
            ],
        }

    def published_members(self, members):
        found = {}
        if public.is_published(members.joined):
            found["joined"] = members.joined.number
        if not public.is_published(members.total.members):
            return found
        found |= {
            "total": published_share(members.total),
            "by_kind": self.published_shares("kind", members.by_kind),
        }
        if public.is_published(members.communes.members):
            for name in ("province", "band"):
                shares = getattr(members, f"by_{name}")
                found[f"by_{name}"] = self.published_shares(name, shares)
        return found

    def published_shares(self, name, shares):
        return [
            {
                "key": share.key,
                "title": self.words.term(name, share.key),
                **published_share(share),
            }
            for share in public.published_shares(shares)
        ]

    def published_orders(self):
        report = self.found.report
        if not public.is_published(report.total.orders):
            return None
        orders = public.published_orders(report.lots)
        return {
            "total": published_figure(report.total.orders),
            "lots": [
                {
                    "UID": key,
                    "title": self.words.published_lot(key, orders),
                    **published_figure(each),
                }
                for key, each in orders.items()
            ],
        }


def published_figure(figure):
    return {"number": figure.number, "amount": money_of(figure.amount)}


def published_share(share):
    return {
        "members": share.members.number,
        "registered": share.registered.number,
        "percent": text_of(share.percent),
    }


def measured(each):
    """The days of some dossiers; those that may have decimals are texts."""
    return {
        "span": each.span.name,
        "from_step": each.span.start,
        "to_step": each.span.end,
        "least": each.least,
        "lower_quartile": to_text(each.lower),
        "median": to_text(each.median),
        "upper_quartile": to_text(each.upper),
        "most": each.most,
    }
