"""Through whom a statement reached the text: outlet by outlet, the nearest first.

"A told B, C reported" gives C, then B. The text's own outlet and the speaker are left out. A relay is an
outlet that the sentence names as its way, whoever quotes or provides what is said, or the speaker
inside whose words a statement stands.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from standoff.reading.attribution.noun_phrases import subject_before
from standoff.reading.attribution.speakers import Speaker
from standoff.reading.data import lexicon
from standoff.reading.entities.names import DESCRIBING_AN_OUTLET, NameMention
from standoff.reading.entities.persons import Cast
from standoff.reading.records import Attributed, Span
from standoff.reading.text.tokens import Tokens, covers, hull

_AFFILIATED = frozenset(("at", "of", "for"))
_RELAYED_BEFORE = lexicon("relayed before")
_RELAYS = lexicon("relays")
_LONGEST_SENTENCE_WORDS = 120
_TOLD = lexicon("told")
_GATHERINGS = ("office", "heads", "title", "gatherings")
_SPOKEN_TO = (("speaking", "to"), ("spoke", "to"), ("speaking", "with"), ("interview", "with"))


def relays(given: Attributed, cast: Cast, others: Sequence[Attributed]) -> tuple[str, ...]:
    """The outlets that an attribution's own sentence names as its way, the nearest first.

    Args:
        given: the spans of the attribution.
        cast: the document's names.
        others: the attributions near it: an outlet that belongs to one of them is no relay of it.
    """
    words = cast.actors.words
    at = hull((*given.cue, *given.source))
    if at is None:
        return ()
    # Outlets named in the sentences of the source and cue.
    first, last = words.indices(at), words.indices((at[1] - 1, at[1]))
    names: list[NameMention] = []
    if first:
        until = words.sentence(last[0] if last else first[-1]).stop
        begin = max(words.sentence(first[0]).start, first[0] - _LONGEST_SENTENCE_WORDS)
        stop = min(until, first[-1] + _LONGEST_SENTENCE_WORDS)
        near = cast.actors.names[
            bisect_left(cast.name_firsts, begin) : bisect_left(cast.name_firsts, stop)
        ]
        names = [n for n in near if n.kind == "outlet" or _told(words, n)]
    outer = quoted_by(words, given) or provided_by(words, given)
    outer += _citing(words, given, cast)
    outer += _spoken_by(words, names, given, cast)
    inner = _press(words, given, cast)
    for name in names:
        span = words.span(name.first, name.last)
        if _own(name.text, cast.document.outlet) or _said_inside(span, given):
            continue
        if _is_source(words, name, given) or _belongs(words, span, given, others):
            continue
        before, after = _before(words, name), words.low[name.last + 1 : name.last + 3]
        # ", the Echo reported": the subject of a report of its own.
        spoke = bool(after) and after[0] in _RELAYS - {",", "has", "had"}
        perfect = len(after) == 2 and after[0] in ("has", "had", "first") and after[1] in _RELAYS
        if (spoke or perfect) and before not in _RELAYED_BEFORE - {"in", "on"}:
            outer.append(_in_full(name.text, cast))
        elif before in _RELAYED_BEFORE:
            inner.append(_in_full(name.text, cast))
    if not outer and not inner:
        outer += _passed_on_after(words, at, cast)
    return tuple(dict.fromkeys((*outer, *inner)))


def _passed_on_after(words: Tokens, at: Span, cast: Cast) -> list[str]:
    """The outlet of which the next sentence says that it was first: "The claim, first aired by X"."""
    inside = words.indices(at)
    first = words.sentence(inside[-1]).stop if inside else len(words.low)
    opening = words.low[first : first + 2]
    if len(opening) < 2 or opening[0] not in _THE or opening[1] not in _ITEMS:
        return []
    near = range(first + 2, min(words.sentence(first).stop, first + 14))
    by = next((k for k in near if words.low[k] in ("by", "in", "on")), None)
    if by is None or words.low[by - 1] not in _HANDED_ON:
        return []
    names = (cast.named_at.get(k) for k in range(by + 1, min(by + 5, len(words.low))))
    return [_in_full(n.text, cast) for n in names if n and n.kind == "outlet"][:1]


_THE = ("the", "this", "that", "these", "those", "his", "her", "their", "its")
_ITEMS = lexicon("items passed on")


def _citing(words: Tokens, given: Attributed, cast: Cast) -> list[str]:
    """Who cites the speaker, or whom the speaker writes for, an outlet by its name."""
    its = writes_for(words, given)
    if its is not None:
        # What the sentence before opens with, where that is a name and no person's.
        last = words.sentence(its).start - 1
        sentence = words.sentence(last) if last >= 0 else range(0)
        opening = next((cast.named_at[i] for i in sentence[:4] if i in cast.named_at), None)
        named_first = opening and opening.kind != "person"
        return [opening.text] if opening and named_first else _named_last(its, True, cast)
    subject = citing(words, given)
    named = [n for n in (cast.named_at.get(i) for i in subject) if n and n.kind == "outlet"]
    if named:
        return [_in_full(named[0].text, cast)]
    if lexicon("press").intersection(words.low[subject.start : subject.stop]):
        return _named_last(subject.start, words.low[subject.start] == "the", cast)
    return [words.source[slice(*words.span(subject[0], subject[-1]))]] if subject else []


def _spoken_by(
    words: Tokens, names: Sequence[NameMention], given: Attributed, cast: Cast
) -> list[str]:
    """The outlet that is itself the source: its report is how the statement came here."""
    for name in names:
        start = words.start[name.first]
        held = [s for s in given.source if s[0] <= start < s[1]]
        own = _own(name.text, cast.document.outlet)
        if held and not own and name.kind == "outlet" and _is_source(words, name, given):
            opening = words.indices(held[0])[0]
            if name.first - opening <= 1:
                return [name.text]
    return []


def _press(words: Tokens, given: Attributed, cast: Cast) -> list[str]:
    """A broadcaster or agency without a name, to whom something is told: "state television".

    "The paper" is the outlet named last.
    """
    cue = hull(given.cue)
    at = words.indices(cue)[-1:] if cue else []
    if not at or words.low[at[0]] not in _TOLD:
        return []
    first = at[0] + 1
    for k in range(first, min(first + 4, len(words.low))):
        if words.low[k] in lexicon("press"):
            if words.capital(k) or k + 1 in cast.named_at:
                return []
            if words.low[first:k] in (("the",), ("this",)):
                return _named_last(k, words.low[first] == "the", cast)
            first += words.low[first] in ("a", "the", "an")
            return [words.source[words.start[first] : words.end[k]]]
        if not words.low[k].isalpha():
            return []
    return []


def _named_last(index: int, another: bool, cast: Cast) -> list[str]:
    """The outlet named last before a word, the document's own apart; none for "this paper"."""
    earlier = cast.actors.names[: bisect_left(cast.name_firsts, index)] if another else ()
    names = (n.text for n in reversed(earlier) if n.kind == "outlet")
    return [n for n in names if not _own(n, cast.document.outlet)][:1]


