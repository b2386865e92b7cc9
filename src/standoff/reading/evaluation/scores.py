"""How well a reader reads, against texts that people annotated.

Attributions. Spans are compared after white space, quotation marks and closing punctuation at their
ends are cut. `exact` is F1 of unique spans with their role. Two attributions are linked if their
cues overlap, or both have none, and their contents share at least half of the characters that
either holds; each gold one is taken once, by the best match of the first that asks. `linked_src`
asks that the sources overlap, too, or both are missing.

What stands inside is compared on pairs whose cues overlap and whose contents share half. Anonymity
and hedging are F1 of the positive class, since most are neither. A figure is right if it overlaps
the gold one's words and has the same bounds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from standoff.reading.evaluation.annotations import GoldDocument
from standoff.reading.records import Span

ROLES = ("source", "cue", "content")
BOUNDS = ("low", "value", "high")
_BEFORE = " \t\r\n\"'“‘("
_AFTER = " \t\r\n.,;:!?\"'”’)"
_HALF = 0.5

Spans = Mapping[str, Sequence[Span]]
Row = Mapping[str, Any]
"""An attribution, a figure or an event, as `standoff read` prints it."""


@dataclass
class Tally:
    """Counts that F1s and shares are made of, each under a name.

    Attributes:
        right, predicted, gold: for F1 of what may be found or not.
        hits, asked: for the share that is right among what was found.
    """

    right: Counter[str] = field(default_factory=Counter)
    predicted: Counter[str] = field(default_factory=Counter)
    gold: Counter[str] = field(default_factory=Counter)
    hits: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)

    def count(self, name: str, right: int, predicted: int, gold: int) -> None:
        """Add one document's counts under a name."""
        self.right[name] += right
        self.predicted[name] += predicted
        self.gold[name] += gold

    def ask(self, name: str, hit: bool) -> None:
        """Add one answer under a name."""
        self.asked[name] += 1
        self.hits[name] += hit

    def f1(self, *names: str) -> float:
        """F1 over these names together, percent with one decimal."""
        right, predicted, gold = (
            sum(c[n] for n in names) for c in (self.right, self.predicted, self.gold)
        )
        return round(200 * right / max(1, predicted + gold), 1)

    def share(self, name: str) -> float:
        """Share of the answers that are right, percent with one decimal."""
        return round(100 * self.hits[name] / max(1, self.asked[name]), 1)


def trimmed(text: str, span: Span) -> Span:
    """The span without white space and marks at its ends."""
    a, b = span
    while b > a and text[b - 1] in _AFTER:
        b -= 1
    while a < b and text[a] in _BEFORE:
        a += 1
    return a, b


def count_spans(tally: Tally, text: str, predicted: Sequence[Row], gold: Sequence[Row]) -> None:
    """Count exact spans by role, and linked attributions, of one document."""
    said = [trimmed_roles(text, one) for one in predicted]
    true = [trimmed_roles(text, one) for one in gold]
    for role in ROLES:
        p = {span for one in said for span in one[role]}
        g = {span for one in true for span in one[role]}
        tally.count(role, len(p & g), len(p), len(g))
    pairs = list(_linked(said, true))
    both = sum(
        (overlap(a["source"], b["source"]) or not (a["source"] or b["source"])) for a, b in pairs
    )
    tally.count("linked", len(pairs), len(said), len(true))
    tally.count("linked_src", both, len(said), len(true))


def count_inside(tally: Tally, text: str, predicted: Sequence[Row], gold: Sequence[Row]) -> None:
    """Count what was read inside the attributions of one document that were found."""
    said = [{**one, **trimmed_roles(text, one)} for one in predicted]
    true = [{**one, **trimmed_roles(text, one)} for one in gold]
    nested = set()
    for p, g in _found(said, true):
        tally.ask("matched", True)
        for name in ("anonymous", "hedge"):
            yes, meant = bool(p.get(name)), bool(true[g][name])
            tally.count(name, yes and meant, yes, meant)
        tally.ask("stance", p.get("stance") == true[g]["stance"])
        tally.ask("about_side", agree(p.get("about_side"), true[g]["about_side"]))
        if true[g].get("nested"):
            nested.add(g)
        relays = true[g].get("channel") or ([true[g]["via"]] if true[g].get("via") else [])
        if relays:
            # Every relay stands in the channel, in the same order.
            links = iter(p.get("channel") or [])
            found = all(any(agree(relay, link) for link in links) for relay in relays)
            tally.ask("chain", found)
    for index, one in enumerate(true):
        if one.get("nested"):
            tally.ask("nested", index in nested)


