"""From a clumsy mail to the right article or none; from an answer to an article."""
