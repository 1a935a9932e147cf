"""One connection to a broker, from the first packet to the last; the only module that knows the MQTT client.

The client does what is rare: it connects, encrypts, subscribes, pings and says good-bye. Publications and their
acknowledgements, which are many, pass it by in bulk: it needs four system calls and much else for each. It is driven
by a loop of our own, since its own thread ends without a word when a callback raises.
"""

import select
import socket
import ssl
import struct
import time

from paho.mqtt.client import Client, ConnectFlags, DisconnectFlags
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode
from paho.mqtt.subscribeoptions import SubscribeOptions

from venule.config import FeedSettings
from venule.recorder.access import ANSWER_TIMEOUT_S, GOODBYE_S, UNSHARED_CAUSE, Access, Ending, Owner
from venule.recorder.packets import Malformed
from venule.recorder.sieve import Sieve

KEEPALIVE_S = 30
SESSION_EXPIRY_S = 24 * 3600
RECEIVE_MAXIMUM = 65_535
"""QoS 1 messages an MQTT 5 broker may send ahead of our acknowledgements. Mosquitto queues only 1,000 beyond them."""

READ_PAUSE_S = 0.002
"""Between reads the system gathers what comes. A thread that reads each message by itself starves the one that commits:
SQLite lets go of the interpreter for each row, and gets it back only when the reader rests."""

PUBACK = 0x40
DISCONNECT = b"\xe0\x00"
UNSUPPORTED_VERSION = 132
BAD_CLIENT_ID = 133
SESSION_TAKEN_OVER = 142
NO_SHARED_SUBSCRIPTIONS = 158


class SievedClient(Client):
    """The client, on a socket that keeps publications back. Its maker offers no public way to hand it a socket."""

    sieve: Sieve | None = None
    tls: ssl.SSLContext | None = None

    def _create_socket(self) -> Sieve:  # type: ignore[override]
        link = socket.create_connection((self.host, self.port), timeout=ANSWER_TIMEOUT_S)
        link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self.tls is not None:
            link = self.tls.wrap_socket(link, server_hostname=self.host)
        self.sieve = Sieve(link)
        return self.sieve


