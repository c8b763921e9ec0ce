"""Reads files into frozen values; every fault names file, line, what is wrong and what would be right."""
