"""The frame and its panes. A view asks and shows; it computes nothing and waits for nothing."""
