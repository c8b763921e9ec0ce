"""What follows when a timer's moment came, and which timers a ticket needs."""
