"""`python -m mailbot` is `mailbot`."""

from mailbot.cli.main import entry

entry()
