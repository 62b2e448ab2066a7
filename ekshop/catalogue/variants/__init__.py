"""What makes one thing differ from another of its family: size, colour, pack and the like."""
