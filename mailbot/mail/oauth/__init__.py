"""How a mailbox logs in without a password: access tokens of Microsoft 365 and Google Workspace."""
