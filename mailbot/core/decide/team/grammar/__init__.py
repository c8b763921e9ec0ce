"""How a technician writes: which lines are directives, and what each of them wants."""
