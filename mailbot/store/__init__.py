"""What remembers: the only SQL; knows nothing of mail servers."""
