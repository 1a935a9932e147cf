"""Waits for what comes through an inbox, and a moment for what follows: a commit costs the same for one as for all."""

import time
from collections.abc import Sequence

from venule.recorder.delivery import Item, Post

MOST_AT_ONCE = 5_000
"""Messages after which a transaction ends (or the inbox's bound on bytes); what came in one piece stays together."""

WINDOW_S = 0.05
"""How long messages are gathered before they are committed."""

HASTY_WINDOW_S = 0.005
"""The same where a broker sends only a few ahead of our acknowledgements (MQTT 3.1.1)."""

PATIENCE_S = 0.2
"""Longest wait for a message before an order to stop is looked for."""


def gather(inbox: Post, *, hasty: bool, patience_s: float = PATIENCE_S) -> Sequence[Item]:
    """What has come after waiting for it, oldest first; nothing if patience ends before."""
    taken = inbox.take(MOST_AT_ONCE, patience_s)
    if taken and not len(inbox):
        time.sleep(HASTY_WINDOW_S if hasty else WINDOW_S)
        taken += inbox.take(MOST_AT_ONCE, 0.0)
    return taken
