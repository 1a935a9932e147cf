"""The first paragraph of a report: what happened, where, when, how long, what was done, and what is not known."""

from collections.abc import Iterator, Sequence

from venule.desk.report.course import Told, most_at_once, standing_at
from venule.desk.report.document import Paragraph
from venule.desk.report.material import Material
from venule.desk.report.wording import PRIORITIES, Times, counted, listed, number_word, tallied
from venule.desk.timebar.wording import duration_text
from venule.domain.instant import Instant

MOST_NETWORKS = 3
DISTRICTS = ("district", "dma", "ward", "quarter", "zone")
"""Properties of assets that name a part of the city."""

NO_OPERATOR = "No operator's file lies beside the recording: acknowledgements, comments and notes are not known."


def cover(material: Material) -> Paragraph:
    """The paragraph."""
    times = Times(material.request.start, material.request.end, material.zone)
    return Paragraph(" ".join(sentence for sentence in _sentences(material, times) if sentence), lead=True)


def subtitle(material: Material) -> str:
    """City and stretch."""
    times = Times(material.request.start, material.request.end, material.zone)
    return f"{material.city}. {times.stretch()}"


def _sentences(material: Material, times: Times) -> Iterator[str]:
    start, end = material.request.start, material.request.end
    raised = [one for one in material.tops if start <= one.alarm.raised_at <= end]
    yield _raised(material, raised, times)
    yield _unread(material)
    if raised:
        yield _first(material, raised, times)
        yield _stood(raised, material, times)
    yield _before(material, times)
    if material.tops:
        yield _acknowledged(material, raised)
        yield _ended(material, times)
    yield _done(material)
    yield _heard(material)
    yield _beyond(material, times)


def _raised(material: Material, raised: Sequence[Told], times: Times) -> str:
    if not raised:
        about = f" at {_named(material)}" if material.scope.named else ""
        return f"{times.between()}, no alarm was raised{about}."
    verb = "was" if len(raised) == 1 else "were"
    alarms = "alarm" if len(raised) == 1 else "alarms"
    text = f"{times.between()}, {number_word(len(raised))} {alarms} {verb} raised at {_subjects(raised)}"
    text += f"{_place(material)}: {_titles(raised)}"
    folded = len(material.alarms) - len(material.tops)
    return text + (f", with {counted(folded, 'alarm')} folded under the alarm of a gateway." if folded else ".")


def _unread(material: Material) -> str:
    """That there were more alarms than are counted here."""
    if not material.unread:
        return ""
    read, whole = len(material.events.alarms), material.events.alarm_count
    return (
        f"That is not all: a report reads the first {read:,} alarms that stood in its time, and {whole:,} did; "
        "a shorter time can be told whole."
    )


def _titles(raised: Sequence[Told]) -> str:
    return f"“{raised[0].alarm.title}”" if len(raised) == 1 else tallied(one.alarm.title for one in raised)


def _named(material: Material) -> str:
    count = material.scope.asset_count
    return "the asset named" if count == 1 else f"the {number_word(count)} assets named"


def _subjects(tops: Sequence[Told]) -> str:
    """``three assets and one gateway``."""
    keys = {(one.alarm.network, one.alarm.subject, one.alarm.of_gateway) for one in tops}
    gateways = sum(of_gateway for _, _, of_gateway in keys)
    assets = len(keys) - gateways
    parts = [f"{number_word(count)} {noun if count == 1 else noun + 's'}" for count, noun in
             ((assets, "asset"), (gateways, "gateway")) if count]  # fmt: skip
    return listed(parts)


def _place(material: Material) -> str:
    """The district they share, and their networks."""
    of_alarms = {one.alarm.network for one in material.alarms}
    networks = sorted({subject.network for subject in material.subjects} or of_alarms)
    for name in DISTRICTS:
        found = {dict(subject.properties).get(name, "") for subject in material.subjects}
        if len(found) == 1 and (value := found.pop()) and len(material.subjects) == material.scope.asset_count:
            return f" of {_networks(networks)} in {name if name != 'dma' else 'district'} {value}"
    return f" of {_networks(networks)}"


def _networks(names: Sequence[str]) -> str:
    if len(names) > MOST_NETWORKS:
        return f"{len(names)} networks"
    return f"the network{'s' if len(names) > 1 else ''} {listed(names)}"


def _first(material: Material, raised: Sequence[Told], times: Times) -> str:
    first = raised[0].alarm
    name = material.name_of(first.network, first.subject, of_gateway=first.of_gateway)
    which = "It was raised" if len(raised) == 1 else f"The first, “{first.title}”, was raised"
    where = f" at {name}" if material.scope.asset_count != 1 or len(raised) == 1 else ""
    priority = PRIORITIES[min(one.alarm.priority for one in raised)]
    urgent = f", of {priority} priority" if len(raised) == 1 else f"; the most urgent was of {priority} priority"
    return f"{which} at {times.clock(first.raised_at)}{where}{urgent}."


