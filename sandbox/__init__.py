"""The outside world in miniature: real servers the platform talks to, which can misbehave."""
