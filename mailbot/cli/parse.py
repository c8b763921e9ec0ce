"""Print what was understood of a mail file, as JSON: kind, people, subject, text, the author's new words, attachments.

mailbot parse mail.eml
mailbot parse - < mail.eml
"""

import argparse
import json
import sys
from pathlib import Path

from mailbot.core.parse.as_json import message_as_json
from mailbot.core.parse.mime import parse


def arguments(parser: argparse.ArgumentParser) -> None:
    """The file, or `-`."""
    parser.add_argument("file", metavar="FILE", help="a mail as it travels (RFC 5322), or - for standard input")


def run(options: argparse.Namespace) -> int:
    """Print the message as JSON."""
    try:
        raw = sys.stdin.buffer.read() if options.file == "-" else Path(options.file).read_bytes()
    except OSError as error:
        print(f"{options.file}: {error.strerror}", file=sys.stderr)
        return 1
    print(json.dumps(message_as_json(parse(raw)), ensure_ascii=False, indent=2))
    return 0
