"""Access tokens for mailboxes of Microsoft 365: an application of its own logs in (client credentials, RFC 6749 4.4).

The application needs the permission IMAP.AccessAsApp with an administrator's consent, and a service principal in
Exchange that may read the mailbox. Needs the extra `m365` (msal, which keeps tokens and knows when to ask again).
"""

import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msal
import requests

from mailbot.mail.oauth.bearer import NoTokenError
from mailbot.settings.installation import MicrosoftApp

SCOPE = "https://outlook.office365.com/.default"
_LONGEST_SAID = 300
_LATER = frozenset({"temporarily_unavailable", "server_error"})


class _Session(requests.Session):
    """As msal wants it, with a timeout, and with an authority's own certificate where one is configured."""

    def __init__(self, ca_file: Path | None, *, timeout: float) -> None:
        super().__init__()
        self._timeout = timeout
        if ca_file is not None:
            self.verify = str(ca_file)
            self.trust_env = False  # else REQUESTS_CA_BUNDLE of the environment would win

    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:
        options["timeout"] = options.get("timeout") or self._timeout
        return super().send(request, **options)


class Microsoft:
    """The tokens of one application. Nothing is asked before the first token is wanted."""

    def __init__(self, app: MicrosoftApp) -> None:
        self._app = app
        self._lock = threading.Lock()
        self._client: msal.ConfidentialClientApplication | None = None

    def token(self, *, fresh: bool = False) -> str:
        """See `Bearer`."""
        with self._lock:
            try:
                client = self._client = self._client or self._connect()
                if fresh:
                    client.remove_tokens_for_client()
                answer: Mapping[str, object] = client.acquire_token_for_client([SCOPE]) or {}
            except requests.exceptions.SSLError as error:
                raise self._not_trusted() from error
            except (requests.RequestException, msal.exceptions.MsalError, RuntimeError) as error:
                # msal raises its own for a server that fails, and a bare RuntimeError for one that leads elsewhere
                raise NoTokenError(f"{self._app.authority} cannot be reached for a token", lasting=False) from error
            except OSError as error:
                raise NoTokenError(f"ca_file {self._app.ca_file} cannot be read", lasting=True) from error
            except ValueError as error:
                # msal says so of a tenant that does not exist
                raise NoTokenError(f"{self._app.authority} is not known: is the tenant right?", lasting=True) from error
        given = answer.get("access_token")
        if isinstance(given, str) and given:
            return given
        raise self._refused(answer)

    def _not_trusted(self) -> NoTokenError:
        """Of a certificate of one's own the configuration is at fault; else somebody may be between us and them."""
        said = f"the certificate of {self._app.authority} is not trusted"
        if self._app.ca_file is None:
            return NoTokenError(said, lasting=False)
        return NoTokenError(f"{said}: is {self._app.ca_file} that of its authority?", lasting=True)

    def _connect(self) -> msal.ConfidentialClientApplication:
        app = self._app
        return msal.ConfidentialClientApplication(
            app.client_id,
            client_credential=app.secret.value,
            authority=app.authority,
            instance_discovery=app.ca_file is None,
            http_client=_Session(app.ca_file, timeout=app.timeout),
        )

    def _refused(self, answer: Mapping[str, object]) -> NoTokenError:
        code = str(answer.get("error", "no token in the answer"))
        said = " ".join(str(answer.get("error_description", "")).split())[:_LONGEST_SAID]
        text = f"Microsoft gives no token for application {self._app.client_id} ({code}: {said})"
        if code in _LATER:
            return NoTokenError(text, lasting=False)
        helps = "has its secret expired, was it removed, or is the consent to IMAP.AccessAsApp gone?"
        return NoTokenError(f"{text}; {helps}", lasting=True)
