"""A site with one program and one order, made in a process of its own.

``python -m imio.centrale.tests.functional.small_site ZOPE_CONF`` makes it in the empty
database of that configuration and prints the path of the program.
"""

from AccessControl.SecurityManagement import newSecurityManager
from AccessControl.users import system
from decimal import Decimal
from imio.centrale.demo.mail import silence
from imio.centrale.tests.concurrency import world
from imio.centrale.workflows.state import move_as_product
from Testing.makerequest import makerequest
from Zope2.Startup.run import configure_wsgi
from zope.globalrequest import setRequest

import sys
import transaction
import Zope2


RACE = world.Race("petite", authorities=1, orders=1, envelope=Decimal("10000.00"))


def make(app):
    """The opening, a deposit and a confirmation: three entries."""
    site = world.make_site(app)
    ((authority, _login),) = world.make_authorities(site, 1)
    supplier = world.make_supplier(site)
    centrale, lot = world.make_centrale(site, RACE, [(authority, "")], supplier)
    program = world.make_program(centrale, RACE)
    order = world.make_order(centrale, lot, authority, 1)
    move_as_product(order, "deposit")
    move_as_product(order, "confirm")
    return program


def main(zope_conf):
    configure_wsgi(zope_conf)
    app = makerequest(Zope2.app())
    setRequest(app.REQUEST)
    newSecurityManager(None, system)
    with silence():
        program = make(app)
        transaction.commit()
    print("/".join(program.getPhysicalPath()))
    app._p_jar.db().close()


if __name__ == "__main__":
    main(sys.argv[1])
