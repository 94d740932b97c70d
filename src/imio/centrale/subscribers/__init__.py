"""Carrying the rules out when objects are added, changed, moved to a state or removed."""
