"""Documents deposited as evidence: their text, and the tracking codes in it.

Nothing here knows Plone. The text is read in a process of its own (``reading``), codes
are looked for in it (``codes``), and ``proof`` puts both before the rule in
``domain.code_proof``.
"""
