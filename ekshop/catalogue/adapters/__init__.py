"""What the catalogue asks of others over the network."""
