"""Copy the database while the desk runs, look through the copy, and keep the newest ones.

examples:
  mailbot backup                          into data/backups
  mailbot backup --to /mnt/nas/helpdesk   better: onto another disk
  mailbot backup --keep 48                from cron, every hour of two days

The copy is one SQLite file of one moment; nobody waits for it. The keys of reply tokens (token.key) are copied beside
it: who has both can read all mail, so both are for their owner's eyes alone. Keep config.toml and the trust's folder as
well.

To go back: stop the desk, move data/mailbot.sqlite3* away, put the copy in its place under that name, and token.key
beside it. `mailbot queue` shows what waited to be sent then and would go out now; start the desk. Mail that came since
is read again where it still lies in the mailbox. New requests begin ten thousand numbers later.

PostgreSQL is not copied by this: use pg_dump.

exit status:
  0  there is a new copy, and it is sound
  1  there is none; what was wrong is said
"""

import argparse
from pathlib import Path

from mailbot.cli.usage.options import a_number


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where to, and how many stay."""
    parser.add_argument("--to", type=Path, metavar="DIR", help="the folder (default: backups in the data folder)")
    parser.add_argument(
        "--keep", type=a_number, default=20, metavar="N", help="how many stay, the newest (default: 20)"
    )
