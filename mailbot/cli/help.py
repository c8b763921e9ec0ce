"""How help looks: prose in lines of at most 80 columns, examples as they were written; wrong usage leads to it."""

import argparse
import sys
import textwrap
from typing import NoReturn

WIDTH = 80


class Parser(argparse.ArgumentParser):
    """Says beside what is wrong which help has the right words; commands and actions below it do, too."""

    def error(self, message: str) -> NoReturn:
        """Print usage, the mistake and the help's name on standard error; exits with 2."""
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}: error: {message}\nWhat it takes, with examples: {self.prog} --help\n")


class Help(argparse.RawDescriptionHelpFormatter):
    """Wraps the prose of descriptions; a line that is indented, or ends with a colon, stands as it is."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        lines: list[str] = []
        prose: list[str] = []
        for line in [*textwrap.dedent(text).splitlines(), ""]:
            if line and line[0] != " " and not line.startswith("mailbot ") and not line.endswith(":"):
                prose.append(line)
                continue
            lines += textwrap.wrap(" ".join(prose), width=min(width + 2, WIDTH), break_long_words=False)
            prose = []
            lines.append(line)
        return "\n".join(f"{indent}{line}".rstrip() for line in lines).rstrip()
