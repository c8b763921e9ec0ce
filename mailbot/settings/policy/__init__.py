"""The parts of a trust's policy, each read from its tables into frozen values."""
