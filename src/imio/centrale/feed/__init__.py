"""Every change of a centrale in the order of the commits, for programs that follow it.

``log`` is what the database keeps, ``recording`` writes it, ``reading`` gives pages.
"""
