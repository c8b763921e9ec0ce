"""The kill tests: a daemon killed at every named boundary loses nothing and doubles nothing.

    pytest tests/faults -n 2
    MAILBOT_KILLS=4 pytest tests/faults -n 2 -k sqlite        more kills at each point

`stream` is what arrives, `desk` the daemons and their deaths, `checker` the promises, `mutants` three ways to break
them, `points` which test passes which boundary.
"""
