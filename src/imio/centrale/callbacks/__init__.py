"""Other programs are told of changes of state.

There is no queue beside the feed: a callback keeps its place in the feed, and what stands
after it is still to be sent. So nothing is written for it when a dossier changes, and
nothing is lost when a server stops. ``store`` is what the database keeps, ``delivery``
tries what is due, ``worker`` does so in the background of each Zope process.
"""
