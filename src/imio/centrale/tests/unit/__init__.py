"""Tests of the rules alone: no Plone, milliseconds each."""

from hypothesis import settings


settings.register_profile("centrale", max_examples=60, deadline=None, database=None)
settings.load_profile("centrale")
