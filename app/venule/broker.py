"""The embedded MQTT broker of the demo, in a process of its own.

``python -m venule.broker`` prints the port it was given. It speaks MQTT 3.1.1 on the loopback address alone, and ends
with its parent (see :mod:`venule.processes.lifeline`) or on SIGTERM.
"""

import asyncio
import logging
import signal
import sys
from functools import partial

from amqtt.adapters import StreamReaderAdapter, StreamWriterAdapter
from amqtt.broker import Broker
from amqtt.errors import AMQTTError

from venule.processes.lifeline import on_parent_gone

HOST = "127.0.0.1"
LISTENER = "default"
SETTINGS = {
    "listeners": {LISTENER: {"type": "external", "bind": HOST}},
    "plugins": {"amqtt.plugins.authentication.AnonymousAuthPlugin": {"allow_anonymous": True}},
}
CONNECT_TIMEOUT_S = 10.0
SPOKEN = 4
"""The protocol level of MQTT 3.1.1."""

UNSUPPORTED_VERSION = bytes((0x20, 3, 0, 0x84, 0))
"""CONNACK of MQTT 5 with reason code 0x84. The broker's library reads the properties of MQTT 5 as a client id of
thousands of letters and waits for them, instead of saying this."""


class Replaying(StreamReaderAdapter):  # type: ignore[misc]  # the library is published without types
    """Hands out again what was read to learn the protocol's version, and then the rest."""

    def __init__(self, seen: bytes, reader: asyncio.StreamReader) -> None:
        super().__init__(reader)
        self._seen = seen

    async def read(self, n: int = -1) -> bytes:
        """The next ``n`` bytes, or all."""
        if not self._seen:
            return bytes(await super().read(n))
        if 0 <= n <= len(self._seen):
            first, self._seen = self._seen[:n], self._seen[n:]
            return first
        first, self._seen = self._seen, b""
        return first + bytes(await super().read(n if n < 0 else n - len(first)))


async def beginning(reader: asyncio.StreamReader) -> bytes:
    """The first packet up to the level of the protocol, its last byte (MQTT 3.1.1, 3.1.2.2)."""
    seen = await reader.readexactly(2)
    while seen[-1] & 0x80 and len(seen) < 5:
        seen += await reader.readexactly(1)
    seen += await reader.readexactly(2)
    return seen + await reader.readexactly(int.from_bytes(seen[-2:]) + 1)


async def admit(broker: Broker, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Serve a client, or tell it which protocol is not spoken here."""
    try:
        async with asyncio.timeout(CONNECT_TIMEOUT_S):
            seen = await beginning(reader)
        if seen[-1] > SPOKEN:
            writer.write(UNSUPPORTED_VERSION)
            await writer.drain()
        else:
            await broker.external_connected(Replaying(seen, reader), StreamWriterAdapter(writer), LISTENER)
    except (TimeoutError, OSError, asyncio.IncompleteReadError):
        return
    finally:
        writer.close()


async def serve(port: int) -> None:
    """Serve until told to stop. The socket is our own, so that port 0 can be asked for and the one given be known."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def end(*_: object) -> None:
        loop.call_soon_threadsafe(stop.set)

    on_parent_gone(end)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    broker = Broker(SETTINGS, loop=loop)
    await broker.start()
    server = await asyncio.start_server(partial(admit, broker), HOST, port)
    print(server.sockets[0].getsockname()[1], flush=True)
    await stop.wait()
    server.close()
    await broker.shutdown()


def main() -> int:
    """Run the broker on the port named by the first argument, or on any free one."""
    logging.basicConfig(level=logging.ERROR, format="%(asctime)s %(name)s %(message)s")
    try:
        asyncio.run(serve(int(sys.argv[1]) if len(sys.argv) > 1 else 0))
    except (OSError, AMQTTError) as problem:
        print(f"The embedded broker does not start: {problem}.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
