"""Access tokens for mailboxes of Google Workspace: a service account that acts for the mailbox's user (RFC 7523).

The account needs domain-wide delegation for the scope below, given in the Workspace's admin console. Needs the extra
`google` (google-auth).
"""

import json
import threading
from typing import cast

from google.auth.exceptions import GoogleAuthError, RefreshError, TransportError
from google.auth.transport.requests import Request
from google.oauth2.service_account import Credentials

from mailbot.mail.oauth.bearer import NoTokenError
from mailbot.settings.installation import GoogleAccount

SCOPE = "https://mail.google.com/"
_LONGEST_SAID = 300


class Google:
    """The tokens of one user, by the word of a service account."""

    def __init__(self, account: GoogleAccount, *, user: str) -> None:
        self._account = account
        self._user = user
        self._lock = threading.Lock()
        self._credentials: Credentials | None = None

    def token(self, *, fresh: bool = False) -> str:
        """See `Bearer`."""
        with self._lock:
            credentials = self._credentials = self._credentials or self._read()
            try:
                if fresh or not credentials.valid:
                    credentials.refresh(Request())  # type: ignore[no-untyped-call]
            except TransportError as error:
                raise NoTokenError("Google cannot be reached for a token", lasting=False) from error
            except RefreshError as error:
                raise self._refused(error) from error
            except GoogleAuthError as error:
                raise NoTokenError(f"Google gives no token: {error}"[:_LONGEST_SAID], lasting=True) from error
            return cast("str", credentials.token)

    def _read(self) -> Credentials:
        source = self._account.key.source
        try:
            info = json.loads(self._account.key.value)
            made = Credentials.from_service_account_info(  # type: ignore[no-untyped-call]
                info, scopes=[SCOPE], subject=self._user
            )
        except (ValueError, TypeError, AttributeError, LookupError, GoogleAuthError) as error:
            # the error's own words may quote the key
            raise NoTokenError(f"the {source} is no key of a Google service account", lasting=True) from error
        return cast("Credentials", made)

    def _refused(self, error: RefreshError) -> NoTokenError:
        said = " ".join(str(error.args[0] if error.args else "").split())[:_LONGEST_SAID]
        text = f"Google gives no token for {self._user} ({said})"
        if error.retryable:
            return NoTokenError(text, lasting=False)
        helps = f"may the service account still act for this user with the scope {SCOPE} (domain-wide delegation)?"
        return NoTokenError(f"{text}; {helps}", lasting=True)
