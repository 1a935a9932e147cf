"""How fast messages go from a broker into the file, beside what the broker passes on to one who keeps nothing."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass

from venule.bench.flood import Flood
from venule.bench.stage import Stage, since, stage, used, wait_for
from venule.bench.subscriber import subscriber
from venule.bench.writing import Say
from venule.config import ProfileProblem, load_profile

MESSAGES = 250_000
RETAINED = 250_000
ASSETS = 10_000
EMBEDDED_SHARE = 25
"""The embedded broker gets so many times fewer messages: it is that much slower."""

PARTS = {"qos0": (0, 1), "qos0_two_readers": (0, 2), "qos1": (1, 1)}
"""Name, quality of service, and how many readers."""

Figures = dict[str, object]


@dataclass(frozen=True, slots=True)
class Wishes:
    """How much is published in each part: live, and to be kept by the broker before a recorder starts."""

    messages: int = MESSAGES
    retained: int = RETAINED
    assets: int = ASSETS


def run(wishes: Wishes, say: Say) -> Figures:
    """What the broker passes on; then a recorder at QoS 0 with one reader and with two, at QoS 1, and started cold."""
    say("what the broker passes on")
    with stage() as part:
        if part.broker.kind == "embedded":
            wishes = smaller(wishes)
        broker = {"broker": part.broker.kind, "broker_version": part.broker.version}
        drained = drain(part, wishes)
    parts = {}
    for name, (qos, readers) in PARTS.items():
        say(name.replace("_", " "))
        with stage() as part:
            parts[name] = record(part, Flood(part.broker.port, wishes.messages, wishes.assets, qos), readers)
    say("cold start")
    with stage() as part:
        parts["cold_start"] = start_cold(part, wishes.retained)
    for figures in parts.values():
        figures["of_drained"] = share(figures["messages_per_s"], drained["messages_per_s"])
    return {**broker, "assets": wishes.assets, "drained": drained, **parts}


def smaller(wishes: Wishes) -> Wishes:
    """What the embedded broker can take in the same time."""
    return Wishes(wishes.messages // EMBEDDED_SHARE, wishes.retained // EMBEDDED_SHARE, wishes.assets)


def drain(part: Stage, wishes: Wishes) -> Figures:
    """A subscriber at QoS 0 that throws everything away."""
    publisher = part.publisher(Flood(part.broker.port, wishes.messages, wishes.assets, 0))
    with subscriber(part, wishes.messages) as found:
        before, begin = used({"broker": part.broker.pid}), time.perf_counter()
        publisher.tell("go")
        cpu = found.finish()
        took = time.perf_counter() - begin
        spent = since(before, used({"broker": part.broker.pid})) | {"subscriber": cpu}
        return {"by": found.name, **told(wishes.messages, wishes.messages, took, spent, publisher.line())}


def record(part: Stage, flood: Flood, readers: int) -> Figures:
    """From the first message that is published to the last one that is committed."""
    profile = part.profile(flood.qos, readers)
    try:
        load_profile(profile)
    except ProfileProblem as problem:
        return {"messages_per_s": None, "reason": str(problem).removeprefix(f"{profile}: ")}
    publisher = part.publisher(flood)
    part.start_recorder(profile)
    wait_for(part.household, part.is_recorded, "The recorder did not reach the broker")
    wait_for(part.household, lambda: part.is_calm(readers), "The recorder did not come to rest")
    processes = part.processes()
    before, begin = used(processes), time.perf_counter()
    publisher.tell("go")
    published = publisher.line()
    committed, until = part.settle(flood.messages)
    return told(flood.messages, committed, until - begin, since(before, used(processes)), published)


def start_cold(part: Stage, retained: int) -> Figures:
    """A recorder without a file meets a broker that keeps one of each asset: from its start to the last commit."""
    publisher = part.publisher(Flood(part.broker.port, retained, retained, qos=1, retained=1))
    publisher.tell("go")
    publisher.line()
    before, begin = used({"broker": part.broker.pid}), time.perf_counter()
    part.start_recorder(part.profile(qos=1, readers=1))
    committed, until = part.settle(retained)
    return told(retained, committed, until - begin, since(before, used(part.processes())))


def told(messages: int, arrived: int, took_s: float, cpu: Mapping[str, float | None], published: str = "{}") -> Figures:
    """The figures of a part. ``published`` is what the publisher said; ``cores`` is processor time a second."""
    publisher = json.loads(published)
    cpu = {**cpu, **({"publisher": publisher["cpu_s"]} if publisher else {})}
    cpu["all"] = sum(spent for spent in cpu.values() if spent is not None)
    return {
        "messages": messages,
        "lost": messages - arrived,
        "seconds": round(took_s, 3),
        "messages_per_s": round(arrived / took_s),
        "published_per_s": round(messages / publisher["seconds"]) if publisher else None,
        "cpu_s": {name: None if spent is None else round(spent, 2) for name, spent in cpu.items()},
        "cores": {name: None if spent is None else round(spent / took_s, 2) for name, spent in cpu.items()},
    }


def share(rate: object, base: object) -> float | None:
    """A rate as a share of another."""
    return round(rate / base, 3) if isinstance(rate, int) and isinstance(base, int) and base else None
