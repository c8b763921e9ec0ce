"""Technicians' replies as their mail programs format them, and what must come of each."""
