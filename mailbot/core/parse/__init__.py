"""Bytes to Message; never raises on hostile input."""
