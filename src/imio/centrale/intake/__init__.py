"""Intake: the forms that an e-guichet fills in, made into dossiers in one go.

The account that sends them holds one permission and sees nothing: the product makes the
dossier, by the rules that hold for everybody.
"""
