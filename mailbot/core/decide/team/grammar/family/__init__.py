"""The directives by family: one small function each."""
