"""The Economist: third-party estimates of soldiers killed or hurt, each with its own source.

The file's date is what a figure is about, not when it was known: a post of January 2025 is cited
for dates back to April 2022. When it was known comes from the address of the page cited, else it
is assumed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from standoff.domain.claim import Claim
from standoff.domain.war import War
from standoff.errors import BadRow
from standoff.evidence.validation import Sourced
from standoff.ingest.sources._economist import FOLDER, LICENCE
from standoff.ingest.sources._published import published
from standoff.ingest.sources._source import (
    LEFT_OUT,
    ParsedFile,
    Source,
    csv_rows,
    figure,
    known_after,
)

_URL = FOLDER + "Soldier%20deaths_casualties%20in%20Ukraine%20-%20estimates.csv"
_BOUNDS = ("estimate_low", "estimate", "estimate_high")
_PARTIES = "ignore for chart, data from warring parties"
_NEEDED = ("date", *_BOUNDS, "type", "source", "source_url", "country", _PARTIES)

_QUANTITIES = {"deaths": "losses.personnel_killed", "casualties": "losses.personnel_total"}
_SIDES = {"russia": "RU", "ukraine": "UA"}

_SAME_SPEAKER = {
    "UK MoD": "UK Ministry of Defence",
    "CSIS": "Center for Strategic and International Studies",
    "The Centre for Strategic and International Studies": (
        "Center for Strategic and International Studies"
    ),
    "US DoD": "US Department of Defense",
    "US Sec of Def": "US Department of Defense",
}
"""Names of one speaker, so that two rows of theirs have one origin."""

_KINDS = (
    ("belligerent", ("armed forces of ukraine", "of ukraine", "ukrainian", "russian ministry")),
    ("international organisation", ("nato",)),
    (
        "third-party government",
        ("us ", "uk ", "cia", "pentagon", "intelligence", "foreign minister"),
    ),
    ("media", ("mediazona", "meduza", "bbc", "butosov")),
    (
        "researcher",
        ("csis", "strategic", "iiss", "kobak", "ualosses", "lostarmour", "memory book"),
    ),
)
"""Words in a speaker's name that tell what kind of speaker it is; the first that fits."""

_UNNAMED = ("officials", "agencies", "nations", "(leak)")


def read(files: Sequence[Path], war: War) -> ParsedFile:
    """One claim a row: soldiers of one side killed, or killed and hurt, since the war began."""
    (path,) = files
    out = ParsedFile()
    for number, row in csv_rows(path, _NEEDED, out.bad):
        try:
            out.rows.append(Sourced(_claim(row, war), path.name, number))
        except _CellError as error:
            out.bad.append(BadRow(path.name, number, error.column, str(error), LEFT_OUT))
    return out


class _CellError(ValueError):
    """A cell that cannot be read, and its column."""

    def __init__(self, column: str, reason: str) -> None:
        self.column = column
        super().__init__(reason)


def _claim(row: dict[str, str], war: War) -> Claim:
    day = _day(row["date"])
    bounds: list[float | None] = []
    for name in _BOUNDS:
        try:
            bounds.append(None if row[name].strip() in ("", "NA") else figure(row[name]))
        except ValueError as error:
            raise _CellError(name, str(error)) from error
    low, value, high = bounds
    if low is None and value is None and high is None:
        raise _CellError("estimate", "no figure in any of the three columns")
    # The address in the cell, and the words beside it; either may be empty.
    url, _, note = row["source_url"].strip().partition(" ")
    if not url.startswith(("http://", "https://")):
        url, note = "", row["source_url"]
    note = note.strip().removeprefix("(").removesuffix(")")
    known = published(url)
    speaker = re.sub(r"\s*;\s*note,[^)]*", "", row["source"].strip())
    speaker = re.sub(r"\s*\(cumulative\)$", "", speaker)
    outlet = ""
    # "US officials (via NYT)" names who said it and the outlet that carried it.
    via = re.search(r"\s*\(((?:leak )?)via (.+)\)$", speaker)
    if via is not None:
        speaker, outlet = speaker[: via.start()] + (" (leak)" if via[1] else ""), via[2]
    said_by = f"{speaker.casefold()} "
    kind = next((kind for kind, words in _KINDS if any(w in said_by for w in words)), "")
    return Claim(
        war=war.name,
        quantity=_one_of(row, "type", _QUANTITIES),
        side=_one_of(row, "country", _SIDES),
        happened_from=war.start,
        happened_to=day,
        low=low,
        value=value,
        high=high,
        unit="people",
        text=note,
        speaker=speaker,
        speaker_kind="belligerent" if row[_PARTIES].strip() else kind,
        anonymous=any(word in speaker.casefold() for word in _UNNAMED),
        channel=tuple(dict.fromkeys(("The Economist", outlet or "The Economist"))),
        origin=_SAME_SPEAKER.get(speaker, speaker),
        source=SOURCE.name,
        known_at=known or known_after(day, SOURCE.lag_days),
        vintage="observed" if known else "assumed",
        url=url or _URL,
        licence=SOURCE.licence,
    )


def _day(text: str) -> date:
    """A date as dd/mm/yyyy, and as nothing else: 04/05 is the fourth of May."""
    match = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text.strip(), re.ASCII)
    if match is None:
        raise _CellError("date", f"{text[:40]!r} is not a date like 31/12/2024")
    try:
        return date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError as error:
        raise _CellError("date", f"{text!r} is no day of the calendar") from error


def _one_of(row: dict[str, str], column: str, known: dict[str, str]) -> str:
    try:
        return known[row[column].strip().casefold()]
    except KeyError:
        names = " or ".join(known)
        raise _CellError(column, f"{row[column][:40]!r} is not {names}") from None


SOURCE = Source(
    name="economist-estimates",
    title="The Economist, estimates of soldiers killed and hurt, collected",
    urls=(_URL,),
    licence=LICENCE,
    # Where the address does not tell: most of the dated rows were public well within half a year.
    lag_days=180,
    quantities=tuple(_QUANTITIES.values()),
    errs="estimates by many hands, some of the warring parties; casualties may count one man twice",
    read=read,
)
