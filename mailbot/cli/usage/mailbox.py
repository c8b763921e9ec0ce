"""Look at one mailbox as the desk would: log in, folders, capabilities, the newest mails and what would become of them.

examples:
  mailbot mailbox list
  mailbot mailbox test kestrel-park
  mailbot mailbox test kestrel-park --json | jq .mails

Nothing is marked, moved, stored or sent. Exit status 1 where the mailbox cannot be used.
"""

import argparse

from mailbot.cli.usage.options import add_action, share

_LIST = """
The mailboxes of the installation: id, address, and how each gets its mail (IMAP, a Maildir, or the listener).

examples:
  mailbot mailbox list
  mailbot mailbox list --json

It reads the configuration alone: no server is asked, and no password is needed. Does a mailbox work? `mailbot mailbox
test ID`; when was it last read? `mailbot status`.
"""
_TEST = """
Log in to one mailbox, look around, and try its five newest mails; changes nothing.

examples:
  mailbot mailbox test kestrel-park
  mailbot mailbox test kestrel-park --json

It prints the server, the folder with its count, what happens to mail once it is kept, the other folders, what the
server can do, and for each mail what the desk would do about it and why. Nothing is marked, moved, stored or sent.

exit status:
  0  the mailbox works
  1  it cannot be used; the reason and what helps are printed
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """`list`, `test`."""
    add_action(parser, "list", summary="the mailboxes, and how each gets its mail", page=_LIST)
    test = add_action(
        parser, "test", summary="log in, look around, and try the newest mails; changes nothing", page=_TEST
    )
    test.add_argument("id", metavar="ID", help="the name in [mailbox.ID] of config.toml; `mailbox list` has it")
    test.add_argument("--words-only", action="store_true", help="find articles without the model of meaning")
    share(parser, "--json")
