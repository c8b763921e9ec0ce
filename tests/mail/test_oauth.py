"""Logging in by access token: Microsoft's and Google's libraries against an authority of ours, and a real Dovecot."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from mailbot.mail.imap.error import ImapError
from mailbot.mail.imap.guard import ImapGuard
from mailbot.mail.oauth.bearer import Bearer, NoTokenError
from mailbot.mail.oauth.google import Google
from mailbot.mail.oauth.microsoft import Microsoft
from mailbot.settings.installation import GoogleAccount, ImapServer, MicrosoftApp, Secret
from tests.support.dovecot import Dovecot
from tests.support.machine import Certificate
from tests.support.token_server import TokenServer

USER = "it@moorside.example"


@pytest.fixture(scope="module")
def tokens() -> dict[str, str]:
    """What the Dovecot of this file accepts: token -> account."""
    return {}


@pytest.fixture(scope="module")
def server(tokens: dict[str, str]) -> Iterator[Dovecot]:
    with Dovecot(oauth_tokens=tokens) as one:
        yield one


@pytest.fixture
def microsoft(tokens: dict[str, str], certificate: Certificate) -> Iterator[TokenServer]:
    with TokenServer(tokens, account=USER, certificate=certificate) as one:
        yield one


@pytest.fixture
def google(tokens: dict[str, str]) -> Iterator[TokenServer]:
    with TokenServer(tokens, account=USER) as one:
        yield one


def an_app(authority: TokenServer, ca_file: Path, *, tenant: str = "tenant") -> MicrosoftApp:
    return MicrosoftApp(
        authority=f"{authority.url}/{tenant}", client_id="the-app", secret=Secret("s3cr3t", "test"), ca_file=ca_file
    )


@pytest.fixture(scope="module")
def private_key() -> str:
    key = rsa.generate_private_key(public_exponent=65_537, key_size=2_048)
    pem = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    return key.private_bytes(*pem).decode()


def an_account(authority: TokenServer, private_key: str) -> GoogleAccount:
    info = {
        "type": "service_account",
        "client_email": "mailbot@project.iam.example",
        "token_uri": f"{authority.url}/token",
        "private_key": private_key,
        "private_key_id": "1",
    }
    return GoogleAccount(Secret(json.dumps(info), "test"))


def log_in(server: Dovecot, bearer: Bearer) -> int:
    """Log in and open the folder; how many mails it holds."""
    imap = ImapServer(
        host="localhost",
        port=server.tls_port,
        tls="implicit",
        user=USER,
        ca_file=server.certificate,
        oauth=GoogleAccount(Secret("", "test")),
        connect_timeout=5,
        read_timeout=5,
    )
    with ImapGuard(imap, bearer=bearer) as link:
        return link.select().exists


def test_microsoft_gives_a_token_and_the_mailbox_opens(
    server: Dovecot, microsoft: TokenServer, certificate: Certificate
) -> None:
    server.deliver(USER, b"Subject: one\r\n\r\none\r\n")
    bearer = Microsoft(an_app(microsoft, certificate.cert))
    assert log_in(server, bearer) == 1
    assert log_in(server, bearer) == 1
    assert [one["grant_type"] for one in microsoft.asked] == [["client_credentials"]], "a good token is kept"


def test_google_gives_a_token_and_the_mailbox_opens(server: Dovecot, google: TokenServer, private_key: str) -> None:
    bearer = Google(an_account(google, private_key), user=USER)
    log_in(server, bearer)
    log_in(server, bearer)
    assert len(google.asked) == 1


def test_a_token_that_was_taken_back_is_asked_for_again(
    server: Dovecot,
    microsoft: TokenServer,
    google: TokenServer,
    certificate: Certificate,
    private_key: str,
) -> None:
    for authority, bearer in (
        (microsoft, Microsoft(an_app(microsoft, certificate.cert))),
        (google, Google(an_account(google, private_key), user=USER)),
    ):
        del authority.tokens[bearer.token()]
        log_in(server, bearer)
        assert len(authority.asked) == 2


def test_a_token_of_somebody_else_opens_nothing(
    server: Dovecot, microsoft: TokenServer, certificate: Certificate
) -> None:
    microsoft.account = "head@moorside.example"
    with pytest.raises(ImapError) as caught:
        log_in(server, Microsoft(an_app(microsoft, certificate.cert)))
    assert caught.value.kind == "login"


def test_consent_that_is_gone_is_said_and_names_no_secret(
    server: Dovecot,
    microsoft: TokenServer,
    google: TokenServer,
    certificate: Certificate,
    private_key: str,
) -> None:
    microsoft.refusal = {"error": "unauthorized_client", "error_description": "AADSTS700016: no consent"}
    google.refusal = {"error": "unauthorized_client", "error_description": "Client is unauthorized"}
    for bearer, helps in (
        (Microsoft(an_app(microsoft, certificate.cert)), "IMAP.AccessAsApp"),
        (Google(an_account(google, private_key), user=USER), "domain-wide delegation"),
    ):
        with pytest.raises(ImapError) as caught:
            log_in(server, bearer)
        assert caught.value.kind == "login"
        assert "unauthorized" in str(caught.value)
        assert helps in str(caught.value)
        assert "s3cr3t" not in str(caught.value)
        assert "PRIVATE KEY" not in str(caught.value)


def test_an_authority_out_of_reach_is_no_fault_of_the_configuration(certificate: Certificate, private_key: str) -> None:
    with TokenServer({}, account=USER) as gone:
        pass
    nowhere = gone.url.replace("http:", "https:")
    app = MicrosoftApp(f"{nowhere}/tenant", "the-app", Secret("s3cr3t", "test"), ca_file=certificate.cert)
    for bearer in (Microsoft(app), Google(an_account(gone, private_key), user=USER)):
        with pytest.raises(NoTokenError) as caught:
            bearer.token()
        assert not caught.value.lasting


@pytest.mark.parametrize("status", [302, 502, 503])
def test_an_authority_that_fails_is_no_fault_of_the_configuration(
    microsoft: TokenServer, certificate: Certificate, status: int
) -> None:
    microsoft.status = status
    with pytest.raises(NoTokenError) as caught:
        Microsoft(an_app(microsoft, certificate.cert)).token()
    assert not caught.value.lasting


def test_what_a_wrong_or_missing_ca_file_does_is_said_as_a_fault_of_the_configuration(
    microsoft: TokenServer, tmp_path: Path
) -> None:
    with Dovecot() as other:
        assert other.certificate is not None
        for ca_file, said in ((tmp_path / "gone.pem", "cannot be read"), (other.certificate, "is not trusted")):
            with pytest.raises(NoTokenError, match=said) as caught:
                Microsoft(an_app(microsoft, ca_file)).token()
            assert caught.value.lasting
            assert str(ca_file) in str(caught.value)


def test_a_key_file_that_is_none_is_named_and_not_shown() -> None:
    for text in ("no json", '{"private_key": "hunter2"}', "[]"):
        with pytest.raises(NoTokenError, match="is no key of a Google service account") as caught:
            Google(GoogleAccount(Secret(text, "file key.json")), user=USER).token()
        assert "hunter2" not in str(caught.value)
