"""What goes wrong with a file that is imported or exported, as one sentence for the person who named it."""


class InterchangeProblem(Exception):
    """A file cannot be read or written; the message names it and says what to do."""
