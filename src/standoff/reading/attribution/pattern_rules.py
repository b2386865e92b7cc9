"""Attributions at the top of a text that taggers of spans tend to miss, by narrow patterns.

"She put the cost at 300", "by its own count", "maps show": each is looked for only where no given
attribution stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from standoff.reading.attribution.nesting import CONFIDENCE, trimmed, verbs_in
from standoff.reading.attribution.noun_phrases import subject_before
from standoff.reading.data import lexicon
from standoff.reading.entities.persons import Cast
from standoff.reading.records import Attributed
from standoff.reading.text.tokens import Tokens

_PUTS = frozenset(("put", "puts"))
_COUNTS = frozenset(("counts", "counted", "count"))
_SHOWS = frozenset(("show", "shows", "suggest", "suggests", "indicate", "indicates", "suggested"))
_LONGEST_CLAUSE = 45
_LONGEST_SENTENCE = 120


def missed(given: Sequence[Attributed], cast: Cast) -> list[Attributed]:
    """The attributions that patterns find where none of the given ones stands."""
    words = cast.actors.words
    taken = {
        i for a in given for part in (*a.cue, *a.content, *a.source) for i in words.indices(part)
    }
    out: list[Attributed] = []
    first = 0
    body = cast.document.body_from
    for stop in words.stops:
        sentence, first = range(first, stop + 1), stop + 1
        if words.start[sentence.start] >= body:
            out += _in_sentence(words, sentence[:_LONGEST_SENTENCE], taken)
    return out


def tells_of_a_deed(given: Attributed, words: Tokens) -> bool:
    """Whether a cue only says what was done: "Belarus allowed soldiers to gather"."""
    cue = [i for part in given.cue for i in words.indices(part)]
    low = [words.low[i] for i in cue]
    if not cue or low[-1] not in _DEEDS or _REFUSED.intersection(low):
        return False
    said = [words.low[i] for part in given.content for i in words.indices(part)][:20]
    return "to" in said or not said or said[0] not in _CLAUSES


_DEEDS = lexicon("verbs of doing")
_REFUSED = frozenset(("not", "n't", "never", "refused"))
_CLAUSES = frozenset(("that", "“", '"', "whether"))


def _in_sentence(words: Tokens, sentence: range, taken: set[int]) -> Iterator[Attributed]:
    """The patterns of one sentence, each beginning at a word that is not taken."""
    found = set()
    for i in sentence:
        low = words.low[i]
        if i in taken:
            continue
        if low in _PUTS or low in _COUNTS:
            one = _counted(words, sentence, i)
        elif low == "reports" and words.low[i + 1 : i + 2] == ("of",):
            things = trimmed(words, i + 2, sentence.stop)
            one = _made(words, range(i, i + 1), range(i, i + 2), things)
        elif low == "by":
            one = _reckoned(words, sentence, i)
        elif low in _SHOWS:
            one = _shown(words, sentence, i)
        else:
            continue
        if one:
            found.add(i)
            yield one
    free = [i for i in sentence if i not in taken]
    if free and not found:
        # What a side does in words without a clause: demands, refuses, offers, denies something.
        for done in verbs_in(words, range(free[0], sentence.stop), taken):
            cue = words.indices(done.cue[0])
            spoken = words.low[cue.start : cue.stop]
            binding = "'s" not in spoken and lexicon("binding verbs").intersection(spoken)
            spans = map(words.indices, (*done.source, *done.cue, *done.content))
            if binding and not any(i in taken for span in spans for i in span):
                yield done


def _counted(words: Tokens, sentence: range, i: int) -> Attributed | None:
    """ "X put the losses at 300", "X counted 212 breaches"."""
    clause = _clause_after(words, sentence, i + 1)
    if words.low[i] in _PUTS:
        at = [k for k in clause if words.low[k] == "at"]
        numbers = {w for k in at[:1] for w in words.low[k + 1 : k + 5]}
    else:
        numbers = set(words.low[i + 1 : i + 3])
    if not any(w[:1].isdigit() or w in lexicon("stance numbers") | {"even"} for w in numbers):
        return None
    verb = i - (words.low[i - 1] in ("has", "have", "had") if i > sentence.start else 0)
    return _made(words, subject_before(words, sentence, verb), range(verb, i + 1), clause)


def _reckoned(words: Tokens, sentence: range, i: int) -> Attributed | None:
    """ "..., by the ombudsman's reckoning", "..., by its own count"."""
    end = next(
        (k for k in range(i + 2, min(i + 8, sentence.stop)) if words.low[k] in _RECKONING), None
    )
    if end is None:
        return None
    source = trimmed(words, i + 1, end) or range(i + 1, end)
    owned = words.low[end - 1] in ("'s", "own", "'") or words.low[i + 1] in lexicon("possessives")
    if not owned or words.low[i - 1] != ",":
        return None
    return _made(words, source, range(i, i + 1), trimmed(words, sentence.start, i - 1))


_RECKONING = frozenset(("reckoning", "count", "estimate", "estimates", "tally", "account"))


def _shown(words: Tokens, sentence: range, i: int) -> Attributed | None:
    """ "Maps show that ...", "..., contracts seen by the Echo show"."""
    subject = subject_before(words, sentence, i)
    if not lexicon("record").intersection(words.low[subject.start : subject.stop]):
        return None
    after = _clause_after(words, sentence, i + 1)
    if len(after) >= 2 and words.low[after.start] not in ("on", "in", "to"):
        that = words.low[after.start] == "that"
        return _made(words, subject, range(i, i + 1), range(after.start + that, after.stop))
    comma = subject.start - 1
    if comma <= sentence.start or words.low[comma] != ",":
        return None
    return _made(words, subject, range(i, i + 1), trimmed(words, sentence.start, comma))


def _clause_after(words: Tokens, sentence: range, first: int) -> range:
    """From a word to the end of its clause; a comma inside a number does not end it."""
    stop = first
    limit = min(sentence.stop, first + _LONGEST_CLAUSE)
    while stop < limit and words.low[stop] not in (";", ":", "—", "–"):
        joined = stop + 1 < len(words.low) and words.start[stop + 1] == words.end[stop]
        if words.low[stop] == "," and not joined:
            break
        stop += 1
    return trimmed(words, first, stop) or range(first, stop)


def _made(words: Tokens, source: range, cue: range, content: range) -> Attributed | None:
    if not source or not content or not cue:
        return None
    spans = [(words.span(r.start, r.stop - 1),) for r in (source, cue, content)]
    return Attributed(spans[0], spans[1], spans[2], CONFIDENCE)
