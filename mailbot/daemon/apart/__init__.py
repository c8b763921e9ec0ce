"""Reading of odd mail in a process of its own, which can be killed."""
