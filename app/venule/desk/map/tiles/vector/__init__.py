"""Vector tiles: what one shows, and how it is read."""
