"""Which cue a content belongs to, and which source speaks it: arcs between labelled spans.

An arc leads from a span to the span it hangs on: a piece of content to its cue, a cue to its
source. This module gives the candidates and what is countable about each; the network scores them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from standoff.reading.tagger.features import Ints

SOURCE, CUE, CONTENT = range(3)
# Candidates on either side of a span: farther ones were never right in training.
REACH = 6
_GAPS = np.array([1, 2, 3, 5, 9, 17, 33, 65])  # tokens between, lower edges of the buckets
# How many values each arc feature takes, in the order of `Arcs.features`.
FEATURE_SIZES = (18, 7, 4, 4, 4, 16)


@dataclass(frozen=True)
class Arcs:
    """Candidate arcs from dependents to heads.

    Attributes:
        dependent, head: (arcs,) indices into the two lists of spans; dependents in order.
        features: (arcs, len(FEATURE_SIZES)) int32: distance and direction, lines apart,
            dependents between, heads between, other spans between, quote states of the two.
    """

    dependent: Ints
    head: Ints
    features: Ints


def candidate_arcs(
    dependents: Ints, heads: Ints, others: Ints, line_of: Ints, quote_of: Ints
) -> Arcs:
    """The REACH nearest heads before and after each dependent.

    Args:
        dependents, heads, others: (n, 2) int32 half-open token runs, sorted by start.
        line_of, quote_of: (tokens,) line index and quote state of each token.
    """
    after = np.searchsorted(heads[:, 0], dependents[:, 0])
    window = after[:, None] + np.arange(-REACH, REACH)[None, :]
    inside = (window >= 0) & (window < len(heads))
    dependent = np.nonzero(inside)[0].astype(np.int32)
    head = window[inside].astype(np.int32)
    a, b = dependents[dependent], heads[head]
    before = b[:, 0] < a[:, 0]
    begin = np.where(before, b[:, 1], a[:, 1])
    end = np.where(before, a[:, 0], b[:, 0])
    gap = np.searchsorted(_GAPS, np.maximum(end - begin, 0), "right")
    lines = np.clip(line_of[b[:, 0]] - line_of[a[:, 0]], -3, 3) + 3
    between = [
        np.clip(np.searchsorted(s[:, 0], end) - np.searchsorted(s[:, 0], begin), 0, 3)
        for s in (dependents, heads, others)
    ]
    quotes = quote_of[a[:, 0]] * 4 + quote_of[b[:, 0]]
    features = np.stack([gap + 9 * before, lines, *between, quotes], axis=1).astype(np.int32)
    return Arcs(dependent, head, features)
