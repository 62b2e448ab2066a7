"""What every stand-in shares: state, misbehaviour, calls to the platform, pages."""
