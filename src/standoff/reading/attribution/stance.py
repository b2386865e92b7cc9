"""What a source does in saying something: the stance, and whether it negates.

The cue decides where its verb does (cues.csv); "said" and its like leave it to what is said, by the
rules below: the first that fits decides.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import cast

from standoff.reading.attribution.cues import found
from standoff.reading.data import lexicon
from standoff.reading.records import Stance
from standoff.reading.text.tokens import Tokens

_NOT = frozenset(("not", "n't", "never", "cannot", "no"))
_WILL = frozenset(("will", "would", "wo", "'ll", "shall", "intends", "intend"))
_UNSURE = frozenset(("may", "might", "could", "if", "likely", "unlikely"))
_PERSONS = frozenset(("i", "we", "it", "they", "he", "she"))
_MOST_WORDS = 80
_HEAD = 14


@dataclass(frozen=True)
class StanceReading:
    """A statement as the rules see it.

    Attributes:
        spoken: the words of the cue, in lower case.
        low: the words of the content; `all` the same as a set, `head` the first few.
        stance: what the cue's verb says.
        own: whether the content opens with the speaker's own side or a pronoun.
        other: whether it opens with another actor.
        committing: whether the speaker can bind a side: a named official or the side itself.
        kind: the speaker's kind.
    """

    spoken: tuple[str, ...]
    low: tuple[str, ...]
    all: frozenset[str]
    head: tuple[str, ...]
    stance: str
    own: bool
    other: bool
    committing: bool
    kind: str


def stance_of(
    words: Tokens,
    cue: Sequence[range],
    content: Sequence[range],
    own: bool = False,
    other: bool = False,
    committing: bool = False,
    kind: str = "",
) -> tuple[Stance, bool]:
    """The stance of an attribution, and whether its source negates the content.

    Args:
        words: the document's words.
        cue: runs of words of the cue.
        content: runs of words of the content, in order.
        own: whether the content opens with the speaker's own side.
        other: whether it opens with another.
        committing: whether the speaker can bind a side: a named official or the side itself.
        kind: the speaker's kind: analysts judge more than they report, witnesses the reverse.
    """
    spoken = tuple(words.low[i] for part in cue for i in part)[:12]
    skipped = {i for part in cue for i in part}
    low = tuple(words.low[i] for part in content for i in part if i not in skipped)[:_MOST_WORDS]
    cued = found(spoken)
    stance, negated = (cued.stance, cued.negates) if cued else ("", False)
    if _NOT.intersection(spoken):
        stance, negated = _turned(stance, negated)
    opening = low[1:2] if low[:1] == ("that",) else low[:1]
    own = own or bool(
        _PERSONS.intersection(low[:3]) or lexicon("possessives").intersection(opening)
    )
    said = StanceReading(
        spoken, low, frozenset(low), low[:_HEAD], stance, own, other, committing, kind
    )
    judged = next((to for to, fits in _RULES if fits(said)), _told_or_judged(said))
    dismissed = judged == "denies" and (stance == "refuses" or bool(_false() & said.all))
    return cast(Stance, judged), (negated or dismissed) and judged != "refuses"


def _turned(stance: str, negated: bool) -> tuple[str, bool]:
    """What "not" makes of a cue: did not deny, would not confirm, did not allow."""
    if stance == "denies":
        return "concedes", False
    if stance in ("reports", "concedes", "offers"):
        return "refuses", negated
    return stance, negated


def _open(said: StanceReading) -> bool:
    """Whether the cue leaves the stance to what is said."""
    return said.stance in ("", "reports") and not lexicon("factual").intersection(said.spoken)


def _warned(said: StanceReading) -> bool:
    return any(w.startswith("warn") for w in said.spoken)


def _aid_announced(said: StanceReading) -> bool:
    announced = lexicon("announcing").intersection(said.spoken)
    return said.stance == "" and bool(announced and lexicon("aid") & said.all)


def _penalty_announced(said: StanceReading) -> bool:
    """Whether what is announced or promised hurts: sanctions, costs, revenge."""
    announced = lexicon("announcing").intersection(said.spoken)
    ahead = _WILL.intersection(said.spoken) or said.stance == "promises"
    harm = (lexicon("penalty") | lexicon("menace")) & frozenset(said.head)
    return bool((announced or said.stance == "promises") and ahead and harm)


def _questioned(said: StanceReading) -> bool:
    return said.stance == "demands" and bool(lexicon("question").intersection(said.low[:1]))


def _courteous(said: StanceReading) -> bool:
    return said.stance == "" and bool(lexicon("courtesies").intersection(said.low[:3]))


def _agreed_to_act(said: StanceReading) -> bool:
    agreed = any(w.startswith("agree") for w in said.spoken)
    return agreed and said.low[:1] == ("to",)


def _sworn_off(said: StanceReading) -> bool:
    return said.stance == "promises" and bool(_NOT.intersection(said.low[:3]))


def _withheld(said: StanceReading) -> bool:
    """Whether what is denied is access rather than a claim."""
    return said.stance == "denies" and bool(lexicon("withheld").intersection(said.low[:4]))


def _claim_rejected(said: StanceReading) -> bool:
    rejected = {"rejected", "rejects", "reject"}.intersection(said.spoken)
    return said.stance == "refuses" and bool(
        rejected and lexicon("claims").intersection(said.low[:4])
    )


def _called_false(said: StanceReading) -> bool:
    called = {"call", "calls", "called", "calling"}.intersection(said.spoken)
    claim = lexicon("claims").intersection(said.low[:4])
    return bool(called and (claim or (_false() | lexicon("played down")) & said.all))


def _menaces(said: StanceReading) -> bool:
    """Whether something is said to come that punishes."""
    coming = bool({"will", "would", "'ll"} & said.all and lexicon("menace") & said.all)
    if _warned(said):
        return coming or (said.committing and (said.other or _sure_to_come(said)))
    return coming and said.own and _open(said)


def _confirmed_by_itself(said: StanceReading) -> bool:
    confirmed = {"confirm", "confirms", "confirmed"}.intersection(said.spoken)
    return said.committing and bool(confirmed)


def _no_such_thing(said: StanceReading) -> bool:
    none = any(pair == ("no", "such") for pair in pairwise(said.head))
    neither = said.head[:1] == ("neither",) and lexicon("right").intersection(said.head)
    return _open(said) and (none or bool(neither) or said.head[:1] == ("nothing",))


def _left_open(said: StanceReading) -> bool:
    """Whether a statement speaks of what is not known rather than refusing anything."""
    return _open(said) and any(
        (a in _NOT and b in ("rule", "exclude", "know")) or (a == "no" and b in lexicon("proof"))
        for a, b in pairwise(said.head)
    )


def _conditional(said: StanceReading) -> bool:
    """Whether an official says what their side will do if something happens."""
    return (
        _open(said) and said.committing and said.own and "if" in said.all and bool(_WILL & said.all)
    )


def _conditional_offer(said: StanceReading) -> bool:
    return _conditional(said) and bool(lexicon("relenting") & said.all)


def _retreating(said: StanceReading) -> bool:
    """Whether an official tells of their own side's retreat."""
    return _open(said) and said.committing and said.own and bool(lexicon("retreat") & said.all)


