"""Verbs of saying and what each says of the speaker's stance, out of cues.csv."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

from standoff.reading.data import table
from standoff.reading.text.tokens import Phrases, Tokens, phrases


@dataclass(frozen=True)
class Cue:
    """What a cue's verb says: its stance ("" where what is said decides), whether it negates.

    `takes` is "clause" for verbs that report one, "object" for those that also take a thing.
    """

    stance: str
    negates: bool
    takes: str


@functools.cache
def cues() -> Phrases[Cue]:
    """The table of cues, by every form of each verb."""
    return phrases(
        (form, Cue(row["stance"], row["negates"] == "yes", row["takes"]))
        for row in table("cues")
        for form in row["forms"].split("|")
    )


def found(spoken: Sequence[str]) -> Cue | None:
    """The weightiest cue in the words of a cue: one with a stance before one without."""
    hits = [value for _, _, value in cues().find(spoken, range(len(spoken)))]
    return next((h for h in hits if h.stance), hits[0] if hits else None)


def leaves_open(words: Tokens, cue: Sequence[range]) -> bool:
    """Whether a cue, like "said", leaves the stance to what is said."""
    cued = found(tuple(words.low[i] for part in cue for i in part)[:12])
    return cued is None or not cued.stance
