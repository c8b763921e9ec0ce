"""The optional model of meaning: texts to vectors, vectors to likeness. Knows neither mail nor database."""
