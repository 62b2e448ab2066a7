"""The interface of agencies that have a system of their own."""
