"""Reading again one part of the profile, and nothing else of what the site decided."""

from plone import api
from Products.GenericSetup.interfaces import IBody
from zope.component import getMultiAdapter


PROFILE = "profile-imio.centrale:default"


def read_workflow(setup_tool, workflow_id, portal_type):
    """One workflow as the profile has it now; its objects get its permissions."""
    context = setup_tool._getImportContext(PROFILE)
    workflow = api.portal.get_tool("portal_workflow")[workflow_id]
    importer = getMultiAdapter((workflow, context), IBody)
    importer.body = context.readDataFile(
        "definition.xml", subdir=f"workflows/{workflow_id}"
    )
    for obj in every(portal_type):
        workflow.updateRoleMappingsFor(obj)
        obj.reindexObjectSecurity()


def give_permission(permission, roles):
    """A permission that is new, with the roles of the profile."""
    api.portal.get().manage_permission(permission, roles, acquire=0)


def every(portal_type):
    """All the objects of a type in the site."""
    brains = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
        portal_type=portal_type
    )
    return [brain._unrestrictedGetObject() for brain in brains]
