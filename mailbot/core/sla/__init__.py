"""Business hours, and who is on duty."""
