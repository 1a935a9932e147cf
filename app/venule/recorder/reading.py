"""One reader of several, in a process of its own: it listens, reads and hands over, and another process writes.

``python -m venule.recorder.reading`` is started by the recorder and by nobody else. Its standard input brings orders
and tells which hand-overs are committed; its end is the order to stop. Its standard output takes news and hand-overs.
"""

import os
import pickle
import signal
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import IO

from venule.domain.liveness import Presence
from venule.feeds import Inbound
from venule.processes.frames import frames, write_frame
from venule.recorder.additions import Additions
from venule.recorder.columnar import by_columns
from venule.recorder.delivery import Delivery, Item, News, Post
from venule.recorder.gathering import MOST_AT_ONCE, gather
from venule.recorder.handover import PROTOCOL, HandOver, packed
from venule.recorder.inbox import Inbox
from venule.recorder.intake import Intake
from venule.recorder.interest import Interest
from venule.recorder.link import Link
from venule.recorder.memory import recall
from venule.recorder.orders import REST, Orders, unpacked_number, unpacked_orders
from venule.recorder.packets import publications
from venule.recorder.pending import Pending, Receipt
from venule.recorder.service import collecting_seldom, now
from venule.verticals.discovery import discover
from venule.verticals.guard import Guard

MOST_PENDING = 4
"""Hand-overs that may wait for their commit: enough to read on meanwhile, few enough to be soon acknowledged."""

SETTLE_S = 10.0
"""How long the last hand-overs are waited for."""

QUIET_S = 5.0
"""What the broker retains has been fetched when for so long nothing more came: no packet tells that it was all."""


class Reading:
    """Listens to one share of a feed, or to what its broker retains, until told to rest or to stop."""

    def __init__(self, orders: Orders, guard: Guard, out: IO[bytes]) -> None:
        self._orders = orders
        self._out = out
        self._intake = Intake(guard, (orders.feed,))
        self._interest = Interest(guard.kinds)
        recall(orders.cache, now()).teach(self._intake, self._interest)
        self._inbox: Post = Inbox()
        self._link = Link(orders.feed, orders.access(), self._inbox, now)
        self._pending = Pending(MOST_PENDING)
        self._resting = threading.Event()
        self._stopped = threading.Event()
        self._subscribed_at: int | None = None
        self._heard_at = time.monotonic()

    def run(self, told: Iterator[bytes]) -> None:
        """Read until told otherwise; ``told`` are the numbers of what is committed."""
        threading.Thread(target=self._obey, args=(told,), name="orders", daemon=True).start()
        self._link.start()
        while not self._resting.is_set() and not self._has_fetched():
            self._turn(gather(self._inbox, hasty=False))
        self._link.rest()
        while not self._stopped.is_set() and (taken := self._inbox.take(MOST_AT_ONCE, 0.0)):
            self._turn(taken)
        self._pending.settle(SETTLE_S)
        self._inbox.close()
        self._link.close()

    def _obey(self, told: Iterator[bytes]) -> None:
        """Acknowledge what is committed. When nothing more can be told, nothing more can be committed."""
        for content in told:
            number = unpacked_number(content)
            if number == REST:
                self._resting.set()
            for connection, numbers in self._pending.committed(number):
                self._link.acknowledge(connection, numbers)
        self._stopped.set()
        self._resting.set()
        self._pending.close()
        self._inbox.close()

    def _turn(self, taken: Sequence[Item]) -> None:
        """Tell the news, and hand over what the messages say."""
        additions, receipts = Additions(), list[Receipt]()
        messages, received_at = 0, 0
        for item in taken:
            if isinstance(item, News):
                self._tell(item)
            elif isinstance(item, Delivery):
                read, received = self._open(item, additions)
                messages, received_at = messages + read, item.received_at
                receipts.append((item.connection, received))
        if messages:
            self._hand_over(additions, receipts, messages, received_at)
        for connection, numbers in () if messages else receipts:
            self._link.acknowledge(connection, numbers)

    def _tell(self, news: News) -> None:
        orders = self._orders
        told = replace(news, reader=orders.reader, readers=orders.feed.readers)
        write_frame(self._out, pickle.dumps(told, PROTOCOL))
        self._heard_at = time.monotonic()
        self._subscribed_at = news.at if news.presence is Presence.ONLINE else None
        if news.unshared:
            self._resting.set()

    def _open(self, delivery: Delivery, into: Additions) -> tuple[int, list[int]]:
        """Read messages: how many counted, and the numbers of all."""
        if not self._orders.fetches:
            return delivery.messages, self._intake.open(delivery, delivery.received_at, into)
        return self._open_retained(delivery, into)

    def _open_retained(self, delivery: Delivery, into: Additions) -> tuple[int, list[int]]:
        """Read what was retained, and nothing else: that comes by the others.

        Who retained it may have said something newer by then, to the others, who read it sooner. So what has no time
        of its own counts as having been so when it was asked for.
        """
        asked_at = self._subscribed_at or delivery.received_at
        self._subscribed_at = asked_at
        read, numbers = 0, []
        for topic, payload, number, retained, properties in publications(delivery.packets, delivery.newest):
            if retained:
                inbound = Inbound(delivery.feed, topic, payload, asked_at, retained, properties)
                self._intake.take(inbound, asked_at, into)
                read += 1
            if number:
                numbers.append(number)
        if read:
            self._heard_at = time.monotonic()
        return read, numbers

    def _has_fetched(self) -> bool:
        """Whether it was to fetch, and nothing more comes."""
        asked = self._orders.fetches and self._subscribed_at is not None
        return asked and time.monotonic() - self._heard_at > QUIET_S

    def _hand_over(self, additions: Additions, receipts: Sequence[Receipt], messages: int, received_at: int) -> None:
        for asset in additions.assets:
            self._interest.learn(asset)
        batch, observations = by_columns(additions.batch())
        given = HandOver(
            self._orders.feed.name,
            0,
            self._pending.add(receipts),
            messages,
            received_at,
            observations,
            self._interest.rows(additions.observations),
            tuple(self._interest.heard(additions.heard)),
            batch.assets,
            batch.gateways,
            batch.declarations,
            batch.rejects,
        )
        write_frame(self._out, packed(given))


def main() -> int:
    """Read as the orders say. What a plugin prints must not come between the hand-overs."""
    for order in (signal.SIGINT, signal.SIGTERM):  # given to a whole group of processes; the recorder ends its readers
        signal.signal(order, signal.SIG_IGN)
    source, sink = os.dup(sys.stdin.fileno()), os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    with open(source, "rb", buffering=0) as inlet, open(sink, "wb", buffering=0) as out, collecting_seldom():
        told = frames(inlet)
        try:
            orders = unpacked_orders(next(told))
            Reading(orders, Guard(discover()), out).run(told)
        except (BrokenPipeError, StopIteration):
            return 1  # nobody is there to hand over to
    return 0


if __name__ == "__main__":
    sys.exit(main())
