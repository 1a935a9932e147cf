"""Values and rules of the trade: no input or output, no Qt, no threads, no logging."""
