"""Whether what stands in a text is claimed to be so: fact and judgement are claims, the rest is none.

A question asks; a plan, a condition and a need are not yet so; a denied or withdrawn figure is no figure.
"""

from __future__ import annotations

import re
from typing import Final, Literal

from standoff.reading.records import Attribution, Span
from standoff.reading.text.doc import Doc

Modality = Literal["fact", "judgement", "planned", "conditional", "denied", "question", "withdrawn"]

CLAIMED: Final = ("fact", "judgement")
"""What is claimed; what has another modality is told apart."""

_MAY_BE_AHEAD: Final = ("shock.", "way_out.", "aims.", "resolve.", "assessment.", "event", "other")
"""Quantities that hold by being announced: aid that is promised is aid promised."""

_ASKING: Final = re.compile(r"(?:Q|QUESTION|REPORTER|MODERATOR)\b[^:\n]{0,30}:")
_CLAUSE: Final = re.compile(r"[;:,–—]\s|\b(?:and|but|while|that)\s", re.IGNORECASE)
_IF: Final = re.compile(r"^\W*(?:if|unless|should|were)\b", re.IGNORECASE)
# In lower case: May is a month.
_MODAL: Final = re.compile(r"\b(?:may|might|could|would)\b(?!\s+(?:\w+\s+)?(?:have|be)\b)")
_AHEAD: Final = re.compile(
    r"\b(?:plan(?:s|ned|ning)?|intend(?:s|ed)?|aim(?:s|ed)?|hope[sd]?|want(?:s|ed)?|seek(?:s|ing)?"
    r"|prepar(?:es?|ed|ing)|set|due|ready|order(?:s|ed)|vow(?:s|ed)|promise[sd]?|threaten(?:s|ed)?"
    r"|expect(?:s|ed)?)\s+(?:\w+\s+)?to\b"
    r"|\b(?:will|shall|need(?:s|ed)?|requires?|request(?:s|ed)?|ask(?:s|ed)? for)\b",
    re.IGNORECASE,
)
_NOT: Final = re.compile(
    r"\b(?:did|does|do|has|have|had|was|were|is|are)(?:\s+not|n[’']t|\s+never)\b"
    r"(?!\s+(?:only|just|yet|less|fewer))"
    r"|\b(?:not\s+true|untrue|false|a\s+lie)\s+that\b|\bdenie[ds]\b",
    re.IGNORECASE,
)
_WITHDRAWN: Final = re.compile(
    r"\b(?:earlier|previous)\s+(?:version|report|article|figure|post)\b"
    r"|\b(?:wrongly|incorrectly|mistakenly|erroneously)\b",
    re.IGNORECASE,
)
_WITHDRAWN_AFTER: Final = re.compile(
    r"^[^.;?!]{0,60}\b(?:(?:was|were|is)\s+(?:wrong|withdrawn|an error|a mistake)|in error)\b",
    re.IGNORECASE,
)


def asked(doc: Doc, span: Span) -> bool:
    """Whether words stand in a question, or in the turn of somebody who asks."""
    block = doc.blocks[doc.block(span[0])].span if doc.blocks else span
    if _ASKING.match(doc.text, block[0]):
        return True
    end = doc.sentence(span[0])[1] if doc.sentences else span[1]
    return doc.text[span[0] : end].rstrip(" \n\t”’\"')").endswith("?")


def of_statement(doc: Doc, span: Span, said: Attribution) -> Modality:
    """The modality of a yes/no statement; that something is not so is a fact."""
    if asked(doc, span):
        return "question"
    return "judgement" if said.stance == "assesses" or said.hedge else "fact"


def of_figure(doc: Doc, span: Span, quantity: str, said: Attribution | None) -> Modality:
    """The modality of a figure.

    Args:
        doc: the analysed document.
        span: of the figure.
        quantity: what it is of.
        said: who states it; None for the report itself.
    """
    # A figure of a third person stays his in a question; "would you say" makes it nobody's.
    named = said is not None and said.speaker_kind != ""
    if asked(doc, span) and not named:
        return "question"
    begin, end = doc.sentence(span[0]) if doc.sentences else span
    before, after = doc.text[begin : span[0]], doc.text[span[1] : end]
    if _WITHDRAWN.search(before) or _WITHDRAWN_AFTER.match(after):
        return "withdrawn"
    clause = before[max((m.end() for m in _CLAUSE.finditer(before)), default=0) :]
    denies = said is not None and (said.negated or said.stance == "denies")
    if denies or _NOT.search(clause) or _NOT.search(before[-80:]):
        return "denied"
    if not quantity.startswith(_MAY_BE_AHEAD):
        if _IF.match(clause) or _MODAL.search(clause):
            return "conditional"
        if _AHEAD.search(clause):
            return "planned"
    return "judgement" if said is not None and (said.stance == "assesses" or said.hedge) else "fact"
