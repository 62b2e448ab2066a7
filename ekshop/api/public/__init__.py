"""What any program may read: sellers' records, and the complaints as open data."""
