"""Who wrote, for which school, on which thread, and how sure we are."""
