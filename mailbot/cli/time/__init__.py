"""Calendars, leave and load, as an operator asks for them."""