def _told(words: Tokens, name: NameMention) -> bool:
    """Whether a name that nothing else explains is told something, or spoken to, as papers are."""
    i = name.first - 1
    while i > 0 and name.first - i < 5 and _describes_an_outlet(words, i):
        i -= 1
    before = words.low[max(0, i - 1) : i + 1]
    told = before[-1:] and before[-1] in _TOLD
    spoken = before in _SPOKEN_TO
    own = words.low[name.last + 1 : name.last + 2] != ("'s",)
    several = name.last > name.first or (name.text.isupper() and len(name.text) > 2)
    unknown = name.kind == "" and name.text[:1].isupper() and several
    # A body of people is told things but passes nothing on.
    gathering = any(words.low[name.last] in lexicon(kind) for kind in _GATHERINGS)
    return bool(told or spoken) and own and unknown and not gathering


def _describes_an_outlet(words: Tokens, i: int) -> bool:
    """Whether a word before an outlet's name is of its description: "the Velmar weekly Zenit"."""
    word = words.low[i]
    if word in DESCRIBING_AN_OUTLET:
        return True
    kind = i + 1 < len(words.low) and words.low[i + 1] in lexicon("press")
    return bool(kind and word.isalpha() and word not in _RELAYED_BEFORE)


def _in_full(name: str, cast: Cast) -> str:
    """An outlet's name as it is first given: "NBC News" for "NBC"."""
    longer = (n.text for n in cast.actors.names if n.kind == "outlet")
    return next((text for text in longer if text.startswith(f"{name} ")), name)


