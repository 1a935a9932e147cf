"""What the views show: the city at one time, its tree, its alarms, and the words for all of it."""