def _refusing(said: StanceReading) -> bool:
    head = frozenset(said.head)
    able = head & (_WILL | {"cannot", "does", "do"})
    return _open(said) and bool(
        (said.own and able and _NOT & head) or ("never" in head and _WILL & head)
    )


def _called_untrue(said: StanceReading) -> bool:
    knew_nothing = "knew" in said.head and "nothing" in said.head
    return _open(said) and bool(_false() & said.all or knew_nothing)


def _offering(said: StanceReading) -> bool:
    ready = any(a in lexicon("open") and b == "to" for a, b in pairwise(said.head))
    allowing = "would" in said.head and bool(
        {"allow", "accept", "consider"}.intersection(said.head)
    )
    return _open(said) and said.own and (ready or allowing)


def _demanding(said: StanceReading) -> bool:
    return _open(said) and bool(lexicon("duty").intersection(said.head)) and "if" not in said.head


def _denying_oneself(said: StanceReading) -> bool:
    """Whether an official says no of their own side in the first words."""
    no = bool({"no", "none", "nothing", "never"}.intersection(said.low[:6]))
    no = no or any(a in _WAS and b in _NOT for a, b in pairwise(said.head))
    return _open(said) and said.committing and ((said.own and no) or _none_at_all(said))


_WAS = frozenset(("was", "were", "is", "are", "has", "have", "had", "did"))


