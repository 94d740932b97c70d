"""First version of the profile."""


def upgrade(setup_tool):
    """A site that tried a development version reads the whole profile again."""
    setup_tool.runAllImportStepsFromProfile(
        "imio.centrale:default", purge_old=False, ignore_dependencies=True
    )
