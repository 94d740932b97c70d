"""The site on which the subsidy is measured, made in a process of its own.

``bench_site.py ZOPE_CONF ORDERS`` makes two centrales that differ in one thing, the open
program, each with so many orders that wait for their confirmation; prints their paths
as JSON. Names and numbers are invented.
"""

from decimal import Decimal
from functools import partial
from imio.centrale.tests.concurrency import world
from imio.centrale.workflows.state import move_as_product
from itertools import cycle
from itertools import islice

import sys
import transaction


AUTHORITIES = 60
#: enough for everybody: each confirmation grants something
ENVELOPE = Decimal("5000000.00")
CATEGORY = Decimal("50000.00")


def make(orders, app):
    """Both centrales: name -> paths of the orders."""
    site = world.make_site(app)
    world.make_user(world.AGENT, "Centrale Manager")
    world.make_user(world.INTAKE, "Centrale Intake")
    authorities = world.make_authorities(site, AUTHORITIES)
    supplier = world.make_supplier(site)
    made = {}
    for name, with_program in (("avec", True), ("sans", False)):
        race = world.Race(name, AUTHORITIES, orders, ENVELOPE, CATEGORY)
        centrale, lot = world.make_centrale(site, race, authorities, supplier)
        if with_program:
            world.make_program(centrale, race)
        made[name] = [
            deposited(site, centrale, lot, authority, number)
            for number, (authority, _login) in enumerate(
                islice(cycle(authorities), orders), 1
            )
        ]
        transaction.commit()
    return made


def deposited(site, centrale, lot, authority, number):
    """The path of an order that waits for its confirmation."""
    order = world.make_order(centrale, lot, authority, number)
    move_as_product(order, "deposit")
    if not number % 40:
        transaction.commit()
    return world.below(site, order)


if __name__ == "__main__":
    world.run(sys.argv[1], partial(make, int(sys.argv[2])))
