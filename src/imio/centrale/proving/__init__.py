"""The code proof of what is deposited: read when it is saved, kept beside the file.

``domain.code_proof`` decides, ``evidence`` reads; this carries it out on our objects.
"""
