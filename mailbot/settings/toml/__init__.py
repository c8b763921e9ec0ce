"""TOML read so that every mistake can name its file and line."""
