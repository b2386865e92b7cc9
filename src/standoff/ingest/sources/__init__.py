"""Outside sources, one file each. A new source is one file here and one entry in `SOURCES`."""

from __future__ import annotations

from standoff.errors import UnknownNameError
from standoff.ingest.sources import (
    air_attacks,
    deepstate,
    economist_area,
    economist_estimates,
    economist_fires,
    general_staff,
    liveuamap_area,
    nzz_area,
    oryx,
    unhcr_crossings,
    unhcr_presence,
    viina_settlements,
)
from standoff.ingest.sources._source import ParsedFile, Source

SOURCES: tuple[Source, ...] = (
    economist_area.SOURCE,
    liveuamap_area.SOURCE,
    nzz_area.SOURCE,
    economist_fires.SOURCE,
    economist_estimates.SOURCE,
    general_staff.SOURCE,
    oryx.SOURCE,
    air_attacks.SOURCE,
    unhcr_crossings.SOURCE,
    unhcr_presence.SOURCE,
    viina_settlements.SOURCE,
    deepstate.SOURCE,
)

__all__ = ["SOURCES", "ParsedFile", "Source", "source"]


def source(name: str) -> Source:
    """The source of that name.

    Raises:
        UnknownNameError: no such source; the message suggests the nearest.
    """
    for candidate in SOURCES:
        if candidate.name == name:
            return candidate
    raise UnknownNameError("source", name, [s.name for s in SOURCES])
