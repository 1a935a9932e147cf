"""Pictures of a map for reports and walls: sharp at any size, or drawn in vectors."""
