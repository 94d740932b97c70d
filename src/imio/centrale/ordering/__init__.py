"""Depositing an order: what is typed waits with its files, then all is done in one go."""