def _own(name: str, outlet: str) -> bool:
    a, b = name.casefold().removeprefix("the "), outlet.casefold().removeprefix("the ")
    return bool(b) and (a == b or (len(a) > 3 and b.endswith(f" {a}")))


def _said_inside(span: Span, given: Attributed) -> bool:
    """Whether an outlet stands in what is said, and not beside a cue that interrupts it."""
    held = any(covers(part, span) for part in given.content)
    cue = hull(given.cue)
    interrupts = cue is not None and any(covers(part, cue) for part in given.content)
    beside = interrupts and cue is not None and 0 <= span[0] - cue[1] <= 20
    return held and not beside


def _belongs(words: Tokens, span: Span, given: Attributed, others: Sequence[Attributed]) -> bool:
    """Whether an outlet stands in another's source or content, or nearer after another's cue."""
    own = hull(given.cue) or hull(given.source) or span
    here = words.sentence(words.indices(span).start)
    if any(covers(part, span) for part in given.source):
        return False
    # Between a source and its cue: "smugglers, quoted in the Post, say".
    said_by, cue = hull(given.source), hull(given.cue)
    if said_by and cue and said_by[1] <= span[0] < cue[0]:
        between = (said_by[1], span[0])
        if not any(covers(between, part) for other in others for part in other.cue):
            return False
    for other in others:
        if any(covers(part, span) for part in (*other.source, *other.cue)):
            return True
        cue = hull(other.cue)
        nearer = (
            cue is not None
            and own[0] != cue[0]
            and cue[1] <= span[0]
            and words.indices(cue).start in here
            and (own[0] < cue[0] or own[0] > span[1])
        )
        # It stands in what another says, where our own cue does not.
        elsewhere = other.content != given.content and any(
            covers(part, span) and not covers(part, own) for part in other.content
        )
        if nearer or elsewhere:
            return True
    return False


def _is_source(words: Tokens, name: NameMention, given: Attributed) -> bool:
    """Whether an outlet is the speaker, or only where the speaker works."""
    inside = [s for s in given.source if s[0] <= words.start[name.first] < s[1]]
    if not inside:
        return False
    i = name.first - 1
    if i >= 0 and words.low[i] == "the":
        i -= 1
    first = words.indices(inside[0])[0]
    return (
        i < first
        or words.low[i] in _AFFILIATED
        or words.low[name.last + 1 : name.last + 2] == ("'s",)
    )


def _before(words: Tokens, name: NameMention) -> str:
    i = name.first - 1
    while i >= 0 and name.first - i < 5 and _describes_an_outlet(words, i):
        i -= 1
    return words.low[i] if i >= 0 else ""


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
    # Those that stand in no other: named beside them, or gone on from.
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
        cue = [i for part in every[k].cue for i in cast.actors.words.indices(part)][:1]
        if cue and cast.actors.words.low[cue[0]] in _CITING:
            near = [j for j in tops[max(0, place - 3) : place + 4] if j != k]
            citing = [j for j in near if every[j].content == every[k].content]
            out[k] = _joined(out[citing[0]], voices[citing[0]].as_relay, cast) if citing else out[k]
    for k in sorted(range(len(every)), key=lambda k: depth(k, within)):
        outer = within[k]
        if outer is not None:
            told_by = voices[outer]
            same = told_by.name == voices[k].name
            out[k] = out[outer] if same else _joined(out[outer], told_by.as_relay, cast)
    return out