class Connection:
    """Connects once, and serves until either side ends it. ``cause`` says in words why it ended."""

    def __init__(self, feed: FeedSettings, access: Access, newest: bool, owner: Owner) -> None:
        self._feed = feed
        self._access = access
        self._owner = owner
        self._newest = newest
        self._lasting = access.lasting and feed.qos > 0
        self._unsent = b""
        self._answered = False
        self._ending: Ending | None = None
        self.cause = ""
        self._client = self._prepared()

    def run(self) -> Ending:
        """Connect and serve; returns when it is over, and raises nothing the network does."""
        try:
            self._connect()
        except (OSError, UnicodeError) as problem:
            self.cause = f"{self._feed.host}:{self._feed.port} cannot be reached: {_told(problem)}"
            return Ending.UNREACHABLE
        try:
            self._serve(time.monotonic() + ANSWER_TIMEOUT_S)
            if self._owner.closing:
                self._leave()
                return Ending.CLOSED
        finally:
            self._hang_up()
        if self._ending is not None:
            return self._ending
        self.cause = self.cause or "the broker closed the connection"
        return Ending.LOST if self._answered else Ending.MUTE

    def _prepared(self) -> SievedClient:
        protocol = MQTTProtocolVersion.MQTTv5 if self._newest else MQTTProtocolVersion.MQTTv311
        client = SievedClient(
            CallbackAPIVersion.VERSION2,
            self._access.client_id,
            clean_session=None if self._newest else not self._lasting,
            protocol=protocol,
            reconnect_on_failure=False,
            manual_ack=True,
        )
        client.on_connect = self._on_connect
        client.on_disconnect = self._on_disconnect
        client.on_subscribe = self._on_subscribe
        client.on_socket_register_write = _in_our_loop
        if self._feed.user:
            client.username_pw_set(self._feed.user, self._access.password)
        client.tls = self._access.tls
        return client

    def _connect(self) -> None:
        host, port = self._feed.host, self._feed.port
        if not self._newest:
            self._client.connect(host, port, KEEPALIVE_S)
            return
        session = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call]
        session.ReceiveMaximum = RECEIVE_MAXIMUM
        if self._lasting:
            session.SessionExpiryInterval = SESSION_EXPIRY_S
        self._client.connect(host, port, KEEPALIVE_S, clean_start=not self._lasting, properties=session)

    def _serve(self, answer_by: float) -> None:
        """Read, acknowledge and write until the connection is gone, is of no use, or the owner closes."""
        while self._ending is None and (sieve := self._sieve()) is not None and not self._owner.closing:
            if not self._answered and time.monotonic() > answer_by:
                self._ending, self.cause = Ending.SILENT, f"the broker did not answer within {ANSWER_TIMEOUT_S:g} s"
                return
            self._wait(sieve)
            if not self._owner.resting:
                self._read(sieve)
            self._write()
            self._client.loop_misc()

    def _sieve(self) -> Sieve | None:
        """The client's socket while there is a connection."""
        return self._client.sieve if self._client.socket() is not None else None

    def _wait(self, sieve: Sieve) -> None:
        """Sleep until the socket or the owner has something for us."""
        reading = [self._owner.ear] if self._owner.resting else [sieve.link, self._owner.ear]
        writing = [sieve.link] if self._unsent or self._client.want_write() else []
        select.select(reading, writing, [], 0 if sieve.is_ahead else 1.0)
        time.sleep(READ_PAUSE_S)
        try:
            self._owner.ear.recv(4096)
        except BlockingIOError:
            return

    def _read(self, sieve: Sieve) -> None:
        """Hand on the publications that have come, and let the client see the rest."""
        try:
            packets, count = sieve.fill()
        except Malformed as problem:
            self._ending, self.cause = Ending.LOST if self._answered else Ending.MUTE, str(problem)
            return
        if count:
            self._owner.arrived(packets, count)
        while sieve.has_something and self._sieve() is sieve:
            self._client.loop_read()

    def _write(self) -> None:
        """Send the client's own packets and our acknowledgements; each is finished before the other begins."""
        if not self._unsent:
            self._client.loop_write()
            if self._client.want_write():
                return
        self._unsent += b"".join(struct.pack("!BBH", PUBACK, 2, number) for number in self._owner.acknowledgements())
        sieve = self._sieve()
        if self._unsent and sieve is not None:
            try:
                self._unsent = self._unsent[sieve.send(self._unsent) :]
            except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
                return
            except OSError:
                self._unsent = b""  # the connection is gone, as the next read will find; they are redelivered

    def _leave(self) -> None:
        """Send what is left to acknowledge, say good-bye, and wait for the broker to close; it keeps the session.

        Closed with something unread, a socket is reset, and the broker loses the acknowledgements that it has not read
        yet (RFC 1122, 4.2.2.13). So what still comes is let go: it comes again.
        """
        deadline, said = time.monotonic() + GOODBYE_S, False
        while (sieve := self._sieve()) is not None and not sieve.ended and time.monotonic() < deadline:
            self._write()
            if not (said or self._unsent or self._client.want_write()):
                self._unsent, said = DISCONNECT, True
            waiting = self._unsent or self._client.want_write()
            select.select([sieve.link], [sieve.link] if waiting else [], [], 0.1)
            sieve.let_go()

    def _hang_up(self) -> None:
        """Whatever ended it, the socket is given back now: Python may not look for forgotten ones for days."""
        if self._client.sieve is not None:
            self._client.sieve.close()

    def _on_connect(
        self, client: Client, _data: object, flags: ConnectFlags, reason: ReasonCode, more: Properties | None
    ) -> None:
        self._answered = True
        if not reason.is_failure:
            if self._access.group and not (self._newest and _shares(more)):
                self._ending, self.cause = Ending.UNSHARED, UNSHARED_CAUSE
            elif self._owner.welcome(flags.session_present):
                self._subscribe(client)
            return
        if reason.value == UNSUPPORTED_VERSION:
            self._ending, self.cause = Ending.OLD_PROTOCOL, "the broker does not speak this version of MQTT"
            return
        who = f"user {self._feed.user!r}" if self._feed.user else "a client without a user name"
        if reason.value == BAD_CLIENT_ID:
            who = f"the client id {self._access.client_id!r}"
        self._ending, self.cause = Ending.REFUSED, f"the broker refuses {who}: {reason}"

    def _on_subscribe(
        self, _client: Client, _data: object, _id: int, reasons: list[ReasonCode], _more: Properties | None
    ) -> None:
        """A connection on which nothing will be heard is given up: the next one asks again."""
        if self._access.group and any(reason.value == NO_SHARED_SUBSCRIPTIONS for reason in reasons):
            self._ending, self.cause = Ending.UNSHARED, UNSHARED_CAUSE
            return
        pairs = zip(self._feed.topics, reasons, strict=False)
        refused = [topic for topic, reason in pairs if reason.is_failure]
        if len(refused) == len(self._feed.topics):
            self._ending, self.cause = Ending.REFUSED, f"the broker refuses to deliver {', '.join(refused)}"
        else:
            self._owner.subscribed(refused)

    def _on_disconnect(
        self, _client: Client, _data: object, flags: DisconnectFlags, reason: ReasonCode, _more: Properties | None
    ) -> None:
        if flags.is_disconnect_packet_from_server:
            self.cause = f"the broker ended the connection: {reason}"
            if reason.value == SESSION_TAKEN_OVER:
                self._ending = Ending.REFUSED
                self.cause = f"another client came with the same client id, {self._access.client_id!r}"

    def _subscribe(self, client: Client) -> None:
        """Retained messages come with each subscription; live ones do not carry the mark.

        A shared one must bring none (MQTT 5, 4.8.2); Mosquitto 2.0.11 sends them to every member of the group unless
        it is told not to.
        """
        group, qos = self._access.group, self._feed.qos
        topics = [f"$share/{group}/{topic}" if group else topic for topic in self._feed.topics]
        if self._newest:
            retained = SubscribeOptions.RETAIN_DO_NOT_SEND if group else SubscribeOptions.RETAIN_SEND_ON_SUBSCRIBE
            client.subscribe([(topic, SubscribeOptions(qos=qos, retainHandling=retained)) for topic in topics])
        else:
            client.subscribe([(topic, qos) for topic in topics])


def _in_our_loop(_client: Client, _data: object, _socket: object) -> None:
    """Tells the client that somebody else writes when the socket can take it."""


def _shares(more: Properties | None) -> bool:
    """Whether a broker that let us in has shared subscriptions: one that says nothing of them has (MQTT 5, 3.2.2.3)."""
    return bool(getattr(more, "SharedSubscriptionAvailable", 1))


def _told(problem: BaseException) -> str:
    """A network error in words: certificates have a sentence of their own."""
    if isinstance(problem, ssl.SSLCertVerificationError):
        return f"its certificate is not accepted ({problem.verify_message})"
    if isinstance(problem, OSError) and problem.strerror:
        return problem.strerror
    return str(problem) or type(problem).__name__
