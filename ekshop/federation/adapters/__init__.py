"""The only places of this package that reach outside."""
