"""The host's side of plugins: they are found without an exception, and called only through the guard."""
