"""The tests' own broker does what tests rely on: its own port, passwords, TLS, and what it keeps over a restart."""

import queue
import ssl
from collections.abc import Callable, Iterator

import pytest
from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode
from paho.mqtt.subscribeoptions import SubscribeOptions

from tests.broker import HOST, Mosquitto, MosquittoFactory

PATIENCE_S = 10

Guest = Callable[..., "Visitor"]


class Visitor:
    """An MQTT 5 client that keeps what it was answered and what it received."""

    def __init__(self, name: str) -> None:
        self.client = Client(CallbackAPIVersion.VERSION2, name, protocol=MQTTProtocolVersion.MQTTv5)
        self.answers: queue.Queue[ReasonCode] = queue.Queue()
        self.payloads: queue.Queue[bytes] = queue.Queue()
        self.client.on_connect = self._connected
        self.client.on_subscribe = self._subscribed
        self.client.on_message = self._received

    def _connected(self, _client: Client, _data: None, _flags: object, code: ReasonCode, _more: object) -> None:
        self.answers.put(code)

    def _subscribed(self, _client: Client, _data: None, _id: int, codes: list[ReasonCode], _more: object) -> None:
        self.answers.put(codes[0])

    def _received(self, _client: Client, _data: None, message: MQTTMessage) -> None:
        self.payloads.put(bytes(message.payload))

    def connect(self, broker: Mosquitto) -> ReasonCode:
        """Connect with a session the broker keeps, and return its answer."""
        session = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call]
        session.SessionExpiryInterval = 3600
        self.client.connect(HOST, broker.port, clean_start=False, properties=session)
        self.client.loop_start()
        return self.answers.get(timeout=PATIENCE_S)

    def subscribe(self, topic: str) -> ReasonCode:
        """Subscribe with QoS 1 and return the broker's answer."""
        self.client.subscribe(topic, options=SubscribeOptions(qos=1))
        return self.answers.get(timeout=PATIENCE_S)

    def leave(self) -> None:
        """Disconnect and end the client's thread."""
        self.client.disconnect()
        self.client.loop_stop()


@pytest.fixture
def guest() -> Iterator[Guest]:
    visitors: list[Visitor] = []

    def arrive(name: str = "guest") -> Visitor:
        visitors.append(Visitor(name))
        return visitors[-1]

    yield arrive
    for visitor in visitors:
        visitor.leave()


def test_that_two_brokers_live_side_by_side(mosquitto_factory: MosquittoFactory, guest: Guest) -> None:
    one, other = mosquitto_factory(), mosquitto_factory()
    assert one.port != other.port
    assert one.url == f"mqtt://127.0.0.1:{one.port}"
    assert not guest("a").connect(one).is_failure
    assert not guest("b").connect(other).is_failure


def test_that_only_the_right_password_opens(mosquitto_factory: MosquittoFactory, guest: Guest) -> None:
    broker = mosquitto_factory(users={"recorder": "right"})
    invited, stranger = guest("invited"), guest("stranger")
    invited.client.username_pw_set("recorder", "right")
    stranger.client.username_pw_set("recorder", "wrong")
    assert not invited.connect(broker).is_failure
    assert stranger.connect(broker).is_failure


def test_that_mutual_tls_asks_for_the_client_certificate(mosquitto_factory: MosquittoFactory, guest: Guest) -> None:
    broker = mosquitto_factory(tls="mutual")
    assert broker.certificates is not None
    context = ssl.create_default_context(cafile=str(broker.certificates.authority))
    context.load_cert_chain(broker.certificates.client_certificate, broker.certificates.client_key)
    known = guest()
    known.client.tls_set_context(context)
    assert broker.url.startswith("mqtts://")
    assert not known.connect(broker).is_failure


def test_that_a_session_outlives_a_restart(mosquitto_factory: MosquittoFactory, guest: Guest) -> None:
    broker = mosquitto_factory(persistence=True)
    port = broker.port
    reader, writer = guest("reader"), guest("writer")
    reader.connect(broker)
    assert not reader.subscribe("lamp/1").is_failure
    reader.leave()
    writer.connect(broker)
    writer.client.publish("lamp/1", b"on", qos=1).wait_for_publish(PATIENCE_S)
    writer.leave()
    broker.restart()
    assert broker.port == port
    returned = guest("reader")
    returned.connect(broker)
    assert returned.payloads.get(timeout=PATIENCE_S) == b"on"


def test_that_a_killed_broker_is_gone_until_it_resumes(mosquitto: Mosquitto, guest: Guest) -> None:
    mosquitto.kill()
    with pytest.raises(ConnectionRefusedError):
        guest().connect(mosquitto)
    mosquitto.resume()
    assert not guest().connect(mosquitto).is_failure
