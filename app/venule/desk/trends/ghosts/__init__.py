"""Lines of another time or of another asset, to compare with."""
