"""What stands inside the spans of a reader: speaker, channel, hedge, stance, side, nesting."""

from __future__ import annotations

from collections.abc import Sequence

from standoff.reading.attribution import nesting, speakers
from standoff.reading.attribution.citations import cited
from standoff.reading.attribution.cues import leaves_open
from standoff.reading.attribution.hedges import hedge_in
from standoff.reading.attribution.pattern_rules import missed
from standoff.reading.attribution.relays import carried, depth
from standoff.reading.attribution.speakers import NOBODY, Speaker
from standoff.reading.attribution.stance import stance_of
from standoff.reading.attribution.targets import (
    about,
    issue_of,
    opening_actor,
)
from standoff.reading.entities.persons import Cast
from standoff.reading.records import Attributed, Attribution, Span
from standoff.reading.text.tokens import covers, hull

_QUOTES = frozenset('“”"«»„')
_NEAR_ATTRIBUTIONS = 40


def added_by_rule(spans: Sequence[Attributed], cast: Cast) -> tuple[Attributed, ...]:
    """The attributions in the order of the text, those of cited sources and of patterns behind."""
    given = sorted(spans, key=_place)
    return (*given, *cited(given, cast), *missed(given, cast))


def with_nested(spans: Sequence[Attributed], cast: Cast) -> tuple[Attributed, ...]:
    """The attributions and those that stand inside their contents, in the order of the text."""
    return tuple(sorted([*spans, *nesting.nested(spans, cast)], key=_place))


def interpret(every: Sequence[Attributed], cast: Cast) -> tuple[Attribution, ...]:
    """Who says each, through whom, how surely and about which side.

    Args:
        every: the attributions of a document, in the order of the text.
        cast: its persons and actors.
    """
    within = _enclosing(every)
    # The speakers: of those at the top in the order of their sources, then of those inside.
    order = sorted(
        range(len(every)),
        key=lambda k: (depth(k, within), (hull(every[k].source) or _place(every[k]))[0]),
    )
    voices = [NOBODY] * len(every)
    said: list[tuple[int, Speaker]] = []
    for k in order:
        outer = within[k]
        at = (hull(every[k].source) or _place(every[k]))[0]
        before = [s for place, s in said[-2 * _NEAR_ATTRIBUTIONS :] if place < at]
        enclosing = voices[outer] if outer is not None else NOBODY
        voices[k] = speakers.resolve(every[k].source, before, cast, enclosing)
        if voices[k].name:
            said.append((at, voices[k]))
            if outer is not None:
                said.sort(key=lambda pair: pair[0])
    channels = carried(every, within, voices, cast)
    inner: dict[int, list[Span]] = {}
    for k, outer in enumerate(within):
        if outer is not None:
            inner.setdefault(outer, []).extend(every[k].content)
    out: list[Attribution] = []
    for k, spans in enumerate(every):
        out.append(
            _attribution(spans, voices[k], channels[k], within[k], inner.get(k, []), cast, out)
        )
    return tuple(out)


def _place(a: Attributed) -> tuple[int, int]:
    whole = hull((*a.source, *a.cue, *a.content)) or (0, 0)
    return whole[0], -whole[1]


def _enclosing(every: Sequence[Attributed]) -> list[int | None]:
    """For each attribution the innermost other one whose content holds its cue and content."""
    cues = [hull(a.cue) for a in every]
    contents = [hull(a.content) for a in every]
    out: list[int | None] = []
    for k in range(len(every)):
        said = contents[k]
        best: tuple[int, int] | None = None
        near = range(max(0, k - _NEAR_ATTRIBUTIONS), min(len(every), k + _NEAR_ATTRIBUTIONS))
        for j in near if said else ():
            whole = contents[j]
            if said is None or whole is None or j == k or not covers(whole, said):
                continue
            size = _holds(every[j].content, cues[j], cues[k] or said, said)
            if size and (best is None or size < best[0]):
                best = (size, j)
        out.append(best[1] if best else None)
    return out


def _holds(parts: Sequence[Span], own: Span | None, at: Span, said: Span) -> int:
    """Length of the content part that holds a cue and what it says, or of all parts if one holds the
    cue and a later one what it says; 0 if none does.

    Args:
        parts: the outer content. own: the outer cue, which may interrupt it.
        at: the inner cue. said: the inner content.
    """
    for part in parts:
        longer = part[1] - part[0] > said[1] - said[0]
        if longer and covers(part, at) and covers(part, said):
            clash = own is not None and (covers(said, own) or own[0] <= at[0] < own[1])
            return 0 if clash else part[1] - part[0]
    # "His officers had sworn to him, he said, that the town was empty."
    across = any(covers(part, at) for part in parts[:-1])
    across = across and any(covers(part, said) and at[1] <= part[0] for part in parts[1:])
    return parts[-1][1] - parts[0][0] if across else 0


def _attribution(
    spans: Attributed,
    voice: Speaker,
    channel: tuple[str, ...],
    within: int | None,
    inner: Sequence[Span],
    cast: Cast,
    earlier: Sequence[Attribution],
) -> Attribution:
    words = cast.actors.words
    content = [words.indices(p) for p in spans.content]
    cue = [words.indices(p) for p in spans.cue]
    opening = opening_actor(spans, cast)
    own, other = bool(opening) and opening == voice.side, opening not in ("", voice.side)
    committing = bool(voice.side) and not voice.anonymous and voice.kind in _BINDING
    # What is said, without what those inside it say.
    holes = sorted(map(words.indices, inner), key=lambda hole: hole.start)
    told = []
    for part in content:
        first = part.start
        for hole in holes:
            if part.start <= hole.start < part.stop:
                told.append(range(first, max(first, hole.start)))
                first = max(first, hole.stop)
        told.append(range(first, max(first, part.stop)))
    stance, negated = stance_of(words, cue, told, own, other, committing, voice.kind)
    quoted = any(_QUOTES & set(cast.document.text[a:b]) for a, b in spans.content)
    # A quotation goes on with what its speaker just denied or threatened.
    last = earlier[-1] if earlier else None
    goes_on = quoted and not voice.anonymous and leaves_open(words, cue)
    goes_on = goes_on and stance in ("assesses", "reports")
    if goes_on and last and last.speaker == voice.name != "" and last.stance in _GOES_ON:
        stance = last.stance
    # A denied, demanded or refused content is not weakened by its own words.
    scale = {"United Kingdom": "UK", "NATO": "NATO"}.get(voice.side, "")
    weakened = told if stance not in ("denies", "demands", "refuses") else []
    hedge = hedge_in(words, weakened, cue, spans.source, scale)
    no_evidence = hedge is not None and words.source[slice(*hedge.span)].lower().startswith(
        ("no ", "doubt")
    )
    return Attribution(
        spans.source,
        spans.cue,
        spans.content,
        speaker=voice.name,
        speaker_kind=voice.kind,
        anonymous=voice.anonymous,
        anonymity=voice.name if voice.anonymous else "",
        channel=channel,
        hedge=hedge,
        negated=negated or no_evidence,
        stance=stance,
        issue=issue_of(words, content, stance),
        about_side=about(spans, stance, voice, cast, earlier),
        direct_quote=quoted,
        within=within,
        confidence=spans.confidence,
    )


_GOES_ON = ("denies", "threatens", "refuses")
_BINDING = ("official", "belligerent", "third-party government")
