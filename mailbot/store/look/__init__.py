"""Read-only queries for operators."""
