"""Attributions inside the content of others.

A tagger trained on whole attributions finds the outer "officials said"; who is told to have said
what inside it is found here, by a verb of saying with its subject in front.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from standoff.reading.attribution.cues import Cue, cues
from standoff.reading.attribution.noun_phrases import LONGEST_SUBJECT, subject_before
from standoff.reading.data import lexicon
from standoff.reading.entities.persons import Cast
from standoff.reading.records import Attributed, Span
from standoff.reading.text.tokens import Tokens

CONFIDENCE = 0.6
_AUXILIARIES = lexicon("auxiliaries")
_BE = lexicon("be")
_MODALS = lexicon("modals")
_PRONOUNS = lexicon("pronouns")
_DETERMINERS = lexicon("determiners")
_MOST_NESTED_WORDS = 120
_NOUNS_TOO = lexicon("nouns too")
_HANDED_ON = lexicon("reports in nouns")
_OBJECT = lexicon("object")
_FINITE = _BE | _MODALS | frozenset(("has", "have", "had", "will", "would", "'s", "'ll", "'d"))


def nested(given: Sequence[Attributed], cast: Cast) -> list[Attributed]:
    """The attributions that rules find inside the contents of given ones."""
    words = cast.actors.words
    taken = [i for a in given for span in a.cue for i in words.indices(span)]
    out: list[Attributed] = []
    seen = set(taken)
    for outer in given:
        parts = spans_of(words, outer.content)
        for k, part in enumerate(parts):
            rest = parts[k + 1 : k + 2]
            inside = [
                *verbs_in(words, part, seen, rest),
                *_nouns_in(words, part, seen),
                *_passives_in(words, part, seen, rest),
            ]
            for found in inside or _across(words, part, rest, seen):
                seen.update(words.indices(found.cue[0]))
                out.append(found)
    return out


def verbs_in(
    words: Tokens, part: range, seen: Container[int], rest: Sequence[range] = ()
) -> Iterator[Attributed]:
    """Attributions in a run of words, by a verb of saying with its subject in front.

    Args:
        words: the document's words. part: where to look.
        seen: words that are cues already.
        rest: the piece of a split content that follows.
    """
    part = part[:_MOST_NESTED_WORDS]
    table, low, i = cues(), words.low, part.start
    while i < part.stop:
        hit = table.at(low, i, part.stop) if low[i] in table.by_first else None
        at, i = i, i + (hit[0] if hit else 1)
        if hit is None or at in seen:
            continue
        # A finite verb begins at its first auxiliary; a passive, a participle or an infinitive is none.
        verb = at
        while verb > part.start and low[verb - 1] in _AUXILIARIES:
            verb -= 1
        passive = verb > part.start and low[verb - 1] in _BE | _MODALS
        if passive or low[at].endswith("ing") or "to" in low[verb:at]:
            continue
        subject, cue = subject_before(words, part, verb), hit[1]
        if not subject or _no_statement(words, subject, range(verb, at + 1), cue):
            continue
        said = _goes_on(words, part, i, rest) or _said(words, part, i, cue)
        if said and low[said.start] not in _NOT_SAID and low[said.start + 1] != "thing":
            spans = (subject, range(verb, i), said)
            source, cue_, content = ((words.span(r.start, r.stop - 1),) for r in spans)
            yield Attributed(source, cue_, content, CONFIDENCE)


# What follows "the changes he asked for" is when, not what.
_NOT_SAID = lexicon("when it was said")


def _nouns_in(words: Tokens, part: range, seen: Container[int]) -> Iterator[Attributed]:
    """Reports that a noun hands on: "denied a report that", "asked about claims that"."""
    low = words.low
    for i in part[:_MOST_NESTED_WORDS]:
        if low[i] not in _HANDED_ON or i in seen:
            continue
        of = low[i + 1 : i + 2] == ("of",)
        near = range(i + 1, min(part.stop, i + (8 if of else 2)))
        that = next((k for k in near if low[k] == "that"), None)
        said = (
            trimmed(words, that + 1, min(part.stop, words.sentence(i).stop)) if that else range(0)
        )
        if that and said and _finite(words, said):
            # "A Harrow Radio report", "Kyiv's claims".
            owner = first = i - (low[i - 1] == "'s")
            while first > part.start and words.capital(first - 1) and not words.opens(first - 1):
                first -= 1
            whose = range(i + 2, that) if of else range(first, owner)
            source = (words.span(whose.start, whose.stop - 1),) if whose else ()
            cue, content = words.span(i, i), words.span(said.start, said.stop - 1)
            yield Attributed(source, (cue,), (content,), CONFIDENCE)


def _passives_in(
    words: Tokens, part: range, seen: Container[int], rest: Sequence[range]
) -> Iterator[Attributed]:
    """What somebody was told by another: "she had been assured by the minister that"."""
    low = words.low
    for i in part[:_MOST_NESTED_WORDS]:
        if low[i] not in _TOLD or i in seen or low[i + 1 : i + 2] != ("by",):
            continue
        first, stop = i + 2, min(part.stop, words.sentence(i).stop)
        end = next((k for k in range(first, stop) if low[k] in ("that", ",")), stop)
        said = trimmed(words, end + 1, stop) if low[end : end + 1] == ("that",) else range(0)
        said = said or (_goes_on(words, part, end, rest) if end + 1 >= stop else range(0))
        begin = i
        while begin > part.start and low[begin - 1] in _BE | {"been", "being"} | _AUXILIARIES:
            begin -= 1
        if said and begin < i and first < end:
            spans = (range(first, end), range(begin, i + 2), said)
            source, cue, content = ((words.span(r.start, r.stop - 1),) for r in spans)
            yield Attributed(source, cue, content, CONFIDENCE)


_TOLD = lexicon("told by another")


def _across(
    words: Tokens, part: range, rest: Sequence[range], seen: Container[int]
) -> Iterator[Attributed]:
    """A subject and its verb on the two sides of the outer cue: "Bern, she notes, denied that"."""
    if not rest or not rest[0] or len(part) > LONGEST_SUBJECT:
        return
    after, table = rest[0], cues()
    hit = table.at(words.low, after.start, after.stop)
    subject = subject_before(words, part, part.stop)
    if not hit or after.start in seen or subject != part:
        return
    n, cue = hit
    said = _said(words, after, after.start + n, cue)
    if said:
        spans = (part, range(after.start, after.start + n), said)
        source, cue_, content = ((words.span(r.start, r.stop - 1),) for r in spans)
        yield Attributed(source, cue_, content, CONFIDENCE)


def _no_statement(words: Tokens, subject: range, verb: range, cue: Cue) -> bool:
    """Whether a verb that could report does not: still to come, a noun, a thought of one's own."""
    low, last = words.low, verb.stop - 1
    first, *rest = low[subject.start : subject.stop]
    to_come = cue.takes == "object" and {"would", "will"}.intersection(low[verb.start : last])
    noun = low[last] in _NOUNS_TOO and len(verb) == 1 and (bool(rest) or first not in _PRONOUNS)
    noun = noun or low[subject.stop - 1] in _OBJECT  # "her lead in pledged delegates"
    placed = low[last] in ("put", "puts") and "at" not in low[last + 1 : last + 14]
    if to_come or noun or placed:
        return True
    # A pronoun, an adverb after it or not: "She's actually said" is no statement of hers.
    joined = bool(rest) and rest[0].startswith("'")
    adverbs = all(word.endswith("ly") or word in _ADVERBS for word in rest[joined:])
    pronoun = first if first in _PRONOUNS and adverbs else ""
    if pronoun and joined:
        return True
    if lexicon("proof").intersection(low[verb.start : verb.stop + 2]):
        return pronoun != "we"
    if low[last] in lexicon("beliefs"):
        return pronoun != ""  # "He said he thought" is one statement.
    return pronoun in ("i", "we", "you") or low[last] not in lexicon("passed on")


