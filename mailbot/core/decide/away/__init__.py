"""When a technician goes and comes back: their tickets, who is told what, and what their answers say."""
