"""Commands that look into the desk's database beside a running daemon: status, queue, quarantine, ticket, show, kb."""
