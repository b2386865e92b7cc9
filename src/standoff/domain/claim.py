"""What a claim is: somebody said, on some day, through some channel, that a quantity had a value.

A claim has two clocks. `happened_from` and `happened_to` say what it is about; `known_at` says when
the world could have known it. It is frozen: a correction is another claim.
"""

from __future__ import annotations

import hashlib
import json
import math
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from typing import Any, Literal, get_args

import pyarrow as pa

from standoff.errors import UnknownNameError

Vintage = Literal["observed", "assumed"]
SpeakerKind = Literal[
    "belligerent",
    "third-party government",
    "official",
    "unnamed official",
    "international organisation",
    "researcher",
    "media",
    "person",
]
"""Who speaks. `official` is of a state where no war says which states fight; `person` is a private
one. A claim whose speaker is of no known kind carries "".
"""

Event = Literal[
    "offensive",
    "withdrawal",
    "city_taken",
    "strike",
    "siege",
    "disaster",
    "talks",
    "plan",
    "ceasefire",
    "agreement",
    "aid",
    "sanction",
    "mobilisation",
    "command",
    "third_party",
    "nuclear",
    "prisoners",
    "other",
]
"""Kinds of what happens in a war."""

EVENTS: tuple[Event, ...] = get_args(Event)

DETAILS = ("level", "mediator", "agenda", "result", "next", "plan", "turning", "page")
"""Of talks: level, mediator, agenda, result, date of the next. The plan that is offered or answered;
`turning=yes` for an event on which the war turned; `page=weak` where the page is a copy."""

SPEAKER_KINDS: tuple[SpeakerKind, ...] = get_args(SpeakerKind)


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """One claim. Empty text means "not said"; None means "no number".

    Attributes:
        war, quantity, side, place: what it is about; `quantity` from the vocabulary.
        happened_from, happened_to: the interval it is about; equal for a stock on a day.
        low, value, high, unit: bounds as stated; "more than 10 million" has a low and no high.
        text: the words, for a claim out of a report.
        speaker, speaker_kind, anonymous: who said it; the kind is one of `SPEAKER_KINDS`.
        channel: how it reached us, last first: outlet, outlet it cites, ...
        origin: the root of the channel; one statement in five papers has one origin.
        stance, negated, issue: for statements.
        scope: which kind of the quantity: "general ceasefire", "troops in the field"; one of its
            `Quantity.scopes`, or "".
        event: which kind of event it tells of; one of `EVENTS`, or "".
        parties: codes of those who take part: who talked, gave aid, signed.
        details: what else is known, as "name=value"; the names are `DETAILS`.
        source, document, span_from, span_to: adapter or report, and where in it (characters).
        derived_from: sources or quantities it is built on.
        likelihood_low, likelihood_high: what hedge words stand for, 0 to 1.
        known_at: when it could have been known, UTC.
        vintage: whether `known_at` was observed, or assumed from a stated lag.
        url, licence: where to check it, and on what terms it may be used.
    """

    war: str
    quantity: str
    happened_from: date
    happened_to: date
    known_at: datetime
    source: str
    unit: str
    side: str = ""
    place: str = ""
    low: float | None = None
    value: float | None = None
    high: float | None = None
    text: str = ""
    speaker: str = ""
    speaker_kind: str = ""
    anonymous: bool = False
    channel: tuple[str, ...] = ()
    origin: str = ""
    stance: str = ""
    negated: bool = False
    issue: str = ""
    scope: str = ""
    event: str = ""
    parties: tuple[str, ...] = ()
    details: tuple[str, ...] = ()
    document: str = ""
    span_from: int | None = None
    span_to: int | None = None
    derived_from: tuple[str, ...] = ()
    likelihood_low: float | None = None
    likelihood_high: float | None = None
    vintage: Vintage = "assumed"
    url: str = ""
    licence: str = ""

    def __post_init__(self) -> None:
        for name in _NUMBERS:
            # A missing number is null everywhere, and 5 hashes as 5.0.
            value = getattr(self, name)
            number = None if value is None or math.isnan(value) else float(value)
            object.__setattr__(self, name, number)

    def detail(self, name: str) -> str:
        """What `details` say under a name; "" where nothing."""
        start = f"{name}="
        return next((d[len(start) :] for d in self.details if d.startswith(start)), "")

    @property
    def claim_id(self) -> str:
        """SHA-256 of the content, hexadecimal; the same claim twice has the same one."""
        return hashlib.sha256(canonical_json(self).encode()).hexdigest()


