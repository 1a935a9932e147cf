"""The recorder: listens to the feeds, reads what they say, and is the only one who writes the file."""
