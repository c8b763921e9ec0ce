"""The optional model of meaning: texts to vectors, vectors to likeness. Knows neither mail nor database."""

import os

# One thread a question: the daemon has workers of its own, and small products are slower when they are shared out.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
