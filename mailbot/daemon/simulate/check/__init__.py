"""Holds a simulated span against the desk's promises, by arithmetic of its own and nothing of the code under test."""