def _joined(channel: tuple[str, ...], relay: str, cast: Cast) -> tuple[str, ...]:
    """A channel with one more relay, unless it is there already or is the document's outlet."""
    plain = relay.casefold().removeprefix("the ")
    known = [r.casefold().removeprefix("the ") for r in (*channel, cast.document.outlet)]
    return channel if not plain or plain in known else (*channel, relay)


def _gone_on(
    k: int, before: Sequence[int], channels: Sequence[tuple[str, ...]], voices: Sequence[Speaker]
) -> tuple[str, ...]:
    """The channel of the statements beside, the last first, where the speaker is the same."""
    a, x = voices[k], voices[k].name.casefold()
    for j in reversed(before):
        b, y = voices[j], voices[j].name.casefold()
        group = a.anonymous and b.anonymous and a.called == b.called
        if x and y and (group or x.endswith(y) or y.endswith(x)):
            return channels[j]
    return ()


def depth(k: int, within: Sequence[int | None]) -> int:
    """How many attributions one stands in, each inside the next."""
    deep, at = 0, within[k]
    while at is not None and deep < 10:
        deep, at = deep + 1, within[at]
    return deep


_LONGEST_TITLE = 12
_LONGEST_SOURCE = 30
_QUOTES = frozenset(("quotes", "quoted", "quoting", "cites", "cited", "citing"))
_CITING = frozenset(("citing", "quoting"))
_WRITERS = lexicon("writers for outlets")
_HANDED_ON = lexicon("handed on")


def quoted_by(words: Tokens, given: Attributed) -> list[str]:
    """Who quotes the source: "the state broadcaster quotes the minister as saying"."""
    cue, source = hull(given.cue), hull(given.source)
    if cue is None or source is None or cue[0] < source[1]:
        return []
    at = words.indices(cue)
    if not at or "as" not in words.low[max(0, at.start - 1) : at.start + 1]:
        return []
    first = words.indices(source).start
    back = range(first - 1, max(words.sentence(first).start, first - _LONGEST_TITLE), -1)
    verb = next((k for k in back if words.low[k] in _QUOTES), None)
    subject = subject_before(words, words.sentence(first), verb) if verb else range(0)
    return [words.source[slice(*words.span(subject[0], subject[-1]))]] if subject else []


def citing(words: Tokens, given: Attributed) -> range:
    """Who cites the source where it is the speaker itself: "the Star, quoting a deputy, says"."""
    source, cue = hull(given.source), hull(given.cue)
    at = source or cue
    said_by = words.indices(at) if at else range(0)
    cites = said_by.start - (source is not None)
    if not said_by or cites < 1 or words.low[cites] not in _CITING:
        return range(0)
    verb = cites - (words.low[cites - 1] == ",")
    subject = subject_before(words, words.sentence(cites), verb)
    # "10:55 Radio Lagune" is a name behind an hour.
    return next((subject[k:] for k, i in enumerate(subject) if words.low[i].isalpha()), range(0))


def writes_for(words: Tokens, given: Attributed) -> int | None:
    """The "its" of "its columnist", who writes for an outlet that the text names before."""
    source = hull(given.source)
    at = words.indices(source)[:4] if source else range(0)
    low = words.low[at.start : at.stop]
    return at.start if low[:1] in _ITS and _WRITERS.intersection(low) else None


_ITS = (("its",), ("their",))


def provided_by(words: Tokens, given: Attributed) -> list[str]:
    """Who handed on a document that is the source: "photographs provided by a resident"."""
    low, cue = words.low, hull(given.cue)
    for span in given.source:
        at = words.indices((span[0], max(span[1], cue[0])) if cue else span)
        for k in at[1:-2][:_LONGEST_SOURCE]:
            if low[k] in _HANDED_ON and "by" in low[k + 1 : min(k + 4, at.stop - 1)]:
                by = low.index("by", k)
                ends = (j for j in range(by + 2, at.stop) if low[j] in (",", "and"))
                stop = next(ends, at.stop)
                first = by + 1 + (low[by + 1] == "the" and words.capital(stop - 1))
                return [words.source[words.start[first] : words.end[stop - 1]]]
    return []
