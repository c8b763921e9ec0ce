"""What is typed for the commands that look into the desk's database."""
