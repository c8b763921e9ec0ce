"""What must not stand in an article, by what it is: secrets, accounts, ways to reach people, pupils."""
