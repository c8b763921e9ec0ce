"""Print what was understood of a mail file, as JSON: kind, people, subject, text, the author's new words, attachments.

examples:
  mailbot parse mail.eml
  mailbot parse - < mail.eml
  mailbot parse mail.eml | jq .new_text

It needs no configuration and no database, and changes nothing. What the desk would do about the mail is another
question: `mailbot kb try mail.eml`.

exit status:
  0  printed
  1  the file cannot be read, or the desk would set this mail aside for a person
"""

import argparse


def arguments(parser: argparse.ArgumentParser) -> None:
    """The file, or `-`."""
    parser.add_argument("file", metavar="FILE", help="a mail as it travels (RFC 5322), or - for standard input")