def _stood(raised: Sequence[Told], material: Material, times: Times) -> str:
    alarms = [one.alarm for one in material.tops]
    most = most_at_once(alarms, times.start, times.end)
    if len(raised) < 2 or most < 2:
        return ""
    return f"At most {number_word(most)} stood at one time; it was worst at {times.clock(material.worst)}."


def _before(material: Material, times: Times) -> str:
    before = sum(one.alarm.raised_at < times.start for one in material.tops)
    if not before:
        return ""
    more = " more" if before < len(material.tops) else ""
    return f"{number_word(before).capitalize()}{more} had been raised before and stood already."


def _acknowledged(material: Material, raised: Sequence[Told]) -> str:
    if not material.is_commented:
        return NO_OPERATOR
    every = raised or material.tops
    said = [(found.at - one.alarm.raised_at, found.who) for one in every if (found := one.acknowledgement)]
    if not said:
        return "No acknowledgement is recorded."
    after, who = min(said)
    by = f", by {who}" if who else ""
    if len(every) == 1:
        return f"It was acknowledged after {duration_text(after)}{by}."
    share = "all were" if len(said) == len(every) else f"{len(said):,} of {len(every):,} were"
    return f"The quickest acknowledgement came after {duration_text(after)}{by}; {share} acknowledged."


def _ended(material: Material, times: Times) -> str:
    alarms = [one.alarm for one in material.tops]
    standing = standing_at(alarms, times.end)
    if not standing:
        last = max((one.cleared_at for one in alarms if one.cleared_at is not None), default=times.end)
        return f"{'It' if len(alarms) == 1 else 'All'} had returned by {times.clock(last)}."
    later = [one.cleared_at for one in standing if one.cleared_at is not None]
    which = f"{number_word(len(standing)).capitalize()} still stood at the end of this time"
    if len(later) == len(standing):
        return f"{which}, and had returned by {times.clock(max(later))}."
    if not later:
        return f"{which}, and no return is recorded."
    return f"{which}; of {number_word(len(standing) - len(later))} of them no return is recorded."


def _done(material: Material) -> str:
    notes, commands = len(material.notes), len(material.events.commands)
    if not material.is_commented:
        return f"{_recorded(commands, 'command')}."
    if not notes and not commands:
        return "Neither notes nor commands are recorded."
    return f"{_recorded(notes, 'note')}, and {counted(commands, 'command') if commands else 'no command'}."


def _recorded(count: int, noun: str) -> str:
    words = f"{noun} is" if count < 2 else f"{noun}s are"
    return f"{number_word(count).capitalize()} {words} recorded"


def _heard(material: Material) -> str:
    """How much of it can be known at all."""
    paced = [stream for stream in material.streams if stream.heard.share is not None]
    parts = []
    if paced:
        shares = [stream.heard.share or 0.0 for stream in paced]
        mean, least = sum(shares) / len(shares), min(shares)
        about = "The one datastream" if len(paced) == 1 else f"The {len(paced):,} datastreams"
        text = f"{about} concerned that have an expected interval were heard {percent(mean)} of the time"
        if len(paced) == 1:
            text = f"{about} concerned that has an expected interval was heard {percent(mean)} of the time"
        parts.append(text + (f", the least heard one {percent(least)}" if len(paced) > 1 and least < mean else ""))
    lost = sum(_within(gap.since, gap.until, material) for gap in material.gaps)
    if material.gaps:
        parts.append(f"feeds were not heard for {duration_text(lost)} in {counted(len(material.gaps), 'gap')}")
    text = "; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def _within(since: Instant, until: Instant | None, material: Material) -> int:
    start, end = material.request.start, material.request.end
    return max(0, min(end, until if until is not None else end) - max(start, since))


def percent(share: float) -> str:
    """``97 %``; never ``100 %`` for less than all."""
    if share >= 1:
        return "100 %"
    return f"{min(share * 100, 99.9):.1f} %" if share > 0.99 else f"{share * 100:.0f} %"


def _beyond(material: Material, times: Times) -> str:
    """Where the recording does not reach over the whole stretch."""
    first, last = material.counts.first_recorded_at, material.counts.last_recorded_at
    if first is None or last is None:
        return "The recording holds no observation."
    if last < times.end:
        return f"The recording ends at {times.clock(last)}: what happened after that is not known."
    if first > times.start:
        return f"The recording begins at {times.clock(first)}: what happened before is not known."
    return ""