SCHEMA = pa.schema(
    [
        ("claim_id", pa.string()),
        ("war", pa.string()),
        ("quantity", pa.string()),
        ("side", pa.string()),
        ("place", pa.string()),
        ("happened_from", pa.date32()),
        ("happened_to", pa.date32()),
        ("low", pa.float64()),
        ("value", pa.float64()),
        ("high", pa.float64()),
        ("unit", pa.string()),
        ("text", pa.string()),
        ("speaker", pa.string()),
        ("speaker_kind", pa.string()),
        ("anonymous", pa.bool_()),
        ("channel", pa.list_(pa.string())),
        ("origin", pa.string()),
        ("stance", pa.string()),
        ("negated", pa.bool_()),
        ("issue", pa.string()),
        ("source", pa.string()),
        ("document", pa.string()),
        ("span_from", pa.int32()),
        ("span_to", pa.int32()),
        ("derived_from", pa.list_(pa.string())),
        ("likelihood_low", pa.float64()),
        ("likelihood_high", pa.float64()),
        ("known_at", pa.timestamp("us", tz="UTC")),
        ("vintage", pa.string()),
        ("url", pa.string()),
        ("licence", pa.string()),
        ("scope", pa.string()),
        ("event", pa.string()),
        ("parties", pa.list_(pa.string())),
        ("details", pa.list_(pa.string())),
    ]
)
"""The table of claims: one column an attribute, after `claim_id`."""

SERIES = (
    "war",
    "source",
    "quantity",
    "side",
    "place",
    "happened_from",
    "happened_to",
    "speaker",
    "document",
    "span_from",
)
"""The series key: of several claims that agree in it, the latest known counts.

`document` and `span_from` are empty for datasets. In reports they keep two statements of one
speaker on one day apart: a second statement is no correction of the first (docs/decisions/0003).
"""

ADDED = ("scope", "event", "parties", "details")
"""Attributes that files of earlier versions lack. Empty ones are not hashed: older ids stand."""

_LISTS = ("channel", "derived_from", "parties", "details")
_NUMBERS = ("low", "value", "high", "likelihood_low", "likelihood_high")
_NAMES = tuple(f.name for f in fields(Claim))
_SORTED_NAMES = tuple(sorted(_NAMES))
_NOT_CONTENT = frozenset({"vintage", "licence"})
_NOT_STATED = _NOT_CONTENT | {"known_at", "url"}


def speaker_kind(name: str) -> SpeakerKind:
    """The kind of speaker of that name.

    Raises:
        UnknownNameError: there is no such kind; the message suggests the nearest.
    """
    for kind in SPEAKER_KINDS:
        if kind == name:
            return kind
    raise UnknownNameError("speaker kind", name, SPEAKER_KINDS)


def midnight(day: date) -> datetime:
    """00:00 UTC of a day: the stamp of a publication of which only the date is known."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def canonical_json(claim: Claim, leave_out: frozenset[str] = _NOT_CONTENT) -> str:
    """The text that is hashed: sorted keys, NFC, UTC microseconds, NaN as null."""
    empty = frozenset(name for name in ADDED if not getattr(claim, name))
    values = canonical(claim, leave_out | empty)
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def canonical(claim: Claim, leave_out: frozenset[str] = _NOT_CONTENT) -> dict[str, Any]:
    """A claim as values of JSON under sorted keys."""
    return {n: _canonical(getattr(claim, n)) for n in _SORTED_NAMES if n not in leave_out}


def stated(claim: Claim) -> str:
    """What is said, apart from when it was known and where to look: equal if nothing changed."""
    return canonical_json(claim, _NOT_STATED)


def series_key(claim: Claim) -> tuple[Any, ...]:
    """The values of `SERIES`."""
    return tuple(getattr(claim, name) for name in SERIES)


def to_table(claims: Iterable[Claim]) -> pa.Table:
    """Claims as an Arrow table of `SCHEMA`, in the order given."""
    rows = []
    for claim in claims:
        row = {name: getattr(claim, name) for name in _NAMES}
        row["claim_id"] = claim.claim_id
        row |= {name: list(row[name]) for name in _LISTS}
        rows.append(row)
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def from_table(table: pa.Table) -> Iterator[Claim]:
    """The claims of a table of `SCHEMA`, in its order."""
    for row in table.select([f.name for f in SCHEMA]).to_pylist():
        del row["claim_id"]
        row |= {name: tuple(row[name] or ()) for name in _LISTS}
        row |= {name: row[name] or "" for name in ("scope", "event")}
        yield Claim(**row)


def digest(claim_ids: Sequence[str]) -> str:
    """SHA-256 over the sorted ids: names a set of claims, whatever order it was read in."""
    return hashlib.sha256("\n".join(sorted(claim_ids)).encode()).hexdigest()


def _canonical(value: Any) -> Any:
    if value is None or value is True or value is False:
        return value
    if isinstance(value, str):
        return value if value.isascii() else unicodedata.normalize("NFC", value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_canonical(v) for v in value]
    return value
