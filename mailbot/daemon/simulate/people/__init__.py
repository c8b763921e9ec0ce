"""The invented people: who they are, what they ask, and how they answer the mails that they really got."""
