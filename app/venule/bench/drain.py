"""Counts what a broker passes on and keeps nothing of it: what a subscriber can get at most, by a bare socket.

It says ``ready`` when it is subscribed, and prints one line of JSON when it has received as many publications as it
was told. Arguments: port, number of publications.
"""

import json
import sys
import time
from collections.abc import Sequence

from venule.bench.brokers import HOST
from venule.bench.wire import connected, received, subscribe
from venule.recorder.packets import Splitter

ANSWER_BYTES = 5


def main(arguments: Sequence[str]) -> None:
    """Subscribe, and read until all are there."""
    port, left = map(int, arguments)
    link, splitter = connected(HOST, port, "venulebenchdrain"), Splitter()
    subscribe(link, "city/#")
    while len(splitter.others) < ANSWER_BYTES:
        splitter.split(received(link))
    print("ready", flush=True)
    used = time.process_time()
    while left > 0:
        left -= splitter.split(received(link))[1]
    print(json.dumps({"cpu_s": time.process_time() - used}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
