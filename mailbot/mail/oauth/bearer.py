"""Who gives a mailbox's access token (RFC 6749), and what can be said when none is to be had.

Each provider has a file of its own beside this one, since each needs a library of its own (`microsoft.py`,
`google.py`).
"""

from typing import Protocol


class NoTokenError(Exception):
    """The provider gives no token. The text is for the operator and holds no secret.

    `lasting`: asking again will not help (consent is gone, a secret has expired); else the provider was out of reach.
    """

    def __init__(self, text: str, *, lasting: bool) -> None:
        super().__init__(text)
        self.lasting = lasting


class Bearer(Protocol):
    """One mailbox's access tokens; safe to share between threads."""

    def token(self, *, fresh: bool = False) -> str:
        """Give a token that is valid now, asked for again only where needed; `fresh`: what was kept was refused.

        Raises NoTokenError.
        """
