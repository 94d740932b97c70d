"""Annexe B in and out: files read for a lot, versions compared.

The rules are in ``domain/inventory_*.py``, the formats in ``tables/``; here they meet
the objects of the site.
"""
