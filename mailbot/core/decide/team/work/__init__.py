"""What is done for a technician: the orders of a mail carried out as effects."""