def _none_at_all(said: StanceReading) -> bool:
    """Whether a statement says from its first word that there was none: "no shot was fired"."""
    first = said.low[1:2] if said.low[:1] == ("that",) else said.low[:1]
    return first in (("no",), ("none",)) and bool({"was", "were", "had", "has"} & said.all)


def _refusing_to_talk(said: StanceReading) -> bool:
    silent = _NOT.intersection(said.low[:5]) and lexicon("talking").intersection(said.low[:8])
    return _open(said) and said.committing and said.own and bool(silent)


def _promising(said: StanceReading) -> bool:
    ahead = said.own and _WILL.intersection(said.head) and not _UNSURE & said.all
    support = said.stance == "" and "support" in said.head[:6]
    support = support or (said.stance == "" and "commitment" in said.head)
    bound = said.committing and not said.other and _sure_to_come(said)
    return _open(said) and bool(ahead or support or bound)


def _sure_to_come(said: StanceReading) -> bool:
    """Whether something is said without reserve to be about to be."""
    return bool({"will", "would"}.intersection(said.low[:12])) and not said.all & (_UNSURE | _NOT)


_RULES: tuple[tuple[str, Callable[[StanceReading], bool]], ...] = (
    ("threatens", _penalty_announced),
    ("none", _questioned),
    ("none", _courteous),
    ("promises", _agreed_to_act),
    ("promises", _aid_announced),
    ("concedes", _confirmed_by_itself),
    ("refuses", _sworn_off),
    ("refuses", _withheld),
    ("denies", _claim_rejected),
    ("denies", _called_false),
    ("denies", _no_such_thing),
    ("assesses", _left_open),
    ("refuses", _refusing),
    ("denies", _called_untrue),
    ("offers", _offering),
    ("demands", _demanding),
    ("threatens", _menaces),
    ("offers", _conditional_offer),
    ("threatens", _conditional),
    ("concedes", _retreating),
    ("promises", _promising),
    ("refuses", _refusing_to_talk),
    ("denies", _denying_oneself),
)


def _false() -> frozenset[str]:
    return lexicon("false")


def _told_or_judged(said: StanceReading) -> str:
    """The cue's stance; where it leaves it open, a fact told or a judgement, by tense and counts."""
    if not _open(said):
        return said.stance or "reports"
    low = said.low
    judged = _JUDGES.get(said.kind, 0) + 2 * len(lexicon("judging") & said.all)
    judged += any(
        w in lexicon("present") and not _participle(low, k) for k, w in enumerate(low[:30])
    )
    told = len(lexicon("past") & said.all) + sum(w.endswith("ed") for w in low[:40])
    counted = any(w[:1].isdigit() or w in lexicon("stance numbers") for w in low)
    told += 2 * counted + 2 * (said.stance == "reports")
    return "reports" if told > judged else "assesses"


_JUDGES = {"researcher": 1, "unnamed official": 1}


def _participle(low: Sequence[str], k: int) -> bool:
    """Whether a verb form goes on in a participle, and so tells of something done."""
    return any(w.endswith(("ed", "ing", "en")) or w in lexicon("past") for w in low[k + 1 : k + 4])
