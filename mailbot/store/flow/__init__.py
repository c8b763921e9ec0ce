"""What waits and who has it in hand: deliveries, outgoing mail, timers, cursors, notifications."""
