"""Reading again one part of the profile, and nothing else of what the site decided."""

from lxml import etree
from plone import api
from plone.app.registry.exportimport.handler import RegistryImporter
from plone.dexterity.fti import DexterityFTI
from plone.registry.interfaces import IRegistry
from Products.DCWorkflow.DCWorkflow import DCWorkflowDefinition
from Products.GenericSetup.interfaces import IBody
from zope.component import getMultiAdapter
from zope.component import getUtility


PROFILE = "profile-imio.centrale:default"


def read_into(setup_tool, obj, filename, subdir):
    """One object of a tool, as a file of the profile has it now."""
    context = setup_tool._getImportContext(PROFILE)
    importer = getMultiAdapter((obj, context), IBody)
    importer.body = context.readDataFile(filename, subdir=subdir)


def add_type(setup_tool, portal_type):
    """A type that is new; nothing for one that is there."""
    types = api.portal.get_tool("portal_types")
    if portal_type not in types:
        types._setObject(portal_type, DexterityFTI(portal_type))
        read_into(setup_tool, types[portal_type], f"{portal_type}.xml", "types")


def add_workflow(setup_tool, workflow_id, *portal_types):
    """A workflow that is new, for types that are new; what the site has made stays."""
    tool = api.portal.get_tool("portal_workflow")
    if workflow_id not in tool:
        tool._setObject(workflow_id, DCWorkflowDefinition(workflow_id))
        subdir = f"workflows/{workflow_id}"
        read_into(setup_tool, tool[workflow_id], "definition.xml", subdir)
        tool.setChainForPortalTypes(portal_types, (workflow_id,))


def read_workflow(setup_tool, workflow_id, portal_type):
    """One workflow as the profile has it now; its objects get its permissions."""
    workflow = api.portal.get_tool("portal_workflow")[workflow_id]
    read_into(setup_tool, workflow, "definition.xml", f"workflows/{workflow_id}")
    for obj in every(portal_type):
        workflow.updateRoleMappingsFor(obj)
        obj.reindexObjectSecurity()


def read_registry(setup_tool, name):
    """The records of a file of the registry that are new; those that are there stay."""
    context = setup_tool._getImportContext(PROFILE)
    registry = getUtility(IRegistry)
    importer = RegistryImporter(registry, context)
    body = context.readDataFile(name, subdir="registry")
    for node in etree.fromstring(body).iterfind("record"):
        if node.get("name") not in registry.records:
            importer.importRecord(node)


def give_permission(permission, roles):
    """A permission that is new, with the roles of the profile."""
    api.portal.get().manage_permission(permission, roles, acquire=0)


def every(portal_type):
    """All the objects of a type in the site."""
    brains = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
        portal_type=portal_type
    )
    return [brain._unrestrictedGetObject() for brain in brains]
