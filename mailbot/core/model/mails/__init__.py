"""What each mail says, as values that templates get."""
