"""Open data: OCDS 1.1 releases of markets and call-offs.

``records`` is what is known, ``market`` and ``call_off`` map it to releases, ``package``
writes them; none of these knows Plone. ``reading``, ``selecting`` and ``making`` do.
"""
