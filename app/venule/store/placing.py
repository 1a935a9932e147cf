"""Lays the places that operators gave to assets over those that feeds and inventories told."""

from collections.abc import Iterable
from dataclasses import replace

from venule.store.answers import Catalogue, Placement


def placed_rows(catalogue: Catalogue, placements: Iterable[Placement]) -> dict[int, Placement]:
    """The placements of assets that the catalogue knows, by the row of the asset."""
    told = {(one.network, one.asset): one for one in placements}
    if not told:
        return {}
    networks, assets = catalogue.networks, catalogue.assets
    wanted = {asset for _, asset in told}
    rows = [row for row, name in enumerate(assets.name) if name in wanted]
    found = ((row, told.get((networks[int(assets.network[row])].name, assets.name[row]))) for row in rows)
    return {row: one for row, one in found if one is not None}


def laid_over(catalogue: Catalogue, placed: dict[int, Placement]) -> Catalogue:
    """The catalogue with other places of some rows of assets; the same object where there are none."""
    there = {row: one.place for row, one in placed.items() if one.place is not None}
    if not there:
        return catalogue
    rows = list(there)
    longitude, latitude = catalogue.assets.longitude.copy(), catalogue.assets.latitude.copy()
    longitude[rows] = [place.longitude for place in there.values()]
    latitude[rows] = [place.latitude for place in there.values()]
    return replace(catalogue, assets=replace(catalogue.assets, longitude=longitude, latitude=latitude))
