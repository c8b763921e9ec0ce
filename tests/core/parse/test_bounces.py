"""Which mail of ours a bounce is about: said by RFC 3464, or only shown somewhere in what came back."""

import pytest

from mailbot.core.parse.mime import parse

HEAD = """\
From: MAILER-DAEMON@mx.example
To: office+b@kestrelpark.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <own@mx.example>
MIME-Version: 1.0
"""
TOLD = "The following addresses had permanent delivery errors:\n<jane@moved.example>: 550 5.1.1 unknown user\n"
RETURNED = "Subject: Re: board\nMessage-ID: <ours@kestrelpark.example>\nTo: jane@moved.example\n\nTry the other lead.\n"


def report(returned: str, *, of: str = "mixed") -> str:
    return (
        f'{HEAD}Content-Type: multipart/{of}; boundary="b"\n\n'
        f"--b\nContent-Type: text/plain\n\n{TOLD}\n--b\n{returned}\n--b--\n"
    )


BOUNCES = {
    "as a mail": report(f"Content-Type: message/rfc822\n\n{RETURNED}", of="report"),
    "as headers": report(f"Content-Type: text/rfc822-headers\n\n{RETURNED}", of="report"),
    "as a mail below a blank line": report(f"Content-Type: message/rfc822\n\n\n{RETURNED}", of="report"),
    "as a part of a mail": report(f"Content-Type: message/partial; id=1\n\n{RETURNED}", of="report"),
    "as plain text": report(f"Content-Type: text/plain; name=original.txt\n\n{RETURNED}"),
    "in an unknown multipart": report(f"Content-Type: text/plain\n\n{RETURNED}", of="mx6d"),
    "quoted": HEAD + "\n" + TOLD + "\n" + "\n".join(f"> {line}" for line in RETURNED.splitlines()),
}


@pytest.mark.parametrize("shown", BOUNCES)
def test_the_mail_that_came_back_is_found(shown: str) -> None:
    message = parse(BOUNCES[shown].encode())
    assert message.kind == "bounce"
    assert message.bounce is not None
    assert message.bounce.original_message_id == "ours@kestrelpark.example"
    assert message.bounce.recipients == ("jane@moved.example",)


def test_the_bounces_own_id_is_not_the_mails() -> None:
    message = parse((HEAD + "\n" + TOLD).encode())
    assert message.bounce is not None
    assert message.bounce.original_message_id is None
