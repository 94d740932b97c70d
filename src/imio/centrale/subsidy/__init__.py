"""The subsidy: what the rules of ``domain`` become when orders and programs move.

One ledger for each program, kept in the database beside it. Whoever asks what an order
got reads its position there; nothing is written twice.
"""
