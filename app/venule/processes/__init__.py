"""How one process of ours starts others, and how none outlives the one that started it."""
