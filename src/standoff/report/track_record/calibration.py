"""How often what was called likely came true, by the word that was used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from markupsafe import Markup

from standoff.domain.outcomes import Outcome, wide_of
from standoff.evaluation.rolling_origin import OUTCOME
from standoff.evaluation.scores import block_bootstrap
from standoff.formatting import LIKELIHOODS, likelihood, percent
from standoff.report.templating import render
from standoff.report.track_record.summary import FEWEST_WINDOWS, Track, subject, windows
from standoff.report.track_record.wording import quoted

_SPANS = ((0.0, 0.01, ""), *LIKELIHOODS, (0.99, 1.0, ""))
"""Every probability, by the word for it; "" where only the number is printed."""


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
            [Outcome.parse(r.outcome).narrow for r in scored],
        ),
        (
            "A costly standstill or creep (wide)",
            [wide_of(r.probabilities) for r in scored],
            [Outcome.parse(r.outcome).wide for r in scored],
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
    pairs = list(zip(said, came, strict=True))
    rows = []
    for low, high, word in _SPANS:
        of_word = [pair for pair in pairs if likelihood(pair[0]) == word]
        found = [pair for pair in of_word if word or (pair[0] > 0.5) == (low > 0.5)]
        span = f"{100 * low:.0f}–{100 * high:.0f}%"
        if not word:
            span = "over 99%" if low else "under 1%"
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
