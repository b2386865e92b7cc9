"""What a source does in saying something: the stance, whether it negates, and the issue.

The cue decides where its verb does (cues.csv); "said" and its like leave it to the content.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import cast

from standoff.reading.records import Stance
from standoff.reading.wording import Phrases, Words, phrases, table

_OWN = frozenset(("i", "we", "it", "they", "he", "she"))
_NOT = frozenset(("not", "n't", "never", "cannot", "no"))
_JUDGING = frozenset(
    """may might could will would likely unlikely if think believe probably perhaps should seems
    appears expect expected possible impossible better worse best worst strong strongest weak
    because must ca too enough rather""".split()
)
_PAST = frozenset(
    """was were had did has have been took lost fell hit struck fired killed left came went made sent
    began held drove fought shot found got gave""".split()
)
_DUTY = frozenset(("must", "should", "ought", "shall"))
_FALSE = frozenset(
    """fiction forgery fabrication fabricated false untrue lie lies nonsense fake hoax folklore
    baseless groundless invention invented propaganda slander absurd fantasy myth""".split()
)
_PLAYED_DOWN = frozenset("routine planned normal".split())
_WITHHELD = frozenset("access entry permission passage visas entrance".split())
_NO_EVIDENCE = ("indication", "indications", "sign", "signs", "evidence", "proof")
_AID = frozenset("assistance aid package support loan funding provide weapons grant".split())
_CLAIMS = frozenset(
    """account accounts claim claims report reports allegation allegations accusation accusations
    testimony charge charges suggestion suggestions idea notion warning warnings rumour rumours rumor
    rumors criticism findings figures figure estimate document letter evidence speculation
    story""".split()
)
_MENACE = frozenset(
    """retaliate retaliation respond response consequences answer punish destroy crush strike avenge
    revenge pay regret""".split()
)
_OPEN = frozenset(("ready", "willing", "prepared", "open"))
_ISSUES = {
    "territory": frozenset(
        """territory territories territorial border borders annexation annexed sovereignty land
        province provinces region frontier cede ceded withdrawal occupied""".split()
    ),
    "alignment": frozenset(
        "nato neutrality neutral membership alliance alignment accession eu bloc".split()
    ),
    "guarantees": frozenset("guarantee guarantees guarantors peacekeepers monitors".split()),
    "sequence": frozenset("first before preconditions precondition condition conditions".split()),
}
_BARGAINING = frozenset(
    ("demands", "refuses", "offers", "threatens", "concedes", "promises")
)


@dataclass(frozen=True)
class Cue:
    """What a cue's verb says: its stance ("" where the content decides), whether it negates."""

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


def stance_of(
    words: Words,
    cue: Sequence[range],
    content: Sequence[range],
    own: bool = False,
    committing: bool = False,
) -> tuple[Stance, bool]:
    """The stance of an attribution, and whether its source negates the content.

    Args:
        words: the document's words.
        cue: runs of words of the cue.
        content: runs of words of the content, in order.
        own: whether the content opens with the speaker's own side.
        committing: whether the speaker can bind a side: a named official or the side itself.
    """
    skipped = {i for part in cue for i in part}
    low = [words.low[i] for part in content for i in part if i not in skipped][:80]
    spoken = [words.low[i] for part in cue for i in part][:12]
    found = _found(spoken)
    negated = found.negates if found else False
    stance = found.stance if found else ""
    if "not" in spoken or "n't" in spoken or "cannot" in spoken:
        stance, negated = _turned(stance, negated)
    judged = _refined(stance, spoken, low, own, committing)
    if judged == "denies" and stance in ("refuses", "assesses", "denies"):
        negated = negated or stance == "refuses" or bool(_FALSE.intersection(low))
    negated = negated and judged != "refuses"
    return cast(Stance, judged), negated


def _found(spoken: Sequence[str]) -> Cue | None:
    """The weightiest cue in the words of a cue: one with a stance before one without."""
    hits = [value for _, _, value in cues().find(spoken, range(len(spoken)))]
    return next((h for h in hits if h.stance), hits[0] if hits else None)


def _turned(stance: str, negated: bool) -> tuple[str, bool]:
    """What "not" makes of a cue: did not deny, would not confirm, did not allow."""
    if stance == "denies":
        return "concedes", False
    if stance in ("reports", "concedes", "offers"):
        return "refuses", negated
    return stance, negated


