"""Watch a school morning played with real mails by the real daemon on this machine; then send mails of your own.

Each demo starts on a fresh database and Maildir in a folder of its own. It keeps running until Ctrl-C, so that
`mailbot demo send` in another terminal can write to it as anybody. No mail leaves this machine.

examples:
  mailbot demo                        the morning, then the desk stays open
  mailbot demo --once                 the morning, then it ends
  mailbot demo send --from jane.ashdown@kestrelpark.example "Cant print"
  mailbot demo send --from jane.ashdown@kestrelpark.example \\
      --reply "That solved it"
  mailbot demo send --from tomasz.wilk@it.tamselvalley.example \\
      --reply 1003 "Swap the lead." "#solved"

exit status:
  0    with --once: all went as told
  1    it did not, or the demo could not start
  130  Ctrl-C before the story was over
"""

import argparse

from mailbot.cli.usage.options import add_action, share

# what daemon/demo listens on where no port is said; a test holds the two together
PORT = 2525

_SEND = """
Write a mail to the desk of the running demo, as anybody, and see what comes back.

examples:
  mailbot demo send --from jane.ashdown@kestrelpark.example "Cant print"
  mailbot demo send --from jane.ashdown@kestrelpark.example \\
      --reply "That solved it"
  mailbot demo send --from tomasz.wilk@it.tamselvalley.example \\
      --reply 1003 "Swap the lead." "#solved"

It hands the mail to the demo as the sender's own mail server would, waits until the desk has dealt with it, and prints
every mail that went out for it. A demo must be running: `mailbot demo`.

exit status:
  0  the desk dealt with it
  1  it did not in time, no demo runs, or the mail makes no sense
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """The demo's own arguments, and those of `demo send`."""
    parser.add_argument(
        "--once", action="store_true", help="end after the story, with exit status 0 if all went as told"
    )
    parser.add_argument(
        "--port", type=int, default=PORT, help=f"where the desk listens (default {PORT}; 0: a free one)"
    )
    parser.add_subparsers(dest="action", metavar="send")
    # behind add_subparsers, which would take it for the name of the program
    parser.usage = "mailbot demo [-h] [--once] [--port PORT] [OPTION ...]\n       mailbot demo send --from ADDRESS ..."
    sending = add_action(parser, "send", summary="write to the running demo as anybody, and see the answer", page=_SEND)
    sending.add_argument(
        "--from", dest="sender", required=True, metavar="ADDRESS", help="who writes; strangers may, too"
    )
    sending.add_argument("--to", default="", metavar="ADDRESS", help="default: the helpdesk of the sender's school")
    sending.add_argument("--subject", default="", help="default: the first words of the text")
    sending.add_argument(
        "--reply",
        nargs="?",
        const="",
        metavar="NUMBER",
        help="answer the sender's newest mail, or their newest about this request",
    )
    sending.add_argument(
        "--file", metavar="FILE", help="take the text from a file; - reads what you type, until Ctrl-D"
    )
    sending.add_argument("text", nargs="*", help="what to write; an argument that starts with # gets its own line")
    share(parser, "--folder")
