"""Technicians: what their mail says, and carrying it out as far as they are believed."""
