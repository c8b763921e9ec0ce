"""Maildir folders, as a source of mail and as a way out."""