def count_figures(tally: Tally, predicted: Sequence[Row], gold: Sequence[Row]) -> None:
    """Count figures with right bounds, and those with the right name, too, of one document."""
    true = [one for one in gold if any(one.get(name) is not None for name in BOUNDS)]
    used: set[int] = set()
    named: set[int] = set()
    for p in predicted:
        fits = [
            k for k, g in enumerate(true) if overlap([p["span"]], g["spans"]) and _same_bounds(p, g)
        ]
        free = [k for k in fits if k not in used]
        if free:
            used.add(free[0])
            begins = true[free[0]].get("date_from")
            if begins:
                tally.ask("date", p.get("happened_from") == begins)
        full = [k for k in fits if k not in named and p.get("quantity") == true[k]["quantity"]]
        named.update(full[:1])
    tally.count("quantity", len(used), len(predicted), len(true))
    tally.count("quantity_full", len(named), len(predicted), len(true))


def count_events(tally: Tally, predicted: Sequence[Row], gold: Sequence[Row]) -> None:
    """Count events of the right type that overlap the gold one's words, of one document."""
    used: set[int] = set()
    for p in predicted:
        fits = (
            k
            for k, g in enumerate(gold)
            if k not in used and g["type"] == p["type"] and overlap([p["span"]], g["spans"])
        )
        used.update(list(fits)[:1])
    tally.count("event", len(used), len(predicted), len(gold))


def scores(documents: Iterable[tuple[GoldDocument, Row]]) -> dict[str, float]:
    """All scores over documents, percent; counts of what was scored last.

    Args:
        documents: each with what `standoff read` gave for it.
    """
    tally, read, inside = Tally(), 0, False
    for gold, row in documents:
        read += 1
        count_spans(tally, gold.text, row["attributions"], gold.attributions)
        if gold.inside:
            inside = True
            count_inside(tally, gold.text, row["attributions"], gold.attributions)
            count_figures(tally, row["quantities"], gold.quantities)
            count_events(tally, row["events"], gold.events)
    out: dict[str, float] = {role: tally.f1(role) for role in ROLES}
    out |= {"micro": tally.f1(*ROLES)}
    f1s = ("linked", "linked_src") + (
        ("quantity", "quantity_full", "event", "anonymous", "hedge") if inside else ()
    )
    out |= {name: tally.f1(name) for name in f1s}
    shares = ("stance", "about_side", "chain", "nested", "date") if inside else ()
    out |= {name: tally.share(name) for name in shares}
    out |= {"documents": read, "attributions": tally.gold["linked"], "found": tally.right["linked"]}
    return out


def trimmed_roles(text: str, one: Row) -> dict[str, list[Span]]:
    """The spans of an attribution by role, each trimmed."""
    return {
        role: [trimmed(text, (span[0], span[1])) for span in one.get(role) or ()] for role in ROLES
    }


def _linked(said: Sequence[Spans], true: Sequence[Spans]) -> Iterator[tuple[Spans, Spans]]:
    """Pairs of a predicted attribution and the free gold one that it fits best."""
    free = dict(enumerate(true))
    for p in said:
        best, most = None, 0.0
        for k, g in free.items():
            share = jaccard(p["content"], g["content"])
            cues = overlap(p["cue"], g["cue"]) or not (p["cue"] or g["cue"])
            if cues and share >= _HALF and share > most:
                best, most = k, share
        if best is not None:
            yield p, free.pop(best)


def _found(said: Sequence[Row], true: Sequence[Row]) -> Iterator[tuple[Row, int]]:
    """Predicted attributions with the gold one whose cue overlaps and whose content fits best."""
    for p in said:
        fits = [
            (jaccard(p["content"], g["content"]), k)
            for k, g in enumerate(true)
            if overlap(p["cue"], g["cue"])
        ]
        share, k = max(fits, default=(0.0, -1))
        if share >= _HALF:
            yield p, k


def jaccard(one: Iterable[Span], other: Iterable[Span]) -> float:
    """Characters in both, as a share of those in either; 0 for nothing."""
    a, b = ({i for begin, end in spans for i in range(begin, end)} for spans in (one, other))
    return len(a & b) / max(1, len(a | b))


def overlap(one: Iterable[Span], other: Iterable[Span]) -> bool:
    """Whether any span of one meets any of the other."""
    others = list(other)
    return any(max(a, c) < min(b, d) for a, b in one for c, d in others)


def _same_bounds(p: Row, g: Row) -> bool:
    for name in BOUNDS:
        a, b = p.get(name), g.get(name)
        if a is None or b is None:
            if a is not b:
                return False
        elif abs(a - b) > 1e-6 * max(1, abs(b)):
            return False
    return True


def agree(a: str | None, b: str | None) -> bool:
    """Whether two names are one, or one holds the other."""
    one, other = (a or "").casefold(), (b or "").casefold()
    return one == other or bool(one and other and (one in other or other in one))
