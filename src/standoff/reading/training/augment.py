"""Articles made to look otherwise, token for token: other quotation marks, names and headlines.

The corpus is American election news; texts about wars quote with other marks and speak of people
and places that it never names. Labels stay where they are, since every token stays one token.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from random import Random

from standoff.reading.training.corpus import Article

QUOTES, HEADLINES, NAMES, RENAMED = 0.35, 0.2, 0.4, 0.6

_STYLES = (('"', '"'), ('"', '"'), ("‘", "’"), ("«", "»"), ("„", "“"))
_KEPT = frozenset(
    "I Mr Mrs Ms Dr Gen Sen Rep Gov Lt Col Sgt President Minister Secretary General The A An In On "
    "At Of And But For With He She They We It Monday Tuesday Wednesday Thursday Friday Saturday "
    "Sunday January February March April May June July August September October November December".split()
)
_BEGIN = (
    "",
    "B",
    "Br",
    "D",
    "Dr",
    "F",
    "G",
    "Gr",
    "H",
    "K",
    "Kr",
    "L",
    "M",
    "N",
    "O",
    "P",
    "R",
    "S",
    "St",
    "T",
    "V",
    "W",
    "Y",
    "Z",
)
_MIDDLE = (
    "a",
    "e",
    "i",
    "o",
    "u",
    "ar",
    "el",
    "en",
    "il",
    "or",
    "ov",
    "sk",
    "al",
    "an",
    "in",
    "on",
    "er",
    "es",
)
_JOIN = ("b", "d", "g", "k", "l", "m", "n", "r", "s", "t", "v", "z", "sh", "th", "ch", "st", "nd")
_END = (
    "a",
    "ov",
    "ia",
    "en",
    "in",
    "o",
    "sky",
    "stan",
    "er",
    "ev",
    "mark",
    "grad",
    "i",
    "an",
    "uk",
    "",
    "al",
    "ert",
    "y",
)
_WORLD = tuple(
    "Ukraine Russia Kyiv Moscow Kremlin Kharkiv Mariupol Crimea Donbas Belarus Minsk Poland Warsaw "
    "Hungary Turkey Ankara Syria Damascus Aleppo Iraq Baghdad Mosul Iran Tehran Israel Gaza Hamas "
    "Hezbollah Lebanon Beirut Egypt Cairo Jordan Yemen Houthi Sudan Khartoum Darfur Ethiopia Tigray "
    "Eritrea Somalia Libya Tripoli Mali Congo Kinshasa Rwanda Armenia Azerbaijan Baku Georgia Tbilisi "
    "Serbia Kosovo Bosnia Sarajevo Afghanistan Kabul Taliban Pakistan India Kashmir China Beijing "
    "Taiwan Korea Seoul Pyongyang Myanmar Vietnam Brussels Geneva London Paris Berlin Vienna Pentagon "
    "Zelensky Putin Lavrov Shoigu Assad Netanyahu Erdogan Blinken Austin Guterres Stoltenberg Macron "
    "Reuters Interfax Tass Ukrainian Russian Israeli Syrian Iranian Turkish Chinese Afghan Iraqi".split()
)
_LETTERS = tuple(
    "NATO EU UN IAEA OSCE IDF ICRC WHO UNHCR OCHA RSF SBU GRU FSB PLO PKK SDF ECOWAS OHCHR MSF".split()
)


def altered(article: Article, random: Random) -> Article:
    """An article with some of the alterations, as chance has it."""
    forms = list(article.forms)
    if random.random() < QUOTES:
        opening, closing = random.choice(_STYLES)
        marks = {"“": opening, "”": closing}
        forms = [marks.get(form, form) for form in forms]
    if random.random() < NAMES:
        names = _renamed(forms, article.lines, random)
        forms = [names.get(form, form) for form in forms]
    if random.random() < HEADLINES:
        begin, end = article.lines[0]
        forms[begin:end] = [form.upper() for form in forms[begin:end]]
    return replace(article, forms=tuple(forms))


def _renamed(
    forms: Sequence[str], lines: Sequence[tuple[int, int]], random: Random
) -> dict[str, str]:
    """New names for words that stand capitalised inside of sentences."""
    firsts = {begin for begin, _ in lines}
    inside = Counter(
        form
        for k, form in enumerate(forms)
        if k not in firsts
        and len(form) > 2
        and form[0].isupper()
        and form not in _KEPT
        and (form[1:].islower() or form.isupper())
        and forms[k - 1] not in {".", "?", "!", "“", '"', ":", "‘"}
    )
    return {
        form: (random.choice(_LETTERS) if form.isupper() else _name(random))
        for form in sorted(inside)
        if random.random() < RENAMED
    }


def _name(random: Random) -> str:
    if random.random() < 0.4:
        return random.choice(_WORLD)
    parts = [random.choice(_BEGIN), random.choice(_MIDDLE)]
    if random.random() < 0.5:
        parts += [random.choice(_JOIN), random.choice(_MIDDLE)]
    parts += [random.choice(_JOIN), random.choice(_END)]
    return "".join(parts).capitalize()
