"""One module for each way of writing a document: ``read(data, limits) -> Reading``.

They run in the process of ``evidence.reader`` only, import the libraries they need and
nothing of Plone, and raise ``Unreadable`` for a document that gives no text.
"""
