"""What runs: joins mail, store, settings and core; the only floor that loops, sleeps or retries."""
