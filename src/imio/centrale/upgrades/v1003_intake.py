"""Other programs send forms in, and do nothing else."""

from imio.centrale.upgrades.reading import give_permission


def upgrade():
    """The permission of the services, for the role that was there without one."""
    give_permission("imio.centrale: Send Forms", ["Manager", "Centrale Intake"])
