"""What a number counts: the noun after it, its class, and whether such counts are wanted at all."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from standoff.reading.figures.lexicon import THINGS
from standoff.reading.figures.numbers import Number

_WORDS_AHEAD: Final = 7
_SUBJECT_REACH: Final = 160
_STEP: Final = re.compile(
    r"(?:(?<=[\w%])[”\"]\s|\s[“\"‘](?=\w)|[ \u00a0]|\n(?!\s*\n)|-)+([A-Za-z][\w]*(?:[’'-](?!s\b)\w+)*)([’']s?\b)?"
)
_OF: Final = re.compile(
    r"[”’\"']?\s+of\s+(?:(?:the|its|their|those|these|his|her|our|your|all|this|that|my)\s+)?(?:\d[\d,.]*\s+)?(?=\S)",
    re.IGNORECASE,
)
_STOP_WORDS: Final = (
    "a an the and or but nor of to in on at by for from with without into onto over under after before since"
    " until as than that which who whom whose while when where if is are was were be been being am has have"
    " had do does did will would shall should can could may might must said says say told reported it they he"
    " she we you i them him us who's there here not no so too also about around between through during"
    " against across along near off out up down per within because although though left fled got went came"
    " each this these those its their his her our my your every any some all both either remains lies stands shows means makes goes"
    " remain still more"
)
_STOP: Final = frozenset(_STOP_WORDS.split())
_PLURAL: Final = re.compile(r"(?:[^siu]s|ies|ches|shes|sses|xes)$")
_RELAYS: Final = re.compile(
    r"\s+(?:familiar|with\s(?:direct\s|intimate\s)?knowledge|briefed|close\sto|who\s(?:asked|spoke|saw|heard|attended|declined|were\s(?:present|in\sthe))"
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
_NUMBER_OF: Final = re.compile(r"\s(?:the\s)?(?:total\s)?number\sof\s(?=\w)")
_NUMBER_AT: Final = re.compile(
    r"\bnumber\sof\s((?:[a-z-]+\s){1,4}?)(?:(?:had|has|have)\s)?(?:to|at|as|is|was|stands?\sat|stood\sat|reach\w*|rose\sto|risen\sto|exceed\w*)\s[“\"]?$"
)
_COUNTED: Final = re.compile(
    r"\b(casualties|fatalities|dead|deaths|losses|wounded|injured|refugees|displaced|evacuees)\b"
)
_REACHES: Final = re.compile(
    r"[^.;]{0,110}?\b(?:(?:stands?|stood|put|remains?|remained)\sat|reach(?:es|ed|ing)?"
    r"|total(?:s|ed|led|ling)?|numbers?|numbered|exceed(?:s|ed|ing)?|surpass\w*|passed|(?:risen|rose|climbed|grew|grown|came|comes|amount\w*|brings?|brought|equates?)\b[^.;]{0,60}?\sto"
    r"|are|is|was|were|be|at)\s[“\"]?"
)
_DEMONYM: Final = re.compile(r"[A-Z]\w+(?:ans|ese|ites|is|eans)$")
_IN_PLACES: Final = re.compile(r"\b(?:in|across|near|around|between|through)\s$")
_MEMBERS: Final = re.compile(
    r"\sof\s(?:(?:the|a|an|its|his|their)\s)?(?:[\w’'-]+\s){0,5}?(?:army|front|forces?|brigade|battalion|regiment|guards?|corps|militias?|legion|navy"
    r"|police|group|movement|security\sservices?|unit|squad|crew|garrison|paramilitar\w+|resistance|rebels|insurgency)\b",
    re.IGNORECASE,
)
_ARE: Final = re.compile(
    r"(?:,?\s(?:of\s(?:them|whom)|all|mostly|most\sof\sthem)(?:\s(?:were|was|are))?|\s(?:were|was|are))\s([a-z]+)\b",
    re.IGNORECASE,
)
_PERSONS: Final = ("civilian", "soldier")
_FIGURE_AT: Final = re.compile(
    r"(?:\bof\s(?:which|whom|these|those)|\b(?:figure|number|toll|count|total|tally|estimate)\b[^.;\d]{0,40}\s(?:at|as|to|is|was|of|nearer)|\bspoken?\sof"
    r"|\b(?:against|compared\s(?:to|with)|up\sfrom|down\sfrom|conceded\sholding|admitted\sto|puts?\s(?:it|them|this|that)\sat|(?:come|came|closer|nearer)\sto|become|became))\s[“\"]?$",
    re.IGNORECASE,
)
_STATE_BEFORE: Final = re.compile(
    r"\b(?:kill(?:ed|ing|s)|wound(?:ed|ing|s)|injur(?:ed|ing|es)|dead|(?:death\s)?toll|deaths|losses|casualties|captur(?:ed|ing|es)|(?:shot|shoot\w*)\sdown"
    r"|downed|intercepted|destroyed|sunk|los(?:t|ing))"
    r"\b[^.,;:\d]{0,36}$",
    re.IGNORECASE,
)
_ARMOURED: Final = ("armoured", "armored", "infantry", "fighting")
_HAND_HELD: Final = ("machine", "hand", "shot", "submachine", "machine-", "spear")
_CAN_BE_HURT: Final = ("person", "civilian", "soldier", "source", "refugee")
_SMALL_IN_WORDS: Final = 12.0
_SMALL_IN_DIGITS: Final = 10.0
_LARGE: Final = 100.0
_LARGE_BOUNDED: Final = 10.0


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
    of_number = _NUMBER_OF.match(text, at, at + 40)
    at = of_number.end() - 1 if of_number else at
    found = noun_phrase(text, at, number.span[1])
    if not found.noun and not number.unit:
        found = _named_before(text, number) or found
    if found.kind != "member":
        return found
    armed = _MEMBERS.match(text, found.end, found.end + 90)
    kind = (
        "soldier"
        if armed
        else "person"
        if _STATE.search(text, found.end, found.end + 60)
        else "none"
    )
    return replace(found, kind=kind, end=armed.end() if armed else found.end)


def _named_before(text: str, number: Number) -> Thing | None:
    """What "the number of ... at 61" counts, and "their dead are put at 6,000"."""
    begin, end = number.span
    before = text[max(0, begin - 80) : begin]
    named = _NUMBER_AT.search(before) if "number of" in before else None
    if named:
        return replace(noun_phrase(" " + named[1], 0, 0), end=end)
    nouns = list(_COUNTED.finditer(text, max(0, begin - _SUBJECT_REACH), begin))
    if not nouns or not _REACHES.fullmatch(text, nouns[-1].end(), begin):
        return None
    noun = nouns[-1][1]
    return Thing(noun, THINGS.get(noun, "casualty" if noun == "losses" else ""), (), end)


def noun_phrase(text: str, at: int, end: int) -> Thing:
    """The last of the nouns that follow one another: "launchers" in "rocket launchers".

    Args:
        text, at: where the words begin; a stop ends them, and so does `_WORDS_AHEAD`.
        end: where the thing ends if there is no noun.
    """
    noun, kind, before = "", "", list[str]()
    armoured = hand_held = armed = False
    for _ in range(_WORDS_AHEAD):
        step = _STEP.match(text, at)
        if step is None or step[1].casefold() in _STOP:
            break
        at = step.end()
        word, known = step[1].casefold(), THINGS.get(step[1].casefold(), "")
        armoured = armoured or word in _ARMOURED
        if word in ("cars", "car", "trucks", "trains", "bulldozers") and armoured:
            known = "armour"
        elif word == "guns" and hand_held:
            known = "equipment"
        elif word == "men" and armed:
            known = "soldier"
        hand_held = word in _HAND_HELD
        armed = word in ("armed", "uniformed")
        # "Soldiers killed", "people injured": the noun is complete and its state follows.
        state = kind in _CAN_BE_HURT and known in ("dead", "hurt", "displaced")
        if step[2]:
            before.append(known)
        elif noun and (not known or state):
            break
        elif not known and _DEMONYM.match(step[1]):
            noun, kind, end = word, "person", step.end()
        elif known or (_PLURAL.search(word) and not word.endswith("ly")):
            before += [kind] if kind else []
            noun, kind, end = word, known, step.end()
    return Thing(noun, "armour" if armoured and kind == "equipment" else kind, tuple(before), end)


def wanted(text: str, number: Number, found: Thing) -> bool:
    """Whether it is a quantity of the war, and no age, clock time, duration, label or source."""
    begin, end = number.span
    broken_off = _BROKEN_OFF.match(text, end)
    if number.unit:
        # "Not one metre of our soil" measures nothing.
        nothing = number.unit in ("m", "km", "mi") and number.in_words and number.most <= 1
        return not (broken_off or nothing or (number.share and found.kind == "time"))
    # It numbers, multiplies or tells the time, and counts nothing.
    before = text[max(0, begin - 24) : begin]
    written = text[slice(*number.core)]
    label = (
        broken_off
        or _TIMES.match(text, end)
        or _CLOCK.match(text, end)
        or (_after_a_word(text, begin) and _LABEL.search(before))
        or (_YEAR_LIKE.match(written) and not found.kind)
    )
    # "Classes are suspended in six towns": it only says where.
    in_few_places = found.kind == "settlement" and number.in_words and not number.bounded
    where = in_few_places and _IN_PLACES.search(before[-9:])
    if label or where or found.kind in ("none", "time"):
        return False
    if found.kind == "source" or _RELAYS.match(text, found.end):
        return bool(_STATE.match(text, found.end))
    if number.vague:
        return bool(found.noun)
    if not found.noun and not found.kind:
        return _bare_is_wanted(text, number)
    small = _SMALL_IN_WORDS if number.in_words else _SMALL_IN_DIGITS
    persons = found.kind in _CAN_BE_HURT or found.kind == "dead"
    return persons or (number.most > 1 if found.kind else number.most >= small)


def _after_a_word(text: str, begin: int) -> bool:
    """Whether a word stands before: a page of digits would else be searched backwards for each."""
    before = text[max(0, begin - 3) : begin].rstrip(' \n“"‘')
    return before[-1:].isalpha() or before[-1:] == "."


def stated(text: str, number: Number) -> bool:
    """Whether a number without a noun has its own state: "killed 12", "12 were wounded"."""
    begin, end = number.span
    if _STATE.match(text, end):
        return True
    before = text[max(0, begin - 60) : begin]
    return _after_a_word(text, begin) and bool(_STATE_BEFORE.search(before))


def _bare_is_wanted(text: str, number: Number) -> bool:
    """A number without a noun: its state stands by it, it is large, or it has a bound."""
    begin, end = number.span
    if stated(text, number) and (number.most > 1 or _STATE.match(text, end)):
        return True
    if _AGE.search(text[max(0, begin - 24) : begin]) and text[end : end + 1] == ",":
        return False
    if number.low is not None and number.high is not None:
        return True
    if _FIGURE_AT.search(text, max(0, begin - 80), begin):
        return True
    strict = number.low is not None or number.high is not None
    return number.most >= (_LARGE_BOUNDED if strict else _LARGE)
