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
_ABLE = _WILL | {"cannot", "does", "do"}
_CONFIRM = frozenset(("confirm", "confirms", "confirmed"))
_REJECT = frozenset(("reject", "rejects", "rejected"))
_CALL = frozenset(("call", "calls", "called", "calling"))
_ALLOW = frozenset(("allow", "accept", "consider"))
_NONE = frozenset(("no", "none", "nothing", "never"))
_WERE = frozenset(("was", "were", "had", "has"))
_WAS = _WERE | {"is", "are", "have", "did"}
_JUDGES = {"researcher": 1, "unnamed official": 1}
_MOST_WORDS = 80
_HEAD = 14


@dataclass(frozen=True)
class StanceReading:
    """A statement as the rules see it.

    Attributes:
        spoken: the words of the cue, in lower case.
        low: the words of the content; `all` the same as a set, `head` the first few.
        opening: the first of them, past "that".
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
    opening: tuple[str, ...]
    stance: str
    own: bool
    other: bool
    committing: bool
    kind: str

    @property
    def open(self) -> bool:
        """Whether the cue leaves the stance to what is said."""
        return self.stance in ("", "reports") and not lexicon("factual").intersection(self.spoken)

    @property
    def promised(self) -> bool:
        """Whether the cue is a verb of promising."""
        return self.stance == "promises"

    @property
    def punishing(self) -> bool:
        """Whether something is said to come that punishes."""
        return bool({"will", "would", "'ll"} & self.all and lexicon("menace") & self.all)

    @property
    def sure_to_come(self) -> bool:
        """Whether something is said without reserve to be about to be."""
        ahead = {"will", "would"}.intersection(self.low[:12])
        return bool(ahead) and not self.all & (_UNSURE | _NOT)

    @property
    def conditional(self) -> bool:
        """Whether an official says what their side will do if something happens."""
        binding = self.open and self.committing and self.own
        return binding and "if" in self.all and bool(_WILL & self.all)


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
        # Did not deny; would not confirm, did not allow.
        if stance == "denies":
            stance, negated = "concedes", False
        elif stance in ("reports", "concedes", "offers"):
            stance = "refuses"
    opening = low[1:2] if low[:1] == ("that",) else low[:1]
    own = own or bool(
        _PERSONS.intersection(low[:3]) or lexicon("possessives").intersection(opening)
    )
    said = StanceReading(
        spoken, low, frozenset(low), low[:_HEAD], opening, stance, own, other, committing, kind
    )
    judged = next((to for to, fits in _RULES if fits(said)), None) or _told_or_judged(said)
    dismissed = judged == "denies" and (stance == "refuses" or bool(lexicon("false") & said.all))
    return judged, (negated or dismissed) and judged != "refuses"


_RULES: tuple[tuple[Stance, Callable[[StanceReading], object]], ...] = (
    # What is announced or promised hurts: sanctions, costs, revenge.
    (
        "threatens",
        lambda said: (
            (said.promised or lexicon("announcing").intersection(said.spoken))
            and (said.promised or _WILL.intersection(said.spoken))
            and (lexicon("penalty") | lexicon("menace")).intersection(said.head)
        ),
    ),
    # A question is asked, thanks are given.
    (
        "none",
        lambda said: said.stance == "demands" and lexicon("question").intersection(said.low[:1]),
    ),
    ("none", lambda said: said.stance == "" and lexicon("courtesies").intersection(said.low[:3])),
    # "Agreed to withdraw"; aid is announced.
    (
        "promises",
        lambda said: any(w.startswith("agree") for w in said.spoken) and said.low[:1] == ("to",),
    ),
    (
        "promises",
        lambda said: (
            said.stance == ""
            and lexicon("announcing").intersection(said.spoken)
            and lexicon("aid") & said.all
        ),
    ),
    ("concedes", lambda said: said.committing and _CONFIRM.intersection(said.spoken)),
    # Something is sworn off, or access is denied rather than a claim.
    ("refuses", lambda said: said.promised and _NOT.intersection(said.low[:3])),
    (
        "refuses",
        lambda said: said.stance == "denies" and lexicon("withheld").intersection(said.low[:4]),
    ),
    # A claim is rejected, called false or played down; there is no such thing.
    (
        "denies",
        lambda said: (
            said.stance == "refuses"
            and _REJECT.intersection(said.spoken)
            and lexicon("claims").intersection(said.low[:4])
        ),
    ),
    (
        "denies",
        lambda said: (
            _CALL.intersection(said.spoken)
            and (
                lexicon("claims").intersection(said.low[:4])
                or (lexicon("false") | lexicon("played down")) & said.all
            )
        ),
    ),
    (
        "denies",
        lambda said: (
            said.open
            and (
                ("no", "such") in pairwise(said.head)
                or (said.head[:1] == ("neither",) and lexicon("right").intersection(said.head))
                or said.head[:1] == ("nothing",)
            )
        ),
    ),
    # "Cannot rule out", "no evidence": what is not known, rather than a refusal.
    (
        "assesses",
        lambda said: (
            said.open
            and any(
                (a in _NOT and b in ("rule", "exclude", "know"))
                or (a == "no" and b in lexicon("proof"))
                for a, b in pairwise(said.head)
            )
        ),
    ),
    (
        "refuses",
        lambda said: (
            said.open
            and (
                (said.own and _ABLE.intersection(said.head) and _NOT.intersection(said.head))
                or ("never" in said.head and _WILL.intersection(said.head))
            )
        ),
    ),
    (
        "denies",
        lambda said: (
            said.open
            and (lexicon("false") & said.all or ("knew" in said.head and "nothing" in said.head))
        ),
    ),
    # "Is ready to", "would consider".
    (
        "offers",
        lambda said: (
            said.open
            and said.own
            and (
                any(a in lexicon("open") and b == "to" for a, b in pairwise(said.head))
                or ("would" in said.head and _ALLOW.intersection(said.head))
            )
        ),
    ),
    (
        "demands",
        lambda said: (
            said.open and lexicon("duty").intersection(said.head) and "if" not in said.head
        ),
    ),
    # What is said to come punishes, or a side that can bind itself warns another.
    (
        "threatens",
        lambda said: (
            said.punishing or (said.committing and (said.other or said.sure_to_come))
            if any(w.startswith("warn") for w in said.spoken)
            else said.punishing and said.own and said.open
        ),
    ),
    ("offers", lambda said: said.conditional and lexicon("relenting") & said.all),
    ("threatens", lambda said: said.conditional),
    # An official tells of their own side's retreat.
    (
        "concedes",
        lambda said: said.open and said.committing and said.own and lexicon("retreat") & said.all,
    ),
    (
        "promises",
        lambda said: (
            said.open
            and (
                (said.own and _WILL.intersection(said.head) and not _UNSURE & said.all)
                or (said.stance == "" and ("support" in said.head[:6] or "commitment" in said.head))
                or (said.committing and not said.other and said.sure_to_come)
            )
        ),
    ),
    # An official will not talk, or says no of their own side in the first words.
    (
        "refuses",
        lambda said: (
            said.open
            and said.committing
            and said.own
            and _NOT.intersection(said.low[:5])
            and lexicon("talking").intersection(said.low[:8])
        ),
    ),
    (
        "denies",
        lambda said: (
            said.open
            and said.committing
            and (
                (said.own and _NONE.intersection(said.low[:6]))
                or (said.own and any(a in _WAS and b in _NOT for a, b in pairwise(said.head)))
                # "No shot was fired", "none of them was".
                or (said.opening in (("no",), ("none",)) and _WERE & said.all)
            )
        ),
    ),
)
"""The stance and what it takes, by what stands in the cue and in what is said; the first fits."""


def _told_or_judged(said: StanceReading) -> Stance:
    """The cue's stance; where it leaves it open, a fact told or a judgement, by tense and counts."""
    if not said.open:
        return cast(Stance, said.stance or "reports")
    low = said.low
    judged = _JUDGES.get(said.kind, 0) + 2 * len(lexicon("judging") & said.all)
    # A verb form that goes on in a participle tells of something done.
    judged += any(
        w in lexicon("present")
        and not any(
            v.endswith(("ed", "ing", "en")) or v in lexicon("past") for v in low[k + 1 : k + 4]
        )
        for k, w in enumerate(low[:30])
    )
    told = len(lexicon("past") & said.all) + sum(w.endswith("ed") for w in low[:40])
    counted = any(w[:1].isdigit() or w in lexicon("stance numbers") for w in low)
    told += 2 * counted + 2 * (said.stance == "reports")
    return "reports" if told > judged else "assesses"
