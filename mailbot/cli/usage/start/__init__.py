"""What is typed for a first configuration."""
