"""``POST <authority>/@centrale-account``: a second person confirms the account."""

from imio.centrale.domain import accounts
from imio.centrale.domain.numbers import iban
from imio.centrale.serializers.fields import RowsSerializer
from imio.centrale.services.base import text_in
from imio.centrale.services.base import WritingService
from imio.centrale.services.base import wrong
from imio.centrale.subsidy.accounts import confirm
from imio.centrale.subsidy.accounts import history_of


class AccountPost(WritingService):
    """``iban``: the number that was declared, empty for an account that was removed."""

    def write(self, data):
        if "iban" not in data:
            raise wrong("iban")
        confirm(self.context, self.number(text_in(data, "iban")))
        field = self.context.getTypeInfo().lookupSchema()["accounts"]
        return {
            "@id": self.context.absolute_url(),
            "iban": self.context.iban_in_use,
            "account": accounts.state_of(history_of(self.context)),
            "accounts": RowsSerializer(field, self.context, self.request)(),
        }

    def number(self, text):
        """As it is stored, however it was written."""
        try:
            return iban(text) if text else ""
        except ValueError:
            raise wrong("iban")
