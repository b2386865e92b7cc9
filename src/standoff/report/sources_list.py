"""A war's sources as rows of a table: what each feeds, how far it reaches, and what is not used."""

from __future__ import annotations

from collections.abc import Iterable

from standoff.formatting import count
from standoff.observations.coverage import SourceCoverage

HEADER = ("source", "feeds", "from", "to", "claims", "age", "terms", "known but not used")


def rows(sources: Iterable[SourceCoverage]) -> list[tuple[str, ...]]:
    """One row a source, under `HEADER`."""
    return [
        (
            one.source,
            ", ".join(one.feeds) or "no channel",
            "-" if one.first is None else one.first.isoformat(),
            "-" if one.last is None else one.last.isoformat(),
            str(one.claims),
            "-" if one.days_old is None else f"{one.days_old} d",
            one.licence,
            ", ".join(
                f"{entry.quantity}{' of ' if entry.side else ''}{entry.side} "
                f"({count(entry.claims, 'claim')})"
                for entry in one.unused
            )
            or "-",
        )
        for one in sources
    ]
