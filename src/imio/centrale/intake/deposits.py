"""What a party deposits in a mission that waits for it: an order, a closure file."""

from imio.centrale import missions
from imio.centrale.domain.reasons import reason
from imio.centrale.domain.reasons import Refused
from imio.centrale.intake.making import fill
from imio.centrale.intake.making import make as make_object
from imio.centrale.intake.reading import AUTHORITY
from imio.centrale.intake.reading import document
from imio.centrale.intake.reading import given
from imio.centrale.intake.reading import mission_in
from imio.centrale.intake.reading import party_in
from imio.centrale.intake.reading import SUPPLIER
from imio.centrale.services.errors import BadInput
from imio.centrale.workflows.guards import adding_reasons
from imio.centrale.workflows.state import move
from imio.centrale.workflows.state import state_of


class Deposit:
    """A form that names a dossier by its code and its party by its enterprise number.

    ``PARTY``: the member that names the party, and the field of the mission that must
    name the same one. What was sent back is completed by what comes next.
    """

    NAME = PARTY = PARTY_TYPE = PORTAL_TYPE = ""
    DOCUMENTS = FIELDS = ()

    @property
    def MEMBERS(self):
        return ("tracking_code", self.PARTY, *self.FIELDS, *self.DOCUMENTS)

    def make(self, centrale, data, reference, uploads):
        """The piece, deposited."""
        mission = self.mission(centrale, data)
        values = self.values(data, uploads)
        piece = self.returned(mission)
        if piece is not None:
            move(piece, "revise")
            fill(piece, values, [])
        else:
            self.check_awaited(mission)
            piece = make_object(mission, self.PORTAL_TYPE, values, [])
        move(piece, "deposit")
        return piece

    def mission(self, centrale, data):
        """The dossier meant, which is that of the party named."""
        found = []
        party = party_in(data, self.PARTY, self.PARTY_TYPE, found)
        if found:
            raise BadInput(found)
        mission = mission_in(centrale, data)
        if getattr(mission, self.PARTY) != party:
            raise Refused([reason("dossier_of_another", self.PARTY)])
        return mission

    def values(self, data, uploads):
        """The fields that the form gives."""
        names = (*self.FIELDS, *self.DOCUMENTS)
        found = given({name: data.get(name) for name in names})
        for name in found.keys() & set(self.DOCUMENTS):
            found[name] = document(found[name], name, uploads)
        return found

    def returned(self, mission):
        """What was sent back and waits to come again, or ``None``."""
        piece = missions.current(mission, self.PORTAL_TYPE)
        back = piece is not None and state_of(piece) == "returned"
        return piece if back else None

    def check_awaited(self, mission):
        """``mission_not_waiting`` where nothing of the kind is awaited."""
        reasons = adding_reasons(mission, self.PORTAL_TYPE)
        if reasons:
            raise Refused(reasons)


class OrderDeposit(Deposit):
    """The order of the authority: purchase order and deliberation."""

    NAME = "orders"
    PARTY = "authority"
    PARTY_TYPE = AUTHORITY
    PORTAL_TYPE = "imio.centrale.Order"
    FIELDS = ("order_number", "order_date", "organ", "deliberation_date")
    DOCUMENTS = ("purchase_order", "deliberation")


class ClosureDeposit(Deposit):
    """The closure file of the supplier that was designated."""

    NAME = "closures"
    PARTY = "supplier"
    PARTY_TYPE = SUPPLIER
    PORTAL_TYPE = "imio.centrale.ClosureFile"
    FIELDS = (
        "report_signed_on",
        "indicators",
        "invoice_number",
        "invoice_date",
        "invoice_excl_vat",
        "invoice_incl_vat",
        "payment_date",
        "payment_amount",
    )
    DOCUMENTS = ("report", "invoice", "payment_proof")


orders = OrderDeposit()
closures = ClosureDeposit()
