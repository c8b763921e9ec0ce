"""The SMTP and LMTP doors, our own look at senders, and the way out to the relay."""
