"""Through whom a statement reached the text: outlet by outlet, the nearest first.

"A told B, C reported" gives C, then B. The text's own outlet and the speaker are left out.
"""

from __future__ import annotations

from collections.abc import Sequence

from standoff.reading.attribution.relays import relays
from standoff.reading.attribution.speakers import Speaker
from standoff.reading.entities.persons import Cast
from standoff.reading.records import Attributed


def carried(
    every: Sequence[Attributed],
    within: Sequence[int | None],
    voices: Sequence[Speaker],
    cast: Cast,
) -> list[tuple[str, ...]]:
    """The relays of each: its own, those that it carries on, and those of what it stands in.

    Args:
        every: attributions by first offset. within: for each, the one it stands in.
        voices: their speakers. cast: the document's names.
    """
    tops = [k for k, outer in enumerate(within) if outer is None]
    out = _at_the_top(tops, every, voices, cast)
    for k in sorted(range(len(every)), key=lambda k: depth(k, within)):
        outer = within[k]
        if outer is not None:
            told_by = voices[outer]
            same = told_by.name == voices[k].name
            out[k] = out[outer] if same else _joined(out[outer], _relay(told_by), cast)
    return out


def _at_the_top(
    tops: Sequence[int], every: Sequence[Attributed], voices: Sequence[Speaker], cast: Cast
) -> list[tuple[str, ...]]:
    """The relays of attributions that stand in no other: named beside them, or gone on from."""
    out: list[tuple[str, ...]] = [()] * len(every)
    for place, k in enumerate(tops):
        near = [j for j in tops[max(0, place - 3) : place + 4] if j != k]
        out[k] = relays(every[k], cast, [every[j] for j in near])
        if voices[k].kind == "media":
            out[k] = _joined(out[k], voices[k].name, cast)
        if not out[k]:
            out[k] = _gone_on(k, tops[max(0, place - 2) : place], out, voices)
    for place, k in enumerate(tops):
        # An outlet is often named only where the unnamed speaker of the first sentence speaks again.
        if not out[k] and voices[k].anonymous:
            out[k] = _gone_on(k, tops[place + 3 : place : -1], out, voices)
    for place, k in enumerate(tops):
        if _is_cited(every[k], cast):
            near = [j for j in tops[max(0, place - 3) : place + 4] if j != k]
            citing = [j for j in near if every[j].content == every[k].content]
            out[k] = _joined(out[citing[0]], _relay(voices[citing[0]]), cast) if citing else out[k]
    return out


def _joined(channel: tuple[str, ...], relay: str, cast: Cast) -> tuple[str, ...]:
    """A channel with one more relay, unless it is there already or is the document's outlet."""
    plain = relay.casefold().removeprefix("the ")
    known = [r.casefold().removeprefix("the ") for r in (*channel, cast.document.outlet)]
    return channel if not plain or plain in known else (*channel, relay)


def _relay(voice: Speaker) -> str:
    """A speaker as a relay of another's words: a named person without their role."""
    return voice.name if voice.anonymous or not voice.person else voice.name.partition(", ")[0]


def _is_cited(spans: Attributed, cast: Cast) -> bool:
    """Whether a source is given as what another source rests on: "citing", "quoting"."""
    cue = [cast.actors.words.low[i] for part in spans.cue for i in cast.actors.words.indices(part)]
    return cue[:1] in (["citing"], ["quoting"])


def _gone_on(
    k: int, before: Sequence[int], channels: Sequence[tuple[str, ...]], voices: Sequence[Speaker]
) -> tuple[str, ...]:
    """The channel of the statements beside, the last first, where the speaker is the same."""
    for j in reversed(before):
        if _same_speaker(voices[k], voices[j]):
            return channels[j]
    return ()


def _same_speaker(a: Speaker, b: Speaker) -> bool:
    """Whether two speakers are one, or one is out of the other's group."""
    if not a.name or not b.name:
        return False
    x, y = a.name.casefold(), b.name.casefold()
    return (
        x == y
        or x.endswith(y)
        or y.endswith(x)
        or (a.anonymous and b.anonymous and a.called == b.called)
    )


def depth(k: int, within: Sequence[int | None]) -> int:
    """How many attributions one stands in, each inside the next."""
    deep, at = 0, within[k]
    while at is not None and deep < 10:
        deep, at = deep + 1, within[at]
    return deep
