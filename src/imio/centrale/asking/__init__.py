"""Asking for a mission: drafts that wait, lots to choose from, and the one sending.

``domain.request_draft`` says what is wrong; this keeps, finds and sends.
"""
