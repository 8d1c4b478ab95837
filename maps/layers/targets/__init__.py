"""What a file can be brought in as: one target is one file here."""
