"""`mailbot init`: what it asks, what it writes."""
