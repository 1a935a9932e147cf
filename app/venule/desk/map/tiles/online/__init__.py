"""Tiles of servers: asked for with good manners, and kept on the disk."""
