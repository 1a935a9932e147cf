"""What a connection to a broker needs from its owner, and how it may end."""

import socket
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

ANSWER_TIMEOUT_S = 5.0
GOODBYE_S = 5.0
UNSHARED_CAUSE = "the broker has no shared subscriptions of MQTT 5"


class Ending(Enum):
    """How a connection ended, as far as it matters for the next one."""

    LOST = "lost"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    OLD_PROTOCOL = "the broker speaks an older protocol"
    MUTE = "hung up without an answer"
    SILENT = "did not answer"
    UNSHARED = "has no shared subscriptions"
    CLOSED = "closed by us"


@dataclass(frozen=True, slots=True)
class Access:
    """What it takes to be let in, and as whom.

    Clients of one ``group`` share its subscription (MQTT 5, 4.8.2): each message goes to one of them. ``lasting`` says
    that the broker is to keep the session, where the quality of service is more than 0.
    """

    client_id: str
    password: str | None = None
    tls: ssl.SSLContext | None = None
    group: str = ""
    lasting: bool = True


class Owner(Protocol):
    """Whose connection it is: takes what arrives and says when to acknowledge, to rest and to close."""

    ear: socket.socket
    closing: bool
    resting: bool

    def welcome(self, resumed: bool) -> bool:
        """The broker let us in; answers whether to subscribe."""
        ...

    def subscribed(self, refused: Sequence[str]) -> None:
        """The broker answered the subscription; some filters may have been refused, and not all."""
        ...

    def arrived(self, packets: bytes, count: int) -> None:
        """So many publications, whole and unread; waits while there is no room."""
        ...

    def acknowledgements(self) -> Sequence[int]:
        """The numbers to acknowledge since the last call."""
        ...
