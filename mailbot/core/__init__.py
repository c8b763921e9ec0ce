"""What thinks: pure functions over frozen values; no I/O, clock, log, random, ORM."""