_ADVERBS = frozenset(("always", "never", "also", "just", "still", "even", "ever", "often", "once"))


def _said(words: Tokens, part: range, after: int, cue: Cue) -> range:
    """What follows the verb: past an addressee and "that", to the end of the clause."""
    low = words.low
    stop = min(part.stop, words.sentence(min(after, part.stop - 1)).stop)
    that = next((k for k in range(after, min(stop, after + 14)) if low[k] == "that"), None)
    if cue.takes == "clause" and that is not None:
        # Only an addressee or an aside stands between the verb and "that".
        between = low[after:that]
        if len(between) <= 7 or ("," in between and between[-1] in (",", "”", '"')):
            return trimmed(words, that + 1, stop)
    first = after
    while first < stop and low[first] in _BEFORE_WHAT_IS_SAID:
        first += 1
    end = first
    while end < stop and low[end] not in (",", ";", "—", "–"):
        then = low[end + 1] if end + 1 < len(low) else ""
        if low[end] in ("and", "but") and (then.endswith("ed") or then in _NEXT_VERBS):
            break  # It joins another verb rather than another object.
        end += 1
    # A clause without "that" opens with a subject and no preposition.
    clause = stop - first >= 3 and (
        words.capital(first) or low[first] in _CLAUSE_OPENERS or low[first][:1].isdigit()
    )
    if cue.takes == "clause" and not clause:
        near = range(first, min(stop, first + 6))
        bare = bool(near) and low[first] not in _OBJECT and _finite(words, near)
        first = next((k for k in near if low[k] in _PRONOUNS), first if bare else stop)
        if any(not low[k].isalpha() for k in range(after, first)):
            return range(0)
    return trimmed(words, first, end if cue.takes == "object" else stop)


def _goes_on(words: Tokens, part: range, after: int, rest: Sequence[range]) -> range:
    """What is said in the next piece of a split content that opens with "that"."""
    if not rest or part.stop - after > 6 or not rest[0]:
        return range(0)
    first = rest[0].start + (words.low[rest[0].start] == "that")
    opened = first > rest[0].start or words.low[first - 1] == "that"
    return trimmed(words, first, rest[0].stop) if opened else range(0)


def _finite(words: Tokens, part: range) -> bool:
    """Whether a form of "be" or "have" or a modal stands in a run of words, past its first."""
    return any(words.low[k] in _FINITE and words.text[k] != "May" for k in part[1:])


_BEFORE_WHAT_IS_SAID = frozenset(
    (",", ":", "“", '"', "on", "only", "her", "him", "them", "us", "me")
)
_NEXT_VERBS = frozenset(("got", "was", "is", "has", "had", "did", "left"))
_CLAUSE_OPENERS = (
    _PRONOUNS | _DETERMINERS | {"there", "both", "no", "four", "five", "six", "nothing"}
)


def trimmed(words: Tokens, first: int, stop: int) -> range:
    """A run of words without punctuation at its end; empty if fewer than two are left."""
    while stop > first and not words.low[stop - 1][:1].isalnum() and words.low[stop - 1] != "”":
        stop -= 1
    return range(first, stop) if stop - first >= 2 else range(0)


def spans_of(words: Tokens, parts: Sequence[Span]) -> list[range]:
    """Runs of words for spans of characters."""
    return [words.indices(p) for p in parts]
