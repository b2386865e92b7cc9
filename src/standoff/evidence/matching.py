"""One statement that two outlets carry has one origin, under the name that was known first.

Claims count once per origin (`snapshot.one_per_origin`), so what has to be found is that a new claim
is an old one told again: by the same words from a speaker who can be the same, or by the same
speaker through the same outlet saying the same of the same thing, both within a week.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from operator import attrgetter

from standoff.domain.claim import Claim

WITHIN = timedelta(days=7)
SHINGLE_WORDS = 3
SHARED = 0.6
"""Share of the shorter text's shingles that must stand in the other: quotations are cut, rarely
reworded."""

FEWEST_SHINGLES = 4
_WORD = re.compile(r"\w+(?:[.'’-]\w+)*")
_ROLES = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "for",
        "at",
        "on",
        "to",
        "in",
        "from",
        "and",
        "by",
        "with",
        "who",
        "as",
        "one",
        "some",
        "two",
        "three",
        "several",
        "unnamed",
        "anonymous",
        "senior",
        "top",
        "former",
        "officials",
        "official",
        "person",
        "people",
        "source",
        "sources",
    ]
)

_SEATS = {
    "pentagon": ("us", "department", "defense"),
    "kremlin": ("russian", "presidency"),
}
"""Houses that stand for who sits in them."""

_BODIES = frozenset(
    [
        "Agency",
        "Army",
        "Command",
        "Committee",
        "Council",
        "Department",
        "Forces",
        "Government",
        "House",
        "Ministry",
        "Nations",
        "News",
        "Office",
        "Post",
        "Service",
        "Staff",
        "Times",
        "Union",
    ]
)


_bounds = attrgetter("low", "value", "high")


@dataclass(frozen=True)
class KnownStatement:
    """Claims out of reports that a new one may repeat, by what finds them quickly.

    Attributes:
        by_series: origin and place by document, place in it, quantity, side and bounds.
        by_shingle: claims by each run of words that they hold.
        by_quantity: claims by quantity and side.
        persons: by first name and surname, the whole names and what they were first known under.
    """

    by_series: dict[tuple[object, ...], Claim] = field(default_factory=dict)
    by_shingle: dict[str, list[Claim]] = field(default_factory=lambda: defaultdict(list))
    by_quantity: dict[tuple[str, str], list[Claim]] = field(
        default_factory=lambda: defaultdict(list)
    )
    persons: dict[tuple[str, ...], list[tuple[str, str]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def add(self, claims: Iterable[Claim]) -> None:
        """Take claims in, the first known first, so that theirs are the names that stay."""
        for claim in sorted(claims, key=lambda c: (c.known_at, c.source, c.claim_id)):
            self.by_series.setdefault(_series(claim), claim)
            for shingle in shingles(claim.text):
                self.by_shingle[shingle].append(claim)
            self.by_quantity[claim.quantity, claim.side].append(claim)
            name = _person(claim)
            if name:
                self.persons[name[-2:]].append((" ".join(name), claim.origin))


def one_origin(claims: Sequence[Claim], known: KnownStatement) -> list[Claim]:
    """The claims, each that tells a known one again under that one's origin.

    Args:
        claims: of one report.
        known: claims of other reports; those of the same text keep what they were stored with.
    """
    named = [_named_as_known(claim, known) for claim in claims]
    # Who is known for one statement of a report is so for all that they say there.
    first: dict[tuple[object, ...], str] = {}
    for claim, new in zip(claims, named, strict=True):
        if claim.speaker and new.origin != claim.origin:
            first.setdefault((claim.speaker, claim.channel), new.origin)
    return [
        replace(new, origin=first.get((claim.speaker, claim.channel), new.origin))
        if new.origin == claim.origin
        else new
        for claim, new in zip(claims, named, strict=True)
    ]


def shingles(text: str) -> frozenset[str]:
    """Every run of `SHINGLE_WORDS` words of a text, in lower case."""
    words = [w.lower().replace("’", "'") for w in _WORD.findall(text)]
    return frozenset(
        " ".join(words[i : i + SHINGLE_WORDS]) for i in range(len(words) - SHINGLE_WORDS + 1)
    )


def _named_as_known(claim: Claim, known: KnownStatement) -> Claim:
    stored = known.by_series.get(_series(claim))
    if stored is not None:
        return replace(claim, origin=stored.origin, place=stored.place)
    for other in known.by_quantity.get((claim.quantity, claim.side), ()):
        alike = claim.quantity != "other" and _bounds(claim) == _bounds(other)
        alike = alike and _city(claim) == _city(other)
        # Where nothing is said of the place, one outlet's default is not another's.
        if alike and set(claim.channel) & set(other.channel) and _may_be_one(claim, other):
            return replace(claim, origin=other.origin, place=other.place)
    words = _same_words(claim, known)
    if words is not None:
        return replace(claim, origin=words.origin)
    # The origin that the same named person was first known under.
    name = " ".join(_person(claim))
    for person, origin in known.persons.get(_person(claim)[-2:], ()) if name else ():
        # "Lloyd Austin" and "Secretary Lloyd Austin" are one; two ministries' spokesmen are not.
        if name.endswith(person) or person.endswith(name):
            return replace(claim, origin=origin)
    return claim


def _same_words(claim: Claim, known: KnownStatement) -> Claim | None:
    """The first known claim that holds the same words from a speaker who can be the same."""
    own = shingles(claim.text)
    if len(own) < FEWEST_SHINGLES:
        return None
    shared: dict[Claim, int] = defaultdict(int)
    for shingle in sorted(own):
        for other in known.by_shingle.get(shingle, ()):
            shared[other] += 1
    for other, count in shared.items():
        shorter = min(len(own), len(shingles(other.text)))
        if shorter >= FEWEST_SHINGLES and count >= SHARED * shorter and _may_be_one(claim, other):
            return other
    return None


def _may_be_one(a: Claim, b: Claim) -> bool:
    """Whether two claims can be of one speaker: within a week, and neither name denies the other."""
    if abs(a.known_at - b.known_at) > WITHIN or a.negated != b.negated:
        return False
    one, other = _words_of(a.speaker), _words_of(b.speaker)
    if a.anonymous != b.anonymous or not (one and other):
        return a.speaker == b.speaker
    return one <= other or other <= one or (a.anonymous and len(one & other) * 2 > len(one | other))


def _words_of(speaker: str) -> frozenset[str]:
    """What tells a speaker from others: names and bodies, without ranks and articles."""
    words = (w.lower().replace(".", "") for w in _WORD.findall(speaker))
    return frozenset(n for w in words if w not in _ROLES for n in _SEATS.get(w, (w,)))


def _person(claim: Claim) -> tuple[str, ...]:
    """The words of a speaker's name, title first; () for bodies, roles and the unnamed."""
    words = tuple(claim.speaker.partition(",")[0].split())
    proper = len(words) >= 2 and all(w[:1].isupper() for w in words)
    return words if proper and not claim.anonymous and not _BODIES & set(words) else ()


def _series(claim: Claim) -> tuple[object, ...]:
    where = (claim.document, claim.source, claim.span_from)
    return (*where, claim.quantity, claim.side, _city(claim), _bounds(claim))


def _city(claim: Claim) -> str:
    """The city that a claim is about; "" where its place is only where the war is."""
    return claim.place if claim.quantity.startswith("city.") else ""
