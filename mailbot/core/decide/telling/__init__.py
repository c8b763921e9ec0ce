"""What a decision writes: entries in the story, mails to people. No choice of what follows from a mail."""
