"""A school year in minutes: the real daemon on a clock that jumps, with invented people who write to it."""
