"""The clockwork under stress: outages, clocks that jump, nights with 23 and 25 hours, two daemons on one database."""
