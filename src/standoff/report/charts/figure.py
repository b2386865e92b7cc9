"""What a chart on the page is: its drawing, key, caption, table and source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from standoff.assessment.records import AssessmentRecord
from standoff.formatting import written
from standoff.ingest.sources import SOURCES
from standoff.report.charts.svg import draw
from standoff.report.charts.vega import Spec


@dataclass(frozen=True)
class Key:
    """One entry of a chart's key: how it is drawn, in which colour, what it is."""

    mark: str
    colour: str
    label: str


@dataclass(frozen=True)
class Table:
    """What a chart shows, as a table."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Figure:
    """One chart.

    Attributes:
        id: unique on the page.
        title: what it shows, with its unit.
        svg: the drawing; None where there are no data, and then `caption` says so.
        key: what the marks are.
        caption: how to read it, and its uncertainty.
        table: the figures; None where there are none.
        source: as-of date, who the figures are from, and on what terms.
    """

    id: str
    title: str
    svg: Markup | None
    key: tuple[Key, ...]
    caption: str
    table: Table | None
    source: str


@dataclass(frozen=True)
class Captions:
    """What is written around a drawing: see `Figure`."""

    id: str
    title: str
    key: tuple[Key, ...]
    caption: str
    source: str


def drawn(spec: Spec, words: Captions, table: Table, as_of: date) -> Figure:
    """A figure with its drawing; who does not see it is told its caption and its key."""
    day = written(as_of)
    told = f"{words.caption} {'; '.join(k.label for k in words.key)}. A table follows."
    svg = draw(spec, f"chart-{words.id}", f"{words.title}, as of {day}", told)
    source = f"As of {day}. Source: {words.source}."
    return Figure(words.id, words.title, svg, words.key, words.caption, table, source)


def missing(ident: str, title: str, why: str) -> Figure:
    """A figure that cannot be drawn, and why."""
    return Figure(ident, title, None, (), why, None, "")


def credit(names: Iterable[str]) -> str:
    """Titles and licences of sources; the public record names its speakers claim by claim."""
    known = {s.name: f"{s.title} ({s.licence})" for s in SOURCES}
    known["record"] = "the public record (record.csv); the key says which kinds of speaker"
    return "; ".join(sorted(known.get(name, name) for name in names if name)) or "none"


def credit_for(assessment: AssessmentRecord, *quantities: str) -> str:
    """The same for every source that claims something of these quantities."""
    names = {s for c in assessment.coverage if c.quantity in quantities for s in c.sources}
    return credit(names)
