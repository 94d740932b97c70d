"""The rules of a centrale d'achat, in plain Python.

Nothing here imports Plone or Zope: every function takes plain values, and the time,
and answers with a value or with the reasons of its refusal. Pages, REST services,
mails and guards all ask these functions, so that a rule has one place.
"""
