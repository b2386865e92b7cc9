"""The ways to write a date or period.

A month is a month only where a date stands: "may" is never May, "March on the capital" no March.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from standoff.reading.dates import ranges as stretches
from standoff.reading.dates import resolve as meanings
from standoff.reading.dates.calendar import Period
from standoff.reading.dates.resolve import ORDINALS, Calendar

_MONTH: Final = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
)
_DAY: Final = r"(?:[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR: Final = r"(?:(?:19|20)\d\d)(?![\d,.]?\d)"
_WEEKDAY: Final = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_COUNT: Final = (
    r"(?:\d{1,3}|an?|one|(?:a\s)?couple\sof|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen"
    r"|eighteen|twenty(?:-four)?|thirty|(?:thirty|forty)-(?:six|eight)|fifty|sixty|seventy-two|ninety|(?:a\s)?hundred)"
)
_UNIT: Final = r"(?:hour|day|night|week|fortnight|month|year|decade)s?"
_ABOUT: Final = r"(?:(?:just|barely|only|about|around|roughly|some|nearly|almost|less\sthan|little\sover|over|under)\s){0,2}"
_PART: Final = (
    r"(?i:(?:the\s)?(?:early|mid|late|start\sof|beginning\sof|middle\sof|end\sof)"
    r"(?:\sin)?(?:[\s-]+|\s))"
)
_WAR: Final = r"(?:war|invasion|conflict|fighting|hostilities|offensive|operation)"
_ORDINAL: Final = rf"(?:{'|'.join(ORDINALS)}|\d{{1,3}}(?:st|nd|rd|th))"

_BEFORE_MONTH: Final = (
    r"(?:(?<=\bin )|(?<=\b[Ii]n )|(?<=since )|(?<=Since )|(?<=until )|(?<=till )|(?<=\bby )|(?<=before )"
    r"|(?<=after )|(?<=during )|(?<=During )|(?<=from )|(?<=last )|(?<=next )|(?<=this )|(?<=into )"
    r"|(?<=as of )|(?<=through )|(?<=throughout )|(?<=back in )|(?<=in the )|(?<=of ))"
)
_Resolver = Callable[[re.Match[str], Calendar], Period | None]
_KINDS: Final[dict[str, tuple[str, _Resolver]]] = {
    "iso": (r"(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?!\d)", meanings.iso),
    "days": (
        rf"(?P<d>{_DAY})(?:\s(?P<m1>{_MONTH}))?(?:\sto\s|\sand\s|[-–—])(?P<d2>{_DAY})\s(?P<m2>{_MONTH})"
        rf"(?:,?\s(?P<y>{_YEAR}))?(?!\w)",
        meanings.days,
    ),
    "day": (
        rf"(?P<d>{_DAY})(?:\sof)?\s(?P<m>{_MONTH})(?:,?\s(?P<y>{_YEAR}))?(?!\w)",
        meanings.day,
    ),
    "month_days": (
        rf"(?P<m1>{_MONTH})\s(?P<d>{_DAY})(?:\sto\s|[-–—]|\sand\s)(?:(?P<m2>{_MONTH})\s)?(?P<d2>{_DAY})(?![\d,.]*\d)"
        rf"(?:,?\s(?P<y>{_YEAR}))?(?!\w)",
        meanings.days,
    ),
    "month_day": (
        rf"(?P<m>{_MONTH})\s(?P<d>{_DAY})(?![\d.]*\d)(?!,\d)(?:,?\s(?P<y>{_YEAR}))?(?!\w)",
        meanings.day,
    ),
    "months": (
        rf"(?<=[fmn]\s)(?P<part>{_PART})?(?P<m>{_MONTH})(?:\s(?P<y>{_YEAR}))?\s(?:to|and|until|through)\s(?P<part2>{_PART})?(?:of\s)?"
        rf"(?P<m2>{_MONTH})(?:\s(?P<y2>{_YEAR}))?(?!\w)",
        meanings.months,
    ),
    "part": (
        rf"(?P<part>{_PART})(?:to\s(?P<to>mid|late)-)?(?:of\s)?(?P<m>{_MONTH})(?:,?\s(?P<y>{_YEAR}))?(?!\w)",
        meanings.month,
    ),
    "month_year": (rf"(?P<part>)(?P<to>)(?P<m>{_MONTH}),?\s(?P<y>{_YEAR})(?!\w)", meanings.month),
    "month": (
        rf"(?P<part>)(?P<to>){_BEFORE_MONTH}(?P<m>{_MONTH})(?P<y>)(?:\sof\slast\syear)?(?!\w|\s[A-Z]|\s\d)",
        meanings.month,
    ),
    "weekdays": (
        rf"(?<=[fmnr]\s)(?P<w>{_WEEKDAY})\s(?:to|and|through|until|till)\s(?P<w2>{_WEEKDAY})(?!\w)",
        meanings.weekdays,
    ),
    "weekday": (
        rf"(?:(?P<which>[Ll]ast|[Nn]ext|[Tt]his)\s)?(?P<w>{_WEEKDAY})(?:\s(?P<time>morning|afternoon|evening|night))?(?!\w)",
        meanings.weekday,
    ),
    "near_day": (
        r"(?P<n>(?i:today|yesterday|tomorrow|tonight|overnight|last\snight"
        r"|this\s(?:morning|afternoon|evening)))(?!\w|\s(?:on|of|from)\s[\dA-Z])",
        meanings.near_day,
    ),
    "day_before": (
        r"(?i:the\sprevious\s(?:day|night|evening))(?!\w)",
        stretches.day_before,
    ),
    "weekend": (r"(?i:(?:(?:over|at|on)\s|(?<=since\s))the\sweekend)(?!\w)", meanings.weekend),
    "turn": (
        r"(?i:(?:the\s)?(?P<part>start|beginning|turn|middle|end|early|late|mid)(?:\sof)?[\s-]"
        r"(?P<which>the|this|last|next)\s(?P<unit>week|month|year))(?!\w)",
        stretches.turn,
    ),
    "near_week": (
        r"(?P<which>(?i:last|past|previous|next|coming|this))\s"
        r"(?P<unit>(?i:weekend|week|fortnight|month|quarter|year|decade))(?!\w|\sof\b)",
        stretches.near_week,
    ),
    "past": (
        rf"(?i:the\s)?(?i:last|past|previous)\s(?P<count>(?i:{_COUNT}))\s(?P<unit>(?i:{_UNIT}))(?!\w|\sof\b)",
        meanings.past,
    ),
    "within": (
        rf"(?:(?<=[Ii]n )(?<!time in )(?<!times in )(?<!once in )(?<!twice in )|(?<=[Ww]ithin )|(?<=[Oo]ver ))(?i:{_ABOUT}(?:the\sspace\sof\s)?(?P<count>{_COUNT})\s(?P<unit>{_UNIT}))"
        r"(?!\w|\s(?:time|before|after|later|earlier|since|ago|from|into)\b)",
        meanings.past,
    ),
    "portion": (
        rf"(?i:(?:the\s)?(?P<which>first|second|third|fourth|last|final)\s(?:(?P<count>{_COUNT})\s)?"
        r"(?P<unit>half|quarter|days?|weeks?|fortnight|months?)\sof)\s"
        rf"(?:(?P<m>{_MONTH})(?:,?\s(?P<y>{_YEAR}))?|(?P<y2>{_YEAR})|(?P<that>(?i:the|this|last)\s(?i:year|month)))(?!\w)",
        stretches.portion,
    ),
    "quarter": (
        r"(?<=the )(?P<which>first|second|third|fourth)\s(?P<unit>quarter|half)(?!\w|\sof\b|-)(?=[.,;:)”]|\s(?:alone|and|but|by|while|than|were|was)\b)",
        stretches.quarter,
    ),
    "feast": (
        r"(?P<n>New\sYear(?:[’']s\s(?:Day|Eve))?|Christmas(?:\s(?:Day|Eve))?|Boxing\sDay|(?<=the )new\syear)(?!\w|[’'])",
        stretches.feast,
    ),
    "hour": (
        r"(?<=[Ss]ince\s)(?i:(?:the\s)?(?:midnight|dawn|daybreak|sunrise|early\shours|(?:early\s|this\s)?morning|noon|midday))(?!\w)",
        meanings.near_day,
    ),
    "day_alone": (
        r"(?<=on\sthe\s)(?P<d>[0-3]?\d)(?:st|nd|rd|th)(?=[.,;:)”]|\s(?:and|but|when|after|by|in|of\s(?:this|last|the)\smonth)\b)",
        stretches.day_alone,
    ),
    "term": (
        r"(?<=[Ss]ince\s)(?i:(?:the\s)?(?:start|beginning|outset)\sof\sthe\s)(?P<who>[A-Z][a-z]+)(?:-[A-Z][a-z]+)?\s(?i:administration|presidency)(?!\w)",
        stretches.term,
    ),
    "ago": (rf"(?P<count>(?i:{_COUNT}))\s(?P<unit>(?i:{_UNIT}))\sago(?!\w)", meanings.ago),
    "war": (
        rf"(?<=[Ss]ince\s)(?i:(?:(?:the\s)?(?:start|beginning|outbreak|onset|outset)\sof\s)?"
        rf"(?:[\w’'-]{{1,20}}\s){{0,3}}?{_WAR}(?:\s(?:began|started|broke\sout|erupted))?)(?!\w)",
        meanings.war,
    ),
    "then": (r"(?:(?<=since )|(?<=Since ))then(?!\w)", meanings.then),
    "nth": (
        rf"(?i:the\s)(?P<n>(?i:{_ORDINAL}))\s(?P<unit>(?i:day|week|month|year))(?:\s(?i:of\s(?:the|its|this|\w+[’']s)\s)(?:[\w-]+\s)?{_WAR})?(?!\w)",
        meanings.nth,
    ),
    "season": (
        rf"(?:(?<=in )|(?<=In )|(?<=the )|(?<=since )|(?P<which>[Ll]ast|[Tt]his)\s)(?P<s>spring|summer|autumn|fall|winter)"
        rf"(?:\s(?:of\s)?(?P<y>{_YEAR}))?(?!\w)",
        meanings.season,
    ),
    "year": (
        rf"(?:(?<=[Ii]n )|(?<=[Ss]ince )|(?<=during )|(?<=to )|(?<=of )|(?<=by )|(?<=early )|(?<=late )|(?<=before )|(?<=until )"
        rf"|(?<=for )(?=\d{{4}}(?:[.,;:)”]|\s(?:and|but|alone)\b)))(?P<y>{_YEAR})(?!\w)",
        meanings.year,
    ),
}

_NAMED_GROUP: Final = re.compile(r"\(\?P<\w+>")
WRITTEN: Final = re.compile(
    r"(?<![\w/.$€£-])(?=[\dA-Zadefjlmnopstuvy])(?:"
    + "|".join(f"(?P<{name}>{_NAMED_GROUP.sub('(?:', kind[0])})" for name, kind in _KINDS.items())
    + ")"
)
"""One expression for all of them; `lastgroup` names the way it is written."""

_KIND: Final = {name: (re.compile(kind[0]), kind[1]) for name, kind in _KINDS.items()}


def resolve(found: re.Match[str], calendar: Calendar) -> Period | None:
    """The period that a match of `WRITTEN` stands for; None if there is no such day.

    Raises:
        NotAnchoredError: it is counted from publication or the war's first day, which is not known.
    """
    pattern, resolver = _KIND[found.lastgroup or ""]
    match = pattern.match(found.string, found.start())
    return resolver(match, calendar) if match else None
