"""What an order would get from a subsidy programme, and why no more.

The same arithmetic serves a deposit, a page that looks ahead and a change of the rules
([iMio-cyber] text 000 points 8 and 9). Amounts are euro.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from imio.centrale.domain.envelope import Applicant
from imio.centrale.domain.envelope import availability_reasons
from imio.centrale.domain.envelope import category_for
from imio.centrale.domain.envelope import eligibility_reasons
from imio.centrale.domain.envelope import grant
from imio.centrale.domain.money import ZERO
from imio.centrale.domain.program_rules import Category
from imio.centrale.domain.program_rules import ProgramRules
from imio.centrale.domain.reasons import Reason


#: The bounds of a grant, in the order in which the first of the least is named.
BOUNDS = ("order", "category", "balance")


@dataclass(frozen=True)
class Prospect:
    """What an order would get.

    ``reasons`` are against the dossier as such: it takes no rank. ``shortage`` says why
    an eligible one gets nothing for the moment: it takes its rank and waits.
    ``order_amount`` is ``None`` as long as no offer says what the order will be worth:
    ``amount`` is then the most it may get.
    """

    applicant: Applicant
    category: Category | None
    order_amount: Decimal | None
    already: Decimal
    balance: Decimal
    reasons: tuple[Reason, ...] = ()

    @property
    def eligible(self) -> bool:
        """Whether the order takes a rank."""
        return not self.reasons

    @property
    def category_amount(self) -> Decimal:
        """The amount of the category; zero without one."""
        return self.category.amount if self.category is not None else ZERO

    @property
    def category_left(self) -> Decimal:
        """What the authority may still get over all its orders."""
        return max(ZERO, self.category_amount - self.already)

    @property
    def bounds(self) -> dict[str, Decimal]:
        """The three amounts of which the order gets the least, those that are known."""
        found = zip(BOUNDS, (self.order_amount, self.category_left, self.balance))
        return {name: amount for name, amount in found if amount is not None}

    @property
    def limited_by(self) -> str:
        """The bound that decides; the first one when several are as small."""
        bounds = self.bounds
        return min(bounds, key=bounds.get)

    @property
    def amount(self) -> Decimal:
        """What would be reserved; zero for a dossier that is not eligible."""
        if self.reasons:
            return ZERO
        most = self.bounds.get("order", self.category_amount)
        return grant(most, self.category_amount, self.already, self.balance)

    @property
    def shortage(self) -> tuple[Reason, ...]:
        """Why an eligible order gets nothing for now."""
        if self.reasons:
            return ()
        return tuple(
            availability_reasons(self.category_amount, self.already, self.balance)
        )


def prospect(
    program_state: str,
    rules: ProgramRules,
    applicant: Applicant,
    received: datetime,
    order_amount: Decimal | None,
    already: Decimal,
    balance: Decimal,
) -> Prospect:
    """What an order received at that instant would get, by those rules.

    ``already`` is what its authority holds, ``balance`` what the envelope has free.
    """
    reasons = eligibility_reasons(program_state, rules, applicant, received)
    return Prospect(
        applicant=applicant,
        category=category_for(rules.categories, applicant.users_count or 0),
        order_amount=order_amount,
        already=already,
        balance=balance,
        reasons=tuple(reasons),
    )
