"""The watch: holds what was observed, and what was not, against the limits and rules that the kinds declare."""

from collections.abc import Iterable, Mapping

from venule.domain.alarm import Alarm
from venule.domain.asset import Asset, AssetKind
from venule.domain.bounded import Bounded
from venule.domain.instant import Instant
from venule.domain.observation import Recorded
from venule.domain.quality import Provenance, Quality
from venule.domain.quantity import Value
from venule.recorder.additions import Additions
from venule.recorder.interest import Interest
from venule.recorder.silence import Changed, Silence
from venule.recorder.streams import MAX_STREAMS, NEVER
from venule.recorder.track import Track


class Watched:
    """One quantity of one asset: its tracks, and how far its observations have come."""

    __slots__ = ("last", "newest", "tracks")

    def __init__(self, tracks: tuple[Track, ...]) -> None:
        self.tracks = tracks
        self.newest: Instant = NEVER
        self.last: Value | None = None


class Watch:
    """Evaluates rules on what is recorded. Sans-IO: time comes in with the rows and with :meth:`tick`.

    Only quantities for which something is declared cost anything. A late observation (older than one that was seen)
    neither raises nor clears: it tells of a time that is over. ``active`` are the alarms that stood at the last stop.
    """

    def __init__(self, kinds: Mapping[str, AssetKind], active: Iterable[Alarm] = ()) -> None:
        self._kinds = kinds
        self._standing = {(alarm.network, alarm.subject, alarm.rule): alarm for alarm in active}
        self._interest = Interest(kinds)
        self._watched: Bounded[tuple[str, str, str], Watched] = Bounded(MAX_STREAMS)
        self._waiting: dict[int, Track] = {}
        self._silence = Silence(self._standing)

    def observe(self, additions: Additions, now: Instant) -> Changed:
        """What a stretch of messages changes."""
        changed = Changed()
        for asset in additions.assets:
            self.learn(asset, now)
        for key in self._interest.heard(additions.heard):
            self._silence.hear(key, additions.heard[key], now, changed)
        for row in (*self._interest.rows(additions.watched), *self._interest.rows(additions.observations)):
            self._judge(row, changed)
        return changed

    def tick(self, now: Instant) -> Changed:
        """What the passing of time changes: delays that run out, assets that are overdue."""
        changed = Changed()
        for track in [track for track in self._waiting.values() if track.due is not None and track.due <= now]:
            changed.alarms += track.tick(now)
            self._await(track)
        self._silence.tick(now, changed)
        return changed

    def learn(self, asset: Asset, heard_at: Instant) -> None:
        """Take note of what an asset is, and when it was heard last."""
        self._interest.learn(asset)
        self._silence.learn(asset, self._kinds.get(asset.kind), heard_at)

    def feed(self, name: str, online_since: Instant | None) -> None:
        """A feed came, or went (``None``): silence is judged only while we listen."""
        self._silence.feed(name, online_since)

    def _judge(self, row: Recorded, changed: Changed) -> None:
        key = (row.network, row.asset, row.datastream)
        watched = self._watched.get(key)
        if watched is None:
            watched = self._watched[key] = self._begin(row)
        late = row.observed_at < watched.newest or Provenance.BACKFILLED in row.provenance
        if row.value is None or row.quality >= Quality.STALE or late:
            return
        if row.observed_at == watched.newest and row.value == watched.last:
            return  # redelivered: counting it would make a run of one observation
        watched.newest, watched.last = row.observed_at, row.value
        for track in watched.tracks:
            changed.alarms += track.observe(row.value, row.observed_at, row.recorded_at)
            self._await(track)

    def _begin(self, row: Recorded) -> Watched:
        """New tracks, which go on with the alarms that stood."""
        tracks = []
        for ladder in self._interest.steps(row):
            track = Track(row.network, row.asset, ladder)
            for level in ladder:
                standing = self._standing.pop((row.network, row.asset, level.rule.name), None)
                if standing is not None:
                    track.resume(standing)
            tracks.append(track)
        return Watched(tuple(tracks))

    def _await(self, track: Track) -> None:
        """Keep in view the tracks in which a delay runs, and only those."""
        if track.due is None:
            self._waiting.pop(id(track), None)
        else:
            self._waiting[id(track)] = track
