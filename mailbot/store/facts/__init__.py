"""What decisions look at: rows into frozen values, all bounded."""
