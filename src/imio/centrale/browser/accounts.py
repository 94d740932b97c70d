"""``@@centrale-account``: the second person confirms the account of an authority."""

from imio.centrale import _
from imio.centrale.browser import showing
from imio.centrale.browser.showing import Fact
from imio.centrale.browser.transition import ActingPage
from imio.centrale.domain import accounts
from imio.centrale.domain.numbers import iban
from imio.centrale.domain.reasons import reason
from imio.centrale.domain.reasons import Refused
from imio.centrale.subsidy.accounts import confirm
from imio.centrale.subsidy.accounts import history_of
from imio.centrale.subsidy.programs import actor


class AccountPage(ActingPage):
    """GET asks to type the number again, from the letter of the authority; POST does."""

    asked = {"iban": "iban"}

    def __call__(self):
        if self.request.method == "POST":
            return self.run(self.confirm, _("The account is confirmed."))
        declared = accounts.declared_iban(self.history)
        self.refused = accounts.confirmation_reasons(self.history, declared, actor())
        return self.index()

    @property
    def history(self):
        return history_of(self.context)

    @property
    def declared(self):
        """The account that waits, or the last one; ``None`` without any."""
        return self.history[-1] if self.history else None

    @property
    def removed(self):
        """What waits is that there is no account any more."""
        return not self.declared.iban

    @property
    def may_go_on(self):
        """The form stays when what was typed is at fault, or nothing is."""
        return all(each.field == "iban" for each in self.refused)

    def confirm(self):
        confirm(self.context, self.typed())

    def typed(self):
        """The number as it is stored; nothing was typed for one that was removed."""
        text = self.request.form.get("iban", "")
        try:
            return iban(text) if text else ""
        except (TypeError, ValueError):
            raise Refused([reason("iban_differs", "iban")])

    def facts(self):
        """Who declared it, and what payments used until then."""
        used = accounts.account_in_use(self.history)
        found = [
            (_("Declared by"), self.declared.declared_by),
            (_("Declared"), showing.instant(self.declared.declared)),
            (_("Account until then"), used),
        ]
        return [
            Fact(self.translate(label), (showing.Cell(text),))
            for label, text in found
            if text
        ]
