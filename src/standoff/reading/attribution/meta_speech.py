"""What speakers say of their own speaking, which no reader of a report would call a statement.

"I can talk about that briefly", "I want to be careful here", "as I mentioned", "some of you have asked":
taggers of spans mark them, since their verbs are verbs of saying.
"""

from __future__ import annotations

import re

from standoff.reading.records import Attributed
from standoff.reading.text.tokens import hull

_SPEAKERS = re.compile(
    r"(?:I|we|you|me|us|(?:some|many|several|all|most) of you|you all)", re.IGNORECASE
)
_OWN_VERB = re.compile(r"\b(?:I|we|you)\b", re.IGNORECASE)
_SPEAKING = re.compile(
    r"\b(?:talk|speak|spoke|spoken|mention|quote|discuss|address|explain|touch|walk|turn|recap)(?:s|ed|ing)?\b",
    re.IGNORECASE,
)
_LISTENERS = re.compile(
    r"\b(?:you|you all)\b.*\b(?:ask|know|hear|heard|see|seen|read)", re.IGNORECASE
)
_MEANING_TO = re.compile(r"\b(?:want|like|going|try|trying|hope|need|let)\b", re.IGNORECASE)
_TO_SPEAK = re.compile(
    r"to (?:just |also |again )?(?:be (?:careful|clear|brief|cautious)|mention|talk|speak|say|add|note|start|begin"
    r"|turn|touch|emphasi[sz]e|stress|point|go back|walk|make a point|thank|recogni[sz]e)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"\b(?:is|are|was|were|will|would|can|could|may|might|must|should|has|have|had|do|does|did)\b"
    r"|[’'](?:s|re|ve|ll|d)\b"
)
_CLAUSE_WITHIN = 200  # characters


def is_aside(one: Attributed, text: str) -> bool:
    """Whether an attribution says nothing of the world."""
    whole = (hull(spans) or (0, 0) for spans in (one.source, one.cue, one.content))
    source, cue, content = (text[a:b].strip() for a, b in whole)
    if not (_SPEAKERS.fullmatch(source) or (not source and _OWN_VERB.search(cue))):
        return False
    if _LISTENERS.search(f"{source} {cue}"):
        return True
    if _CLAUSE.search(content[:_CLAUSE_WITHIN]):
        return False
    of_speaking = _SPEAKING.search(cue) is not None
    return of_speaking or bool(_MEANING_TO.search(cue) and _TO_SPEAK.match(content))
