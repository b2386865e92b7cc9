"""What a number counts: the noun after it, its class, and whether such counts are wanted at all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from standoff.reading.lexicon import THINGS
from standoff.reading.numbers import Number

_WORDS_AHEAD: Final = 7
_STEP: Final = re.compile(
    r"(?:[ \u00a0]|\n(?!\s*\n)|-)+([A-Za-z][\w]*(?:[’'-](?!s\b)\w+)*)([’']s?\b)?"
)
_OF: Final = re.compile(
    r"\s+of\s+(?:(?:the|its|their|those|these|his|her|our|all|this|that|my)\s+)?(?:\d[\d,.]*\s+)?(?=\S)",
    re.IGNORECASE,
)
_STOP: Final = frozenset(
    "a an the and or but nor of to in on at by for from with without into onto over under after before since"
    " until as than that which who whom whose while when where if is are was were be been being am has have"
    " had do does did will would shall should can could may might must said says say told reported it they he"
    " she we you i them him us who's there here not no so too also about around between through during"
    " against across along near off out up down per within because although though left fled got went came"
    " each this these those its their his her our my your every any some all both either remains lies stands shows means makes goes remain still more have".split()
)
_PLURAL: Final = re.compile(r"(?:[^siu]s|ies|ches|shes|sses|xes)$")
_RELAYS: Final = re.compile(
    r"\s+(?:familiar|with\s(?:direct\s|intimate\s)?knowledge|briefed|close\sto|who\s(?:asked|spoke|saw|were\spresent)"
    r"|present|in\sthe\sroom)\b"
)
_LABEL: Final = re.compile(
    r"\b(?:Articles?|Resolutions?|Sections?|Chapters?|Paragraphs?|Points?|Items?|No\.|Nos\.|Phase|Page|pp?\."
    r"|Annex|Protocol|Channel|Flight|Route|Highway|Boeing|Airbus|Figure|Table|Order|Group of|Big|aged?|Unit|School"
    r"|Brigade|Hill|Height|Checkpoint|Gate|Reactor|Sector|Area|Room|Directive|Decree|Law|Telephone)\s$",
    re.IGNORECASE,
)
_CLOCK: Final = re.compile(
    r"\s?(?:a\.m|p\.m|am\b|pm\b|GMT\b|UTC\b|o[’']clock|hours\s(?:GMT|local))"
)
_BROKEN_OFF: Final = re.compile(r"\s?[A-Za-z]{0,7}-\s?[—–]|</s>")
_TIMES: Final = re.compile(r"[\s-]*(?:times\b|fold\b)")
_AGE: Final = re.compile(r"[A-Za-z]\S*,\s$")
_YEAR_LIKE: Final = re.compile(r"(?:1[89]|20)\d\d$")
_STATE: Final = re.compile(
    r"(?:\s(?:were|was|have|has|had|been|are|others?|more|of\sthem)){0,5}\s(?:killed|dead|wounded|injured|hurt|missing|died|displaced)\b"
)
_ARE: Final = re.compile(
    r"(?:,?\s(?:of\s(?:them|whom)|all|mostly|most\sof\sthem)(?:\s(?:were|was|are))?|\s(?:were|was|are))\s([a-z]+)\b",
    re.IGNORECASE,
)
_PERSONS: Final = ("civilian", "soldier")
_STATE_BEFORE: Final = re.compile(
    r"\b(?:kill(?:ed|ing)|wound(?:ed|ing)|injur(?:ed|ing)|dead|(?:death\s)?toll|deaths|casualties|captur(?:ed|ing))"
    r"\b[^.,;:\d]{0,36}$",
    re.IGNORECASE,
)
_ARMOURED: Final = ("armoured", "armored", "infantry", "fighting")
_SMALL_IN_WORDS: Final = 12.0


@dataclass(frozen=True)
class Thing:
    """What is counted.

    Attributes:
        noun: the word; "" where the text leaves it out.
        kind: its class in `things.csv`; "" for an unknown noun.
        of: the classes of the words before it: "civilian" in "civilian casualties".
        end: where it ends in the text.
    """

    noun: str
    kind: str
    of: tuple[str, ...]
    end: int


def thing(text: str, number: Number) -> Thing:
    """The noun that a number counts; an empty one if a verb or a stop follows."""
    at = number.span[1]
    of = _OF.match(text, at, at + 24)
    if of and number.unit in ("", "percent"):
        at = of.end() - 1
    are = _ARE.match(text, at, at + 40)
    if are and THINGS.get(are[1].casefold()) in _PERSONS:
        return Thing(are[1].casefold(), THINGS[are[1].casefold()], (), at)
    noun, kind, end, before = "", "", number.span[1], []
    armoured = False
    last = ""
    for _ in range(_WORDS_AHEAD):
        step = _STEP.match(text, at)
        if step is None or step[1].casefold() in _STOP:
            break
        word, at = step[1].casefold(), step.end()
        if step[2]:
            before.append(THINGS.get(word, ""))
            continue
        known = THINGS.get(word, "")
        if noun and not known:
            break
        if word in _ARMOURED:
            armoured = True
        if known or (_PLURAL.search(word) and not word.endswith("ly")):
            if kind and kind not in ("none", "time") and _follows_as_state(kind, known):
                break
            if kind:
                before.append(kind)
            noun, kind, end = word, known, at
        elif not noun:
            last = word
            end_of_last = at
    if not noun and last and not _STEP.match(text, at) and number.unit == "":
        # "600 head": no plural, but the last word before a stop.
        return Thing(last, "", (), end_of_last)
    if armoured and kind == "equipment":
        kind = "armour"
    return Thing(noun, kind, tuple(before), end)


def _follows_as_state(kind: str, known: str) -> bool:
    """Whether the noun is complete and its state follows: "soldiers killed", "people injured"."""
    people = ("person", "civilian", "soldier", "source", "refugee")
    return kind in people and known in ("dead", "hurt", "displaced")


def wanted(text: str, number: Number, found: Thing) -> bool:
    """Whether it is a quantity of the war, and no age, clock time, duration, label or source."""
    begin, end = number.span
    before = text[max(0, begin - 24) : begin]
    if _BROKEN_OFF.match(text, end):
        return False
    if number.unit:
        return found.kind != "time" or number.unit != "percent" or not number.share
    if _TIMES.match(text, end) or _CLOCK.match(text, end) or _LABEL.search(before):
        return False
    if found.kind in ("none", "time"):
        return False
    if found.kind == "source" or _RELAYS.match(text, found.end):
        return bool(_STATE.match(text, found.end))
    written = text[number.core[0] : number.core[1]]
    if _YEAR_LIKE.match(written) and found.kind == "":
        return False
    if number.vague:
        return bool(found.noun)
    if found.kind:
        return number.most > 1 or found.kind in ("person", "civilian", "soldier", "dead")
    if found.noun:
        return number.most >= (10 if not number.in_words else _SMALL_IN_WORDS)
    return _bare_is_wanted(text, number, before)


def stated(text: str, number: Number) -> bool:
    """Whether a number without a noun has its own state: "killed 12", "12 were wounded"."""
    begin, end = number.span
    before = text[max(0, begin - 60) : begin]
    return bool(_STATE.match(text, end) or _STATE_BEFORE.search(before))


def _bare_is_wanted(text: str, number: Number, before: str) -> bool:
    """A number without a noun: its state follows, it is large, or it has a bound."""
    if stated(text, number) and (number.most > 1 or _STATE.match(text, number.span[1])):
        return True
    if _AGE.search(before) and text[number.span[1] : number.span[1] + 1] == ",":
        return False
    strict = number.low is not None or number.high is not None
    if number.low is not None and number.high is not None:
        return True
    return number.most >= 100 or (strict and number.most >= 10)
