"""Dialect "plain" changes nothing."""

from venule.config import FeedSettings
from venule.feeds import Inbound, decoder


def test_that_topic_and_payload_come_as_they_were() -> None:
    settings = FeedSettings("noise", "mqtt://127.0.0.1", ("#",), dialect="plain", vertical="noise", network="streets")
    (message,) = decoder(settings).decode(Inbound("noise", "city/noise/N-1", b"\xff\x00", 5, retained=True))
    assert (message.topic, message.payload) == (("city", "noise", "N-1"), b"\xff\x00")
    assert (message.network, message.received_at, message.retained) == ("streets", 5, True)
