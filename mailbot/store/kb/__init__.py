"""Articles, their versions, vectors and records."""
