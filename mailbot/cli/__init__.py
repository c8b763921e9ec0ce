"""What an operator types: arguments in, a readable page or JSON and an exit code out; no logic."""
