"""Upgrade steps, one module for each target version of the profile.

A change of schema, workflow or catalog adds ``v<version>.py`` here, registers it in
``configure.zcml`` and raises the version in ``profiles/default/metadata.xml``; its test
starts from the state before.
"""
