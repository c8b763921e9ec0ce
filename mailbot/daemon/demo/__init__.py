"""The demo: the real daemon on a folder of its own, and people who write to it as mail programs do."""
