"""What the catalogue tells those above it."""
