"""Whom a quantity is about, and in bargaining the issue of a statement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from standoff.reading.data import lexicon
from standoff.reading.entities.actors import Actors
from standoff.reading.entities.discovery import CIVILIANS
from standoff.reading.entities.persons import Cast
from standoff.reading.records import Attributed, Attribution, Document, FigureReading, Span, Stance
from standoff.reading.text.tokens import Tokens

_ISSUES = ("territory", "alignment", "guarantees", "sequence")
_BARGAINING = frozenset(("demands", "refuses", "offers", "threatens", "concedes", "promises"))


def opening_actor(spans: Attributed, cast: Cast) -> str:
    """The actor that a content names in its first words; "" if it opens otherwise."""
    for part in spans.content[:1]:
        for mention in cast.actors.within(part)[:1]:
            first = cast.actors.words.indices(part).start
            return mention.name if mention.first - first <= 3 else ""
    return ""


def attributions_of(spans: Sequence[Span], attributions: Sequence[Attribution]) -> list[int | None]:
    """For each span the index of the innermost attribution whose content holds it, or None."""
    parts = sorted((a, b, k) for k, one in enumerate(attributions) for a, b in one.content)
    out: list[int | None] = [None] * len(spans)
    open_here: list[tuple[int, int, int]] = []
    at = 0
    for n in sorted(range(len(spans)), key=lambda n: spans[n][0]):
        begin, end = spans[n]
        while at < len(parts) and parts[at][0] <= begin:
            open_here.append(parts[at])
            at += 1
        open_here = [part for part in open_here if part[1] > begin]
        holding = [(b - a, k) for a, b, k in open_here if end <= b]
        out[n] = min(holding)[1] if holding else None
    return out


def side_of_figure(
    figure: FigureReading,
    document: Document,
    actors: Actors,
    attributions: Sequence[Attribution],
) -> str:
    """Plain name of the actor that a quantity is about; "" unknown.

    Civilians for tolls and displacement; else the actor named right after it, or before it in the
    sentence; else what the attribution that states it is about.
    """
    if figure.quantity.startswith(("toll.", "displaced.")):
        return CIVILIANS
    words = actors.words
    at = words.indices(figure.span)
    if not at:
        return ""
    upto = min(figure.span[1] + 40, len(document.text))
    after = actors.within((figure.span[0], upto))
    beside = [m for m in after if m.first - at[-1] <= 1]
    if beside:
        return beside[0].name
    own = _attribution(figure, attributions)
    here = words.start[words.sentence(at[0]).start]
    parts = [a for a, b in own.content if a <= figure.span[0] < b] if own else []
    begin = max(here, *parts) if parts else here
    before = actors.within((begin, figure.span[0]))
    if before:
        return before[-1].name
    return own.about_side if own else actors.before(figure.span[0])


def _attribution(figure: FigureReading, attributions: Sequence[Attribution]) -> Attribution | None:
    """The attribution that states a figure, if one does."""
    k = figure.attribution
    return attributions[k] if k is not None and k < len(attributions) else None


def issue_of(words: Tokens, content: Iterable[range], stance: Stance) -> str:
    """What a bargaining statement is about: territory, alignment, guarantees, sequence; else ""."""
    if stance not in _BARGAINING:
        return ""
    low = frozenset(words.low[i] for part in content for i in part)
    counts = {issue: len(low & lexicon(f"issue {issue}")) for issue in _ISSUES}
    best = max(counts, key=lambda issue: counts[issue])
    return best if counts[best] else ""
