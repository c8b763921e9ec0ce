"""The policy: stimulus and snapshot in, effects and reasons out."""
