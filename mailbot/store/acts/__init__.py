"""What decisions do: effects into rows, in one transaction."""
