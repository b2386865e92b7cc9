"""Fractions: "two-thirds of", "a quarter", "one in five", as percentages.

"A third round" and "the last quarter" are none: a fraction is followed by "of" and its kind, or
bounded ("up to a third"), or ends its clause after "by".
"""

from __future__ import annotations

import re
from typing import Final

from standoff.reading.figures import amounts

_PARTS: Final = {"half": 2, "halves": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6}
_PARTS.update({"seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10})
_PART: Final = r"(?:half|halves|third|quarter|fifth|sixth|seventh|eighth|ninth|tenth)s?"
_COUNT: Final = r"(?:one|two|three|four|five|six|seven|eight|nine|ten)"
PATTERN: Final = (
    rf"(?P<part>(?:an?|{_COUNT})[ -]{_PART}|half)(?![\w-])"
    rf"|(?P<among>{_COUNT}|\d{{1,3}})[ ](?:(?:chance|person|man|woman|child|household|family|house|home|soldier|shell|(?-i:[A-Z][a-z]+))[ ])?(?:in(?:[ ]every)?|out[ ]of(?:[ ]every)?)[ ]"
    rf"(?P<all>{_COUNT}|\d{{1,3}})\b(?!,?\d)"
)
"""Source of a regular expression for one fraction, with the groups `part`, `among` and `all`."""

_OF: Final = re.compile(
    r"[”’\"']?[\s-]+(?:of|the|its|their|his|her|our|that|those)\b(?!\s+(?:an?|past|what)\s)",
    re.IGNORECASE,
)
_NO_SHARE: Final = re.compile(r"\b(?:in|first|second|latter|other|and an?)\s$", re.IGNORECASE)
_CLAUSE_END: Final = re.compile(
    r"\s*(?:[.,;:)”\"—–]|$|\s(?:in|on|before|after|by|since|to|are|were|was|is|have|had|has|will|would|could|may|might|remain\w*)\b)"
)


def percent(match: re.Match[str]) -> float | None:
    """The percentage that a match of `PATTERN` stands for; None for "five in four"."""
    if match["part"]:
        count, _, name = match["part"].casefold().replace("-", " ").rpartition(" ")
        of = amounts.amount(count) if count not in ("", "a", "an") else 1.0
        whole: float | None = _PARTS.get(name) or _PARTS[name.removesuffix("s")]
    else:
        of, whole = amounts.amount(match["among"]), amounts.amount(match["all"])
    if not of or not whole or of > whole or whole > 100:
        return None
    return round(100 * of / whole, 1)


def stands(text: str, match: re.Match[str], *, bounded: bool) -> bool:
    """Whether it is a fraction where it stands, and no ordinal ("a third round") or period."""
    part = (match["part"] or "s").casefold()
    if part != "half" and part.endswith("s"):
        return True
    before = text[max(0, match.start() - 12) : match.start()]
    if _OF.match(text, match.end()):
        return not _NO_SHARE.search(before)
    closed = bounded or before.endswith(("by ", "only ", "just "))
    return closed and bool(_CLAUSE_END.match(text, match.end()))
