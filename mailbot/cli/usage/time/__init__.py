"""What is typed for calendars, leave, load and simulated years."""
