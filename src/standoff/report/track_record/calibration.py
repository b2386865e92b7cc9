"""How often what was called likely came true, by the word that was used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from markupsafe import Markup

from standoff.evaluation.rolling_origin import OUTCOME, Scored
from standoff.evaluation.scores import block_bootstrap
from standoff.evaluation.timeline import wide_of
from standoff.formatting import likelihood, percent
from standoff.report.templating import render
from standoff.report.track_record.summary import FEWEST_WINDOWS, Track, subject, windows
from standoff.report.track_record.wording import quoted

_WORDS = (
    ("", "under 1%"),
    ("almost no chance", "1–5%"),
    ("very unlikely", "5–20%"),
    ("unlikely", "20–45%"),
    ("roughly even odds", "45–55%"),
    ("likely", "55–80%"),
    ("very likely", "80–95%"),
    ("almost certain", "95–99%"),
    ("", "over 99%"),
)


@dataclass(frozen=True)
class _Row:
    word: str
    span: str
    n: int
    said: str
    came: str
    interval: str


def called(track: Track) -> Markup:
    """Tables of the shortest horizon: stalemate in both senses, by the word it was called with."""
    rows = track.rows
    found = (
        [(h, m) for t, h, m in rows if t == OUTCOME and m == subject(track, OUTCOME)]
        if any(t == OUTCOME for t, _, _ in rows)
        else []
    )
    if not found:
        return render(
            "report/track_record/calibration.html",
            tables=[],
            of="",
            days="",
            fewest=f"{FEWEST_WINDOWS:g}",
        )
    days, of = min(found)
    scored = rows[OUTCOME, days, of]
    senses = (
        (
            "A costly standstill (stalemate, narrow)",
            [r.probabilities["standstill"] for r in scored],
            _narrow,
        ),
        ("A costly standstill or creep (wide)", [wide_of(r.probabilities) for r in scored], _wide),
    )
    tables = [
        (title, _table(track, days, said, [came(r) for r in scored]))
        for title, said, came in senses
    ]
    return render(
        "report/track_record/calibration.html",
        tables=tables,
        of=quoted(of),
        days=days,
        fewest=f"{FEWEST_WINDOWS:g}",
    )


def _narrow(row: Scored) -> bool:
    return row.outcome == "standstill"


def _wide(row: Scored) -> bool:
    return row.outcome == "standstill" or row.outcome.endswith("_creeps")


def _table(track: Track, days: int, said: Sequence[float], came: Sequence[bool]) -> list[_Row]:
    bins: dict[tuple[str, bool], list[tuple[float, bool]]] = {}
    for p, truth in zip(said, came, strict=True):
        bins.setdefault((likelihood(p), p > 0.5), []).append((p, truth))
    rows = []
    for word, span in _WORDS:
        found = [
            pair
            for (name, high), pairs in bins.items()
            for pair in pairs
            if name == word and (bool(word) or high == (span == _WORDS[-1][1]))
        ]
        if found:
            rows.append(_row(track, days, word, span, found))
    return rows


def _row(
    track: Track, days: int, word: str, span: str, found: Sequence[tuple[float, bool]]
) -> _Row:
    hits = np.array([came for _, came in found], dtype=np.float64)
    interval = "–"
    if windows(track, len(found), days) >= FEWEST_WINDOWS:
        block = -(-days // track.result.plan.every)
        by = block_bootstrap(hits, block, track.result.plan.seed)
        interval = f"{percent(by.low)} to {percent(by.high)}"
    said = float(np.mean([p for p, _ in found]))
    return _Row(word, span, len(found), percent(said), percent(float(hits.mean())), interval)
