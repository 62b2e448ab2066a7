"""Pages of the operator, a module for each matter."""
