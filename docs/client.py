"""One request from its first line to its accepted closure, over REST.

    python docs/client.py http://localhost:8080/centrale demo-

runs on the site of ``make demo``: each account has its name after the prefix as its
password. Needs ``requests``.
"""

from base64 import b64encode
from datetime import date

import requests
import sys


SITE, PREFIX = sys.argv[1:3]
TODAY = date.today().isoformat()
LOT = "/cyber/marches/audit-et-equipement/audit-de-securite"
REQUEST = dict(title="Audit de sécurité", lot=LOT, authority="/autorites/daverdisse")
CONTACT = dict(contact_name="Camille Test", contact_email="camille@daverdisse.example")
OFFER = dict(valid_until="2099-01-01", lines=[{"code": "AUD-01", "quantity": "1"}])
ORDER = dict(order_number="2026/900", order_date=TODAY, organ="college")
INVOICE = dict(invoice_number="F-900", invoice_date=TODAY, report_signed_on=TODAY)
REPORTED = {"LIV": "100", "DEL": "10", "PRI": "yes"}


def call(login, method, path, body=None):
    """The JSON of an answer; a refusal ends the program with its reasons."""
    url = path if path.startswith("http") else f"{SITE}/{path}"
    headers = {"Accept": "application/json", "Accept-Language": "fr"}
    auth = (login, PREFIX + login)
    answer = requests.request(method, url, json=body, auth=auth, headers=headers)
    if not answer.ok:
        sys.exit(f"{method} {url}: {answer.status_code} {answer.text}")
    return answer.json()


def add(login, container, kind, **fields):
    """A new object of a type of the package."""
    return call(login, "POST", container, {"@type": f"imio.centrale.{kind}", **fields})


def move(login, obj, transition):
    """A transition, which the rules may refuse."""
    moved = call(login, "POST", f"{obj['@id']}/@workflow/{transition}", {})
    print(f"{login:12}{transition:12}{obj['@type']:30}{moved['review_state']}")


def files(*names):
    """Files as plone.restapi takes them; the tracking code stands in each."""
    data = b64encode(f"Code de suivi : {code}".encode()).decode()
    shape = {"content-type": "text/plain", "encoding": "base64", "data": data}
    return {name: {"filename": f"{name}.txt", **shape} for name in names}


mission = add("daverdisse", "cyber/missions", "MissionRequest", **REQUEST, **CONTACT)
code, url = mission["tracking_code"], mission["@id"]
move("daverdisse", mission, "submit")
offer = add("exemple", url, "Offer", **OFFER)
move("exemple", offer, "submit")
move("daverdisse", offer, "accept")
ORDER.update(files("purchase_order", "deliberation"), deliberation_date=TODAY)
order = add("daverdisse", url, "Order", **ORDER)
move("daverdisse", order, "deposit")
move("agent", order, "confirm")
INVOICE.update(files("report", "invoice", "payment_proof"), payment_date=TODAY)
for vat in ("excl_vat", "incl_vat"):
    INVOICE[f"invoice_{vat}"] = offer[f"total_{vat}"]
INVOICE["indicators"] = [{"code": c, "value": v} for c, v in REPORTED.items()]
closure = add("exemple", url, "ClosureFile", **INVOICE)
move("exemple", closure, "deposit")
move("agent", closure, "accept")
print(code, call("daverdisse", "GET", url)["review_state"])
