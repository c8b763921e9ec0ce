"""From words to what is looked up: articles counted, synonyms, misspellings, postings. No ranking, no confidence."""
