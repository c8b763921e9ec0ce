"""What technicians order of a ticket: its state, details, taken back, by the subject, corrected."""
