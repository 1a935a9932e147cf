"""Lines that are computed of others: their language, units and steps."""
