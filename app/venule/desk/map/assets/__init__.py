"""The assets on the map: the count pyramid, what a frame shows of it, and the signs by which it is drawn."""
