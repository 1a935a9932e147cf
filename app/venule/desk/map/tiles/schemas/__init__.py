"""The schemas of vector tiles: how each tells what lies on the ground."""
