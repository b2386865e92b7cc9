"""Hedge words and the probabilities they stand for, each with its source in hedges.csv.

A hedge counts for the clause in which the claim is made: a modal inside a claim that is denied or
demanded weakens nothing, and "May" is a month.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence

from standoff.reading.data import lexicon, table
from standoff.reading.records import Hedge, Span
from standoff.reading.text.tokens import Phrases, Tokens, phrases

_MODALS = frozenset(("may", "might", "could"))
_BEFORE_A_MONTH = lexicon("before a month")
_EVIDENCE = lexicon("evidence")


@functools.cache
def _table(whose: str) -> Phrases[tuple[float, float]]:
    rows = sorted(table("hedges"), key=lambda r: r["whose"] != whose)
    fitting = [r for r in rows if r["whose"] in ("", whose)]
    return phrases((r["phrase"], (float(r["low"]), float(r["high"]))) for r in fitting)


def hedge_in(
    words: Tokens,
    content: Iterable[range],
    cue: Iterable[range] = (),
    source: Sequence[Span] = (),
    whose: str = "",
) -> Hedge | None:
    """The first hedge of a claim, in its cue or its content; None if it is not weakened.

    Args:
        words: the document's words.
        content: runs of words of the claim, without claims of others inside it.
        cue: runs of words of the cue.
        source: spans of the source: things suggest, where people suggest that something be done.
        whose: "UK", "NATO" or "": whose scale the words follow.
    """
    hits = _table(whose)
    # A document, a picture or nobody rather than a person.
    named = [words.low[i] for span in source for i in words.indices(span)]
    thing = not source or bool(lexicon("record").intersection(named))
    thing = thing or named[:1] in (["it"], ["this"], ["that"])
    for part in cue:
        for i, n, (low, high) in hits.find(words.low, part):
            if words.low[i] not in _EVIDENCE or thing:
                return Hedge(words.span(i, i + n - 1), low, high)
    for part in content:
        for i, n, (low, high) in hits.find(words.low, part):
            if _weakens(words, i, n):
                return Hedge(words.span(i, i + n - 1), low, high)
    return None


def _weakens(words: Tokens, i: int, n: int) -> bool:
    """Whether a hedge word is one where it stands: no month, no ability, no "as possible"."""
    low = words.low
    word, before, after = low[i], low[i - 1] if i else "", low[i + n : i + n + 2]
    if word == "may" and n == 1 and is_month(words, i):
        return False
    if word in _MODALS and n == 1:
        if after[:1] in (("not",), ("n't",), ("no",)):
            return word != "could"
        seen = after[:1] in (("see",), ("hear",), ("feel",)) or after in (
            ("be", "seen"),
            ("be", "heard"),
        )
        return not (word == "could" and (seen or before in ("who", "as")))
    if word == "possible":
        return before not in ("as", "if", "where", "when", "all", "every", "best")
    if word == "doubt":
        return before not in ("no", "without")
    return not (word == "suggested" and before in ("was", "were", "been"))


def is_month(words: Tokens, i: int) -> bool:
    """Whether a "may" is the month: written with a capital, or dated by its neighbours."""
    if words.text[i] != "may":
        return True
    before = words.low[i - 1] if i else ""
    after = words.low[i + 1] if i + 1 < len(words.low) else ""
    return before in _BEFORE_A_MONTH or before.isdigit() or after[:1].isdigit()