def _refined(stance: str, spoken: Sequence[str], low: Sequence[str], own: bool, committing: bool) -> str:
    """The stance with the content taken into account."""
    content = frozenset(low)
    if stance == "" and _ANNOUNCING.intersection(spoken) and _AID & content:
        return "promises"
    if committing and stance == "reports" and _CONFIRMING.intersection(spoken):
        return "concedes"
    if stance in ("", "reports") and not _FACTUAL.intersection(spoken):
        said = _of_content(low, content, stance, own)
        us = own or bool(_OWN.intersection(low[:2]))
        if committing and us and said in ("reports", "assesses") and _negative(low):
            return "refuses" if _TALKING.intersection(low[:8]) else "denies"
        return "promises" if committing and said == "assesses" and _will(low) else said
    if stance == "promises" and _NOT.intersection(low[:3]):
        return "refuses"
    if stance == "denies" and _WITHHELD.intersection(low[:4]):
        return "refuses"
    if stance == "refuses" and {"rejected", "rejects", "reject"}.intersection(spoken):
        return "denies" if _CLAIMS.intersection(low[:4]) else stance
    if stance == "assesses":
        if "warn" in " ".join(spoken) and (_menaces(low, content) or (committing and _will(low))):
            return "threatens"
        return "denies" if _calls(spoken) and (_FALSE | _PLAYED_DOWN) & content else stance
    return stance


_CONFIRMING = frozenset(("confirm", "confirms", "confirmed"))
_TALKING = frozenset("comment discuss talk negotiate speculate".split())
_ANNOUNCING = frozenset("announce announces announced announcing".split())
_FACTUAL = frozenset("confirmed confirm confirms counted counts showed shows show".split())


def _negative(low: Sequence[str]) -> bool:
    """Whether a statement about oneself says no in its first words."""
    return bool({"no", "not", "n't", "nothing", "never"}.intersection(low[:6]))


def _will(low: Sequence[str]) -> bool:
    """Whether a statement says without reserve that something will be."""
    unsure = {"may", "might", "could", "if", "likely", "unlikely", "not", "n't", "never", "no"}
    return bool({"will", "would"}.intersection(low[:12])) and not unsure.intersection(low)


def _calls(spoken: Sequence[str]) -> bool:
    return bool({"call", "calls", "called", "calling"}.intersection(spoken))


def _menaces(low: Sequence[str], content: frozenset[str]) -> bool:
    coming = {"will", "would", "'ll"} & content
    return bool(coming and (_MENACE & content))


def _of_content(low: Sequence[str], content: frozenset[str], stance: str, own: bool) -> str:
    """What somebody does who just says this."""
    head = low[:14]
    if any(a == "no" and b == "such" for a, b in pairwise(head)) or head[:1] == ["nothing"]:
        return "denies"
    own = own or bool(_OWN.intersection(head[:3]))
    will = {"will", "would", "wo", "'ll", "shall", "intends", "intend"}.intersection(head)
    if _left_open(head):
        return "assesses"
    refusing = own and (will or {"cannot", "does", "do"} & set(head)) and _NOT.intersection(head)
    if refusing or ("never" in head and will):
        return "refuses"
    if _FALSE & content or ("knew" in head and "nothing" in head):
        return "denies"
    offered = own and any(w in _OPEN and head[k + 1 : k + 2] == ["to"] for k, w in enumerate(head))
    if offered or (own and "would" in head and {"allow", "accept", "consider"} & set(head)):
        return "offers"
    if _DUTY.intersection(head) and "if" not in head:
        return "demands"
    if _menaces(low, content) and own:
        return "threatens"
    promised = own and will and not ({"may", "might", "could", "if"} & content)
    if promised or (stance == "" and "support" in head[:6] and _AID & content):
        return "promises"
    return _told_or_judged(low, content, stance)


def _left_open(head: Sequence[str]) -> bool:
    """Whether a statement speaks of what is not known rather than refusing anything."""
    text = " ".join(head)
    ruled = any(f"{no} {open_}" in text for no in ("not", "n't", "cannot") for open_ in ("rule", "exclude", "know"))
    return ruled or any(f"no {word}" in text for word in _NO_EVIDENCE)


def _told_or_judged(low: Sequence[str], content: frozenset[str], stance: str) -> str:
    """A fact that is told, or a judgement: by tense, modals and counts."""
    judged = 2 * len(_JUDGING & content)
    judged += any(w in _PRESENT and not _participle(low, k) for k, w in enumerate(low[:30]))
    told = len(_PAST & content) + sum(w.endswith("ed") for w in low[:40])
    counted = any(w[:1].isdigit() or w in _NUMBERS for w in low)
    told += 2 * counted + 2 * (stance == "reports")
    return "reports" if told > judged else "assesses"


_NUMBERS = frozenset(
    """two three four five six seven eight nine ten eleven twelve dozen dozens hundred hundreds
    thousand thousands million half third quarter""".split()
)
_PRESENT = frozenset("is are 's 're have has".split())


def _participle(low: Sequence[str], k: int) -> bool:
    """Whether a verb form goes on in a participle, and so tells of something done."""
    return any(w.endswith(("ed", "ing", "en")) or w in _PAST for w in low[k + 1 : k + 4])


def issue_of(words: Words, content: Iterable[range], stance: Stance) -> str:
    """What a bargaining statement is about: territory, alignment, guarantees or sequence; else ""."""
    if stance not in _BARGAINING:
        return ""
    low = frozenset(words.low[i] for part in content for i in part)
    counts = {issue: len(low & of_it) for issue, of_it in _ISSUES.items()}
    best = max(counts, key=lambda issue: counts[issue])
    return best if counts[best] else ""
