"""Benchmarks: how fast the real program is on real servers. Nothing here ships."""
