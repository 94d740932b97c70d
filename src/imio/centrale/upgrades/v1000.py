"""First version of the profile."""

from imio.centrale import codes
from imio.centrale import rooms


def upgrade(setup_tool):
    """A site that tried a development version gets the registers it lacks.

    The profile is not read again: what the site has made of its permissions, workflows
    and types stays.
    """
    codes.make_register()
    rooms.make_registers()
