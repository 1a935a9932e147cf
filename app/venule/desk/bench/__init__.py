"""Measures the whole desk: on a real recording, with every pane, painting into memory where there is no screen."""
