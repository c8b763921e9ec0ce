"""What talks to the outside world of mail; knows nothing of the database."""
