"""The work of `mailbot parse`: a mail file through the reader that the desk uses."""

import argparse
import json
import sys
from pathlib import Path

from mailbot.core.parse.as_json import message_as_json
from mailbot.daemon.apart.reader import Reader, Unreadable


def run(options: argparse.Namespace) -> int:
    """Print the message as JSON."""
    try:
        raw = sys.stdin.buffer.read() if options.file == "-" else Path(options.file).read_bytes()
    except OSError as error:
        what = "name a mail that was saved as .eml, or - for standard input"
        print(f"{options.file}: {error.strerror}; {what}", file=sys.stderr)
        return 1
    reader = Reader()
    try:
        print(json.dumps(message_as_json(reader.read(raw)), ensure_ascii=False, indent=2))
    except Unreadable as error:
        print(f"{options.file}: {error}; the desk would set it aside", file=sys.stderr)
        return 1
    finally:
        reader.close()
    return 0
