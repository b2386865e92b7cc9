"""A reading as text: who said what through whom, the figures, the events; 80 columns."""

from __future__ import annotations

import re
import textwrap
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

from standoff.domain.war import War
from standoff.formatting import bounded, count, percent, printable, written
from standoff.reading.claims import Claimed
from standoff.reading.pipeline import Step
from standoff.reading.records import (
    Attribution,
    Document,
    FigureReading,
    Reading,
    Span,
)
from standoff.reading.text.doc import Doc

WIDTH = 80
MOST_STATEMENTS = 12
MOST_FIGURES = 8
MOST_EVENTS = 6
MOST_EXPLAINED = 6
_ROOMY = 7
"""Statements up to which each has two lines for its words; more have one."""

_ARTICLE = re.compile(r"^(?:the|an?) (?:unnamed |anonymous )?(?=\w)", re.IGNORECASE)


def as_text(reading: Reading, claimed: Claimed, war: War | None) -> str:
    """One screen for an ordinary report, ending in a newline; no line is wider than 80 columns."""
    document = reading.document
    published = written(document.published) if document.published else "not dated"
    about = ", ".join(part for part in (document.outlet, published, document.author) if part)
    figures = [figure for figure in reading.figures if figure.bounds]
    events = []
    for event in reading.events:
        more = ", ".join(part for part in (event.type, event.place, event.date) if part)
        line = f"{more} ({_quoted(document, (event.span,))})"
        events.append([f"  {textwrap.shorten(line, WIDTH - 2, placeholder=' ...')}"])
    counts = ", ".join(
        (
            count(len(reading.attributions), "statement"),
            count(len(figures), "figure"),
            count(len(reading.events), "event"),
            count(len(claimed.claims), "claim"),
        )
    )
    left = _notes(document.dropped) + _notes(claimed.left_out)
    if vague := len(reading.figures) - len(figures):
        left.append(f"vague counts ({vague})")
    left_out = f"Left out: {'; '.join(left)}." if left else "Nothing was left out."
    lines = [
        *textwrap.wrap(document.title or document.file, WIDTH),
        *textwrap.wrap(about, WIDTH),
        "",
        *_listed("Statements", list(_statements(reading)), MOST_STATEMENTS),
        *_listed("Figures", [[_figure(reading, one, war)] for one in figures], MOST_FIGURES),
        *_listed("Events", events, MOST_EVENTS),
        *textwrap.wrap(f"{counts}. {left_out}", WIDTH),
    ]
    return "\n".join(printable(line) for line in lines) + "\n"


def explained(step: Step, before: Doc, after: Doc) -> str:
    """What a step of reading added (+) and dropped (-), some of it in words; 80 columns.

    Args:
        step: the step. before, after: the document when it began and when it ended.
    """
    lines = [f"{step.name:<14}{step.does}"]
    for what, number in _COUNTED.items():
        if more := number(after) - number(before):
            lines.append(f"  + {count(more, what)}")
    for what, described in _SHOWN.items():
        old, new = Counter(described(before)), Counter(described(after))
        for sign, changed in (("-", old - new), ("+", new - old)):
            if changed:
                lines.append(f"  {sign} {count(changed.total(), what)}")
                entries = [textwrap.shorten(w, WIDTH - 8, placeholder=" ...") for w in changed]
                lines += [f"      {entry}" for entry in entries[:MOST_EXPLAINED]]
                if len(entries) > MOST_EXPLAINED:
                    lines.append(f"      and {len(entries) - MOST_EXPLAINED} more")
    left = Counter(after.dropped) - Counter(before.dropped)
    lines += [f"  left out: {note}" for note in _notes(left)]
    return "\n".join(printable(line) for line in lines)


_COUNTED: Mapping[str, Callable[[Doc], int]] = {
    "token": lambda doc: len(doc.tokens.text),
    "line": lambda doc: len(doc.lines),
    "block": lambda doc: len(doc.blocks),
    "sentence": lambda doc: len(doc.sentences),
}
_SHOWN: Mapping[str, Callable[[Doc], Iterable[str]]] = {
    "turn": lambda doc: (who for _, who in doc.turns),
    "span": lambda doc: (
        f"{_quoted(doc, one.source) or 'nobody'} | {_quoted(doc, one.cue)} | {_quoted(doc, one.content)}"
        for one in doc.spans
    ),
    "date": lambda doc: (
        f"{_quoted(doc, (d.span,))}: {d.relation} {d.period.first or ''} to {d.period.last or ''}"
        for d in doc.dates.dates
    ),
    "mention": lambda doc: (mention.name for mention in doc.actors.mentions),
    "person": lambda doc: doc.cast.described.values(),
    "figure": lambda doc: (
        f"{_quoted(doc, (one.span,))}: {one.quantity}{f' of {one.side}' if one.side else ''}"
        for one in doc.figures
    ),
    "attribution": lambda doc: (
        f"{one.speaker or 'nobody named'} {one.stance}: {_quoted(doc, one.content)}"
        for one in doc.attributions
    ),
    "event": lambda doc: (f"{one.type}: {_quoted(doc, (one.span,))}" for one in doc.events),
}


def _listed(label: str, entries: list[list[str]], most: int) -> list[str]:
    """Entries under a label; those past the most that a screen takes are counted."""
    if not entries:
        return []
    lines = [label.upper()]
    for entry in entries[:most]:
        lines += entry
    if len(entries) > most:
        lines.append(f"  and {len(entries) - most} more: --json FILE")
    return [*lines, ""]


def _statements(reading: Reading) -> Iterator[list[str]]:
    room = 2 if len(reading.attributions) <= _ROOMY else 1
    for one in reading.attributions:
        who = textwrap.shorten(_who(reading, one), WIDTH - 2, placeholder=" ...")
        hedge = one.hedge
        odds = f"{percent(hedge.low)} to {percent(hedge.high)}" if hedge else ""
        about = ", ".join(part for part in (one.about_side, odds) if part)
        content = _quoted(reading.document, one.content).removeprefix("that ")
        words = f"[{about}] {content}" if about else content
        lines = textwrap.wrap(words, WIDTH - 6, max_lines=room, placeholder=" ...")
        yield [f"  {who}", *(f"    {line}" for line in lines)]


def _who(reading: Reading, one: Attribution) -> str:
    """ "NATO official (unnamed), through NBC News: assesses"."""
    speaker = (
        _ARTICLE.sub("", one.speaker or _quoted(reading.document, one.source)) or "nobody named"
    )
    unnamed = " (unnamed)" if one.anonymous else ""
    through = f", through {', '.join(one.channel)}" if one.channel else ""
    does = "says" if one.stance == "none" else one.stance
    return f"{speaker}{unnamed}{through}: {does}{' that it is not so' if one.negated else ''}"


def _figure(reading: Reading, one: FigureReading, war: War | None) -> str:
    side = war.parties[one.side].name if war and one.side in war.parties else one.side
    dates = " to ".join(sorted({d.isoformat() for d in (one.happened_from, one.happened_to) if d}))
    said = f"{_quoted(reading.document, (one.span,))}: {one.quantity}"
    number = bounded(one.low, one.value, one.high, one.unit)
    more = "; ".join(part for part in (said, number, side, one.place, dates) if part)
    return "  " + textwrap.shorten(more, WIDTH - 2, placeholder=" ...")


def _notes(of: Mapping[str, int]) -> list[str]:
    return [f"{what} ({number:,})" for what, number in of.items()]


def _quoted(of: Document | Doc, spans: tuple[Span, ...]) -> str:
    """The words of spans on one line."""
    return " ... ".join(" ".join(of.text[slice(*span)].split()) for span in spans)
