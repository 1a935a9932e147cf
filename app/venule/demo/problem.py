"""What keeps the demo from going on."""


class DemoProblem(Exception):
    """The demo cannot go on; the message is one sentence."""
