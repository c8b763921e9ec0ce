"""Articles kept alive: the week's mail on what to write and what to look after, and what follows from its replies."""
