"""The figures of the whole of parking. A bay that is not known is never counted as free."""

from venule.sdk import Figure, Indicator, Snapshot


def occupancy(snapshot: Snapshot) -> Figure:
    """Share of the known bays that are taken, in percent."""
    occupied, known = snapshot.latest("parking.bay", "occupied")
    count = int(known.sum())
    value = 100.0 * float(occupied[known].sum()) / count if count else None
    return Figure(value, count, len(known))


def free_spaces(snapshot: Snapshot) -> Figure:
    """Free spaces of the garages that are known; a count below zero frees nothing."""
    free, known = snapshot.latest("parking.garage", "free")
    count = int(known.sum())
    value = float(free[known].clip(min=0).sum()) if count else None
    return Figure(value, count, len(known))


INDICATORS = (
    Indicator("occupancy", "Bays occupied", "%", "bays", occupancy, target=(60, 85)),
    Indicator("free_spaces", "Free garage spaces", "1", "garages", free_spaces),
)
