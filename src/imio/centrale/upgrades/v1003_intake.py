"""Other programs send forms in, and do nothing else."""

from imio.centrale.upgrades.reading import give_permission
from imio.centrale.upgrades.reading import PROFILE


def upgrade(setup_tool):
    """The permission of the services, for the role that was there without one.

    The sharing page of a centrale gives it from now on.
    """
    give_permission("imio.centrale: Send Forms", ["Manager", "Centrale Intake"])
    setup_tool.runImportStepFromProfile(PROFILE, "sharing", run_dependencies=False)
