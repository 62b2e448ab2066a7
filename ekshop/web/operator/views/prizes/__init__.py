"""Prize schemes: making them, judging what is flagged, and seeing prizes into hands."""
