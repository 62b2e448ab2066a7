"""Generators of the demonstration's content. The same seed gives the same bytes."""
