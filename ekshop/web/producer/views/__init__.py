"""The pages of a producer, a file for each topic."""
