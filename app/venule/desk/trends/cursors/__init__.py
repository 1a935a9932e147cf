"""Two cursors, and everything between them."""
