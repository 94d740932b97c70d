"""Make the demo site; run by ``bin/instance run``, which gives ``app``.

All of it is one transaction: a site that cannot be finished leaves nothing.
"""

from AccessControl.SecurityManagement import newSecurityManager
from Products.CMFPlone.factory import addPloneSite
from zope.component.hooks import setSite
from zope.globalrequest import setRequest

import transaction


SITE_ID = "centrale"
ADMIN = "admin"
PROFILES = ("imio.centrale:default", "imio.centrale:demo")


def log_in_as_admin(app):
    """The root's admin, made again when the data was deleted since the build."""
    users = app.acl_users
    if users.getUser(ADMIN) is None:
        users.userFolderAddUser(ADMIN, ADMIN, ["Manager"], [])
    newSecurityManager(None, users.getUser(ADMIN).__of__(users))


def make_site(app):
    """A Classic UI site in French with the demo profile."""
    site = addPloneSite(
        app,
        SITE_ID,
        title="Centrale d'achat (démonstration)",
        default_language="fr",
        portal_timezone="Europe/Brussels",
        distribution_name="classic",
    )
    for profile in PROFILES:
        site.portal_setup.runAllImportStepsFromProfile(f"profile-{profile}")
    return site


def main(app):
    setRequest(app.REQUEST)
    with transaction.manager as current:
        log_in_as_admin(app)
        try:
            make_site(app)
        except BaseException:
            # Its catalog goes with the site, so there is nothing left to index in.
            setSite(None)
            raise
        current.note("Demo site made")
    # Saves the index of the storage, which the next start then finds.
    app._p_jar.db().close()


if "app" in globals():
    main(globals()["app"])
