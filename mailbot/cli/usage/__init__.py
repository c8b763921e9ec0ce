"""What is typed for each command, and what its `--help` says: light modules, each named as the one that does the work.

`usage/desk/ticket.py` has the arguments of `desk/ticket.py`. A help page imports this side alone, so no library,
store or daemon is named here. The work may import from here; never the other way.
"""
