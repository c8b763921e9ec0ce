"""What keeps articles alive: which are ill, and which are missing."""
