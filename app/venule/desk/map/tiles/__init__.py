"""The base map: archives and sources of tiles, their decoding and painting, and the names on them."""
