"""Assessments of the invented war, and what stands in a page."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from invented import at, claim, front, on, statement
from standoff.assessment.build import assess
from standoff.assessment.records import AssessmentRecord
from standoff.domain.claim import Claim, to_table
from standoff.domain.war import War
from standoff.forecast.posterior_cache import FrontPosteriors

DAYS = 330
HOSTILE = '"><img src=x onerror=alert(1)><script>alert(1)</script></title></svg>{{ 7*7 }}'


def course() -> list[Claim]:
    """A front that advances, stands still and advances, with losses, a toll and statements."""
    levels = [20_000 + 40.0 * min(i, 100) + 12.0 * max(i - 250, 0) for i in range(DAYS)]
    counts = [
        claim(happened_to=on(d), known_at=at(d + 1), value=90.0 * d, side=side)
        for d in range(20, DAYS - 1, 25)
        for side in ("AA", "BB")
    ]
    toll = claim(
        quantity="toll.civilians_killed",
        side="",
        happened_to=on(300),
        known_at=at(301),
        low=4000.0,
        value=4000.0,
        speaker="The Monitor",
        speaker_kind="international organisation",
        origin="The Monitor",
    )
    fled = claim(
        quantity="displaced.refugees",
        side="",
        happened_from=on(310),
        happened_to=on(310),
        known_at=at(311),
        low=100_000.0,
        value=None,
    )
    told = [
        statement("assessment.stalemate", 320, text="A stalemate, says one.", origin="one"),
        statement("assessment.stalemate", 321, value=0.0, text="None, says another.", origin="two"),
    ]
    return [*front(levels), *counts, toll, fled, *told]


def hostile() -> list[Claim]:
    """Claims whose every free text is an attack, and addresses that must not be links."""
    texts = {"text": HOSTILE, "speaker": HOSTILE, "speaker_kind": HOSTILE, "place": HOSTILE}
    more = {"channel": (HOSTILE,), "licence": HOSTILE, "issue": HOSTILE}
    said = [
        statement(
            "assessment.stalemate", 322 + i, **{**texts, **more}, origin=f"{i}{HOSTILE}", url=url
        )
        for i, url in enumerate(("javascript:alert(1)", " data:text/html,x", HOSTILE))
    ]
    counted = claim(
        **{**texts, **more, "place": ""},
        value=77_000.0,
        happened_to=on(321),
        known_at=at(322),
        url="JaVaScRiPt:alert(2)//https://paper.example/",
    )
    return [*said, counted]


def kept() -> FrontPosteriors:
    """Where tests of one front find what another made of it; `conftest` gives the folder."""
    return FrontPosteriors(Path(os.environ["XDG_CACHE_HOME"]) / "beliefs")


def fits(text: str) -> None:
    """One screen of the terminal: at most 80 columns and 70 lines."""
    lines = text.splitlines()
    assert text.endswith("\n")
    assert max(map(len, lines)) <= 80, max(lines, key=len)
    assert len(lines) <= 70, len(lines)


def assessed(war: War, claims: Iterable[Claim], days: int = DAYS - 1) -> AssessmentRecord:
    """The war as of a day of it."""
    return assess(to_table(claims), war, on(days), posteriors=kept())


@dataclass
class Page(HTMLParser):
    """The elements of a page as (tag, attributes), and its text.

    Attributes:
        elements: in the order of the page.
        words: its text, one piece an entry.
    """

    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def values(self, attribute: str, *tags: str) -> list[str]:
        """The values of an attribute, of these elements or of all."""
        return [a[attribute] for tag, a in self.elements if attribute in a and tag in (tags or tag)]


def parsed(text: str) -> Page:
    """A page or a part of one, read."""
    page = Page()
    page.feed(text)
    page.close()
    return page
