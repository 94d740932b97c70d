"""Tests of the rules alone: no Plone, milliseconds each."""

from hypothesis import HealthCheck
from hypothesis import settings


# How fast a busy machine makes examples says nothing of a rule.
settings.register_profile(
    "centrale",
    max_examples=60,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("centrale")
