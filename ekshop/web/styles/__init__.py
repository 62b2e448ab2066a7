"""Sources of the look, their build, and the proof that what is committed is fresh."""
