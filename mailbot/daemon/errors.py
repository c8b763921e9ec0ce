"""Why the daemon did not start, in a sentence for the person who started it."""


class StartError(Exception):
    """The daemon cannot start; the text says what is in the way and what to do. `code` is the exit code."""

    def __init__(self, sentence: str, *, code: int = 1) -> None:
        super().__init__(sentence)
        self.code = code
