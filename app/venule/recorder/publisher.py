"""Publishes messages to a broker and waits for it where it is slower than we are: for the demo and for measurements."""

import threading
from collections.abc import Iterable

from paho.mqtt.client import Client, ConnectFlags
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

WINDOW = 200
"""QoS 1 messages on their way; further ones wait, so that no queue grows here or in the broker."""

CONNECT_TIMEOUT_S = 10.0
STALL_TIMEOUT_S = 30.0


class PublisherProblem(Exception):
    """The broker does not take what is published; the message is one sentence."""


class Publisher:
    """A connection that publishes with QoS 1. A context manager: leaving it waits until all was acknowledged."""

    def __init__(self, host: str, port: int, name: str) -> None:
        self.sent = 0
        self._room = threading.BoundedSemaphore(WINDOW)
        self._answered = threading.Event()
        self._refusal = ""
        self._client = Client(CallbackAPIVersion.VERSION2, name)
        self._client.max_inflight_messages_set(WINDOW)
        self._client.on_connect = self._connected
        self._client.on_publish = self._acknowledged
        try:
            self._client.connect(host, port)
        except OSError as problem:
            raise PublisherProblem(f"The broker at {host}:{port} cannot be reached: {problem}.") from None
        self._client.loop_start()
        if not self._answered.wait(CONNECT_TIMEOUT_S) or self._refusal:
            self.close()
            raise PublisherProblem(f"The broker at {host}:{port} refuses: {self._refusal or 'it does not answer'}.")

    def publish(self, topic: str, payload: bytes) -> None:
        """Send one message, once fewer than :data:`WINDOW` are unacknowledged."""
        if not self._room.acquire(timeout=STALL_TIMEOUT_S):
            raise PublisherProblem(f"The broker acknowledged nothing for {STALL_TIMEOUT_S:g} seconds.")
        told = self._client.publish(topic, payload, qos=1)
        if told.rc not in (MQTTErrorCode.MQTT_ERR_SUCCESS, MQTTErrorCode.MQTT_ERR_NO_CONN):
            raise PublisherProblem(f"A message to {topic} cannot be sent: {told.rc}.")
        self.sent += 1

    def publish_all(self, messages: Iterable[tuple[str, bytes]]) -> None:
        """Send many."""
        for topic, payload in messages:
            self.publish(topic, payload)

    def settle(self) -> None:
        """Wait until everything sent was acknowledged."""
        for _ in range(WINDOW):
            if not self._room.acquire(timeout=STALL_TIMEOUT_S):
                raise PublisherProblem(f"The broker acknowledged nothing for {STALL_TIMEOUT_S:g} seconds.")
        for _ in range(WINDOW):
            self._room.release()

    def close(self) -> None:
        """Leave the broker."""
        self._client.disconnect()
        self._client.loop_stop()

    def __enter__(self) -> "Publisher":
        return self

    def __exit__(self, kind: object, problem: object, trace: object) -> None:
        try:
            if problem is None:
                self.settle()
        finally:
            self.close()

    def _connected(
        self, _client: Client, _data: None, _flags: ConnectFlags, code: ReasonCode, _more: Properties | None
    ) -> None:
        self._refusal = str(code) if code.is_failure else ""
        self._answered.set()

    def _acknowledged(self, _client: Client, _data: None, _id: int, _code: ReasonCode, _more: Properties) -> None:
        self._room.release()
