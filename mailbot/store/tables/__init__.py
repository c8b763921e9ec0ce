"""The rows, as SQLModel tables; their keys are the fences against loss and doubles."""
