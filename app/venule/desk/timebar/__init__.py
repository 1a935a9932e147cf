"""The time bar: how much arrived, where the alarms and gaps were, and the way back to live."""
