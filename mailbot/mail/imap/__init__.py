"""Reading mailboxes by IMAP: one guarded connection, a visit, IDLE; knows nothing of the database."""
