"""Races on real servers: several Zope clients on ZEO, and on PostgreSQL."""
