"""The same door for a mail server on our side of the network that delivers by LMTP (RFC 2033).

What differs from SMTP: the greeting is LHLO, and the content of a mail gets one answer for each recipient that was
accepted before it, whatever the answer is. All our answers to one mail are alike, for its deliveries are kept together
or not at all. Not here: what is kept or refused, and why (`smtp_conversation.py`).
"""

import asyncio
import re

from aiosmtpd.smtp import SMTP, Envelope, Session, syntax

from mailbot.mail.smtp.conversation import Conversation, Door

_PLAIN = re.compile(rb"([245])[0-9]{2} (?![245]\.[0-9])")


class LmtpConversation(Conversation):
    """One connection of a server that delivers to our mailboxes."""

    def __init__(self, door: Door, *, loop: asyncio.AbstractEventLoop, refused: str | None = None) -> None:
        self._recipients_waiting = 0
        self._greeting = False
        super().__init__(door, loop=loop, refused=refused)

    async def push(self, status: str | bytes) -> None:
        """Answer once; after the content of a mail once for each recipient, on every path that ends there."""
        answer = self.worded(status)
        times, self._recipients_waiting = self._recipients_waiting or 1, 0
        if answer.startswith(b"354 ") and self.envelope is not None:
            self._recipients_waiting = len(self.envelope.rcpt_tos)
        for _ in range(times):
            await super().push(answer)

    def worded(self, status: str | bytes) -> bytes:
        """The answer with an enhanced status code (RFC 2034), which greetings alone have none of."""
        answer = super().worded(status)
        if self._greeting or answer.startswith(b"220 "):
            return answer
        return _PLAIN.sub(lambda found: found[0] + found[1] + b".0.0 ", answer, count=1)

    @syntax("LHLO hostname")
    async def smtp_LHLO(self, hostname: str) -> None:  # noqa: N802 -- aiosmtpd finds commands by name
        """The greeting."""
        self._greeting = True
        try:
            await super().smtp_EHLO(hostname)
        finally:
            self._greeting = False

    async def smtp_EHLO(self, hostname: str) -> None:  # noqa: N802
        """Whoever says EHLO speaks SMTP and would misread our answers."""
        del hostname
        await self.push("500 5.5.1 this is LMTP, say LHLO")

    async def smtp_HELO(self, hostname: str) -> None:  # noqa: N802
        """As EHLO."""
        await self.smtp_EHLO(hostname)

    async def handle_EHLO(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        """Offer what RFC 2033 asks of every server beside the rest."""
        first, *others = await super().handle_EHLO(server, session, envelope, hostname, responses)
        return [first, "250-PIPELINING", "250-ENHANCEDSTATUSCODES", *others]
