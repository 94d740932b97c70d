"""A whole dossier in one ZIP: its data, its documents, an index to read, checksums.

The same dossier gives the same bytes. ``verify`` says offline whether one is unchanged.
"""
