"""How often what was called likely came true, by the word that was used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from markupsafe import Markup

from standoff.evaluation.rolling_origin import OUTCOME
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
    fewest = f"{FEWEST_WINDOWS:g}"
    if not found:
        return render(
            "report/track_record/calibration.html", tables=[], of="", days="", fewest=fewest
        )
    days, of = min(found)
    scored = rows[OUTCOME, days, of]
    senses = (
        (
            "A costly standstill (stalemate, narrow)",
            [r.probabilities["standstill"] for r in scored],
            [r.outcome == "standstill" for r in scored],
        ),
        (
            "A costly standstill or creep (wide)",
            [wide_of(r.probabilities) for r in scored],
            [r.outcome == "standstill" or r.outcome.endswith("_creeps") for r in scored],
        ),
    )
    tables = [(title, _table(track, days, said, came)) for title, said, came in senses]
    return render(
        "report/track_record/calibration.html",
        tables=tables,
        of=quoted(of),
        days=days,
        fewest=fewest,
    )


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
        if not found:
            continue
        hits = np.array([came for _, came in found], dtype=np.float64)
        interval = "–"
        if windows(track, len(found), days) >= FEWEST_WINDOWS:
            block = -(-days // track.result.plan.every)
            by = block_bootstrap(hits, block, track.result.plan.seed)
            interval = f"{percent(by.low)} to {percent(by.high)}"
        mean = float(np.mean([p for p, _ in found]))
        share = percent(float(hits.mean()))
        rows.append(_Row(word, span, len(found), percent(mean), share, interval))
    return rows
