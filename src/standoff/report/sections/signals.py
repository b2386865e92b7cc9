"""What could break it: each signal as a small timeline of claims, with its level and trend."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup

from standoff.assessment.records import Signal
from standoff.assessment.signals import TIMELINE_DAYS
from standoff.domain.quantities import ASSERTION
from standoff.report.sections.section import Section, View, asserted, day, figure, fill

_TEMPLATE = """\
<p>Each mark is a claim: filled where it says so, open where it denies it, small where it leaves the
question open. The claims are not added up to a score. Nuclear and other escalation is listed here and
never simulated.</p>
<div class="scroll" role="region" tabindex="0" aria-label="Signals">
<table class="signals"><thead><tr><th scope="col">Signal</th><th scope="col">Level</th><th scope="col">Trend</th>
<th scope="col">{{ first }} to {{ as_of }}</th></tr></thead><tbody>
{% for row in rows %}
<tr><th scope="row">{{ row.signal.name }}</th><td>{{ row.signal.level }}</td><td>{{ row.signal.trend }}</td><td>
{% if row.marks %}
<svg viewBox="0 -8 {{ wide }} 16" role="group" aria-label="{{ row.signal.name }}: {{ row.marks | length }} claims">
<line x1="0" x2="{{ wide }}" y1="0" y2="0"/>
{% for mark in row.marks %}
<a href="#{{ mark.id | anchor }}" aria-label="{{ mark.title }}"><title>{{ mark.title }}</title>\
<circle class="{{ mark.kind }}" cx="{{ mark.x }}" cy="{{ mark.y }}" r="{{ 1.2 if mark.kind == 'open' else 2.2 }}"/></a>
{% endfor %}
</svg>
{% else %}<span class="none">no evidence</span>{% endif %}</td></tr>
{% endfor %}
</tbody></table></div>
<p class="errs">{{ rule }} Source: the claims themselves, each linked. As of {{ as_of }}.</p>
"""

_KINDS = {True: "says", False: "denies", None: "open"}
_WIDE = 180.0
_ROW_HEIGHT = 4.6
_LANES = (0.0, -_ROW_HEIGHT / 2, _ROW_HEIGHT / 2, -_ROW_HEIGHT, _ROW_HEIGHT)


@dataclass(frozen=True)
class _Mark:
    """One claim: where on the strip, how it is drawn, and what it says."""

    id: str
    x: float
    y: float
    kind: str
    title: str


@dataclass(frozen=True)
class _Row:
    signal: Signal
    marks: tuple[_Mark, ...]


def _show(view: View) -> Markup:
    told = view.assessment
    first = max(told.as_of - timedelta(days=TIMELINE_DAYS), view.war.start)
    return fill(
        _TEMPLATE,
        rule=told.signals[0].rule,
        wide=_WIDE,
        first=day(first),
        as_of=day(told.as_of),
        rows=[_Row(signal, tuple(_marks(view, signal, first))) for signal in told.signals],
    )


def _marks(view: View, signal: Signal, first: date) -> Iterator[_Mark]:
    """Marks left to right; claims of one day or two stand above each other."""
    taken: list[float] = []
    days = max((view.assessment.as_of - first).days, 1)
    for claim_id in signal.claims:
        claim = view.assessment.claims[claim_id]
        x = round(_WIDE * (claim["known_at"].date() - first).days / days, 1)
        lane = sum(abs(x - other) < _ROW_HEIGHT for other in taken[-len(_LANES) + 1 :])
        taken.append(x)
        said = figure(claim)
        yield _Mark(
            id=claim_id,
            x=x,
            y=_LANES[lane % len(_LANES)],
            kind=_KINDS[asserted(claim)] if claim["unit"] == ASSERTION else "says",
            title=f"{day(claim['known_at'])}, {said}: {claim['text'] or claim['quantity']}",
        )


SECTION = Section("signals", "Signals: what could break it", _show)
