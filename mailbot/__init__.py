"""mailbot: a helpdesk that schools' staff and technicians use by mail alone."""

__version__ = "0.1.0"
