"""What reading a report gives, step by step: a document, spans, and what stands inside them.

Every span is a half-open pair of character offsets into `Document.text`, the text as stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal, Protocol, runtime_checkable

if TYPE_CHECKING:
    from standoff.reading.text.doc import Doc

Span = tuple[int, int]

Turn = tuple[int, str]
"""Where a speaker's turn begins in a transcript, and the label that names the speaker."""

Stance = Literal[
    "assesses",
    "reports",
    "demands",
    "refuses",
    "offers",
    "threatens",
    "denies",
    "concedes",
    "promises",
    "none",
]


@dataclass(frozen=True)
class Document:
    """One report as it was given.

    Attributes:
        file: its name or address.
        text: the whole stored text; for HTML, what was extracted.
        body_from: where the body begins in `text`, after any header lines.
        title, outlet, author, url: as the document states them; "" where it does not.
        published: its publication date; None if not known.
        extracted: whether `text` was taken out of a page, so that offsets do not count in the file.
        dropped: what was left out and how often ("undecodable bytes", "hostile address", ...).
    """

    file: str
    text: str
    body_from: int = 0
    title: str = ""
    outlet: str = ""
    author: str = ""
    published: date | None = None
    url: str = ""
    extracted: bool = False
    dropped: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Attributed:
    """The spans of one attribution; a role may be split, and source and cue may be missing.

    Attributes:
        source, cue, content: spans, in order.
        confidence: probability that the spans are right, 0 to 1.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    confidence: float = 1.0


class Reader(Protocol):
    """Anything that finds attributions: text in, spans out."""

    @property
    def name(self) -> str:
        """What it is called on the command line and in claims."""

    def spans(self, text: str) -> Iterable[Attributed]:
        """The attributions in a text; offsets count from its start."""


@runtime_checkable
class ReaderOfMany(Reader, Protocol):
    """A reader that takes less time for several texts at once; that changes nothing it finds."""

    def spans_of_each(self, texts: Sequence[str]) -> Sequence[Iterable[Attributed]]:
        """The attributions in each text."""


@dataclass(frozen=True)
class Hedge:
    """A hedge word and what it stands for: span, and probability from low to high, 0 to 1."""

    span: Span
    low: float
    high: float


@dataclass(frozen=True)
class Attribution:
    """Who said what, through whom, how surely, about which side.

    Attributes:
        source, cue, content: the spans.
        speaker: the source resolved to a name or role; "" if nobody is named.
        speaker_kind: official, military, expert, outlet, organisation, person, ... ; "" unknown.
        anonymous: whether the speaker is an unnamed person or group.
        anonymity: its kind ("a senior US defense official"); "" if not anonymous.
        channel: relays from the nearest to the origin, without the document's outlet and speaker.
        hedge: the word that weakens the content, if any.
        negated: the source says that the content is not so, or has no evidence for it.
        stance: what the source does in saying it.
        issue: what it is about (territory, alignment, guarantees, sequence, ...); "" unknown.
        about_side: plain name of the actor it is about; "" unknown.
        direct_quote: whether the content holds a quotation.
        within: index of the attribution inside whose content it stands; None at the top.
        confidence: probability that the spans are right, 0 to 1.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    speaker: str = ""
    speaker_kind: str = ""
    anonymous: bool = False
    anonymity: str = ""
    channel: tuple[str, ...] = ()
    hedge: Hedge | None = None
    negated: bool = False
    stance: Stance = "none"
    issue: str = ""
    about_side: str = ""
    direct_quote: bool = False
    within: int | None = None
    confidence: float = 1.0


@dataclass(frozen=True)
class FigureReading:
    """A quantity with its bounds as stated.

    Attributes:
        span: where it stands.
        quantity: name in the vocabulary, or `other`.
        low, value, high, unit: "more than 10 million" has a low and no high.
        side: code of the war's side, or the actor's plain name; "" unknown.
        place: where, if said.
        happened_from, happened_to: what it is about; None if not known.
        attribution: index of the attribution that states it; None if the report itself does.
    """

    span: Span
    quantity: str
    low: float | None
    value: float | None
    high: float | None
    unit: str
    side: str = ""
    place: str = ""
    happened_from: date | None = None
    happened_to: date | None = None
    attribution: int | None = None

    @property
    def bounds(self) -> tuple[float, ...]:
        """The bounds that are stated, lowest first; () for a vague count ("dozens")."""
        return tuple(n for n in (self.low, self.value, self.high) if n is not None)


@dataclass(frozen=True)
class Event:
    """Something that is said to happen: its type, place and date (a day, month or year)."""

    span: Span
    type: str
    place: str = ""
    date: str = ""


@dataclass(frozen=True)
class Reading:
    """All that was read in one document.

    Attributes:
        document: the report, with what was left out of it.
        attributions, figures, events: what stands in it, each in the order of the text.
        doc: the analysed document, as the last step left it; None for a reading made by hand.
    """

    document: Document
    attributions: tuple[Attribution, ...]
    figures: tuple[FigureReading, ...]
    events: tuple[Event, ...]
    doc: Doc | None = field(default=None, repr=False, compare=False)
