"""What settlement tells those above it."""
