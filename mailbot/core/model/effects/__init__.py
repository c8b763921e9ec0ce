"""Everything a decision can want: frozen values, each one row or more in the store."""
