"""The label chain against every labelling there is."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import numpy.typing as npt

from standoff.reading.tagger.crf import best_labels, candidates, marginals

LABELS = 3  # outside, begin, inside
Reals = npt.NDArray[np.float64]


def chances(scores: Reals, start: Reals, chain: Reals) -> dict[tuple[int, ...], float]:
    """The probability of every labelling of one line."""
    weights = {
        labels: float(
            np.exp(
                start[labels[0]]
                + sum(scores[t, label] for t, label in enumerate(labels))
                + sum(chain[a, b] for a, b in pairwise(labels))
            )
        )
        for labels in product(range(LABELS), repeat=len(scores))
    }
    total = sum(weights.values())
    return {labels: weight / total for labels, weight in weights.items()}


def random_chain() -> tuple[Reals, npt.NDArray[np.int32], Reals, Reals]:
    """Two lines of 5 and 3 tokens; inside never starts a line or follows outside."""
    rng = np.random.default_rng(4)
    start, chain = rng.normal(size=LABELS), rng.normal(size=(LABELS, LABELS))
    start[2] = chain[0, 2] = -1e4
    return rng.normal(size=(2, 5, LABELS)) * 2, np.array([5, 3], np.int32), start, chain


def test_marginals_are_those_of_all_labellings() -> None:
    scores, lengths, start, chain = random_chain()
    found = marginals(scores, lengths, start, chain)
    for line, length in enumerate(lengths):
        exact = np.zeros((length, LABELS))
        for labels, chance in chances(scores[line, :length], start, chain).items():
            exact[np.arange(length), labels] += chance
        np.testing.assert_allclose(found.labels[line, :length], exact, atol=1e-12)
        np.testing.assert_allclose(found.labels[line, :length].sum(axis=1), 1.0)


def test_a_span_is_as_probable_as_the_labellings_that_hold_it() -> None:
    scores, lengths, start, chain = random_chain()
    found = candidates(marginals(scores, lengths, start, chain), 1e-6)
    for line, length in enumerate(lengths):
        exact: dict[tuple[int, int], float] = {}
        for labels, chance in chances(scores[line, :length], start, chain).items():
            for begin in np.nonzero(np.array(labels) == 1)[0]:
                end = int(begin) + 1
                while end < length and labels[end] == 2:
                    end += 1
                exact[int(begin), end] = exact.get((int(begin), end), 0.0) + chance
        mine = found.line == line
        got = dict(
            zip(
                zip(found.begin[mine].tolist(), found.end[mine].tolist(), strict=True),
                found.probability[mine],
                strict=True,
            )
        )
        assert set(got) == {span for span, chance in exact.items() if chance >= 1e-6}
        np.testing.assert_allclose([got[s] for s in sorted(got)], [exact[s] for s in sorted(got)])


def test_the_best_labels_are_the_most_probable_of_all() -> None:
    scores, lengths, start, chain = random_chain()
    found = best_labels(scores, lengths, start, chain)
    for line, length in enumerate(lengths):
        every = chances(scores[line, :length], start, chain)
        assert tuple(found[line, :length]) == max(every, key=lambda labels: every[labels])
    assert not found[1, 3:].any()


def test_a_very_long_line_keeps_its_marginals() -> None:
    rng = np.random.default_rng(0)
    scores = rng.normal(size=(1, 3000, LABELS)) * 30
    found = marginals(scores, np.array([3000], np.int32), np.zeros(3), np.zeros((3, 3)))
    np.testing.assert_allclose(found.labels.sum(axis=2), 1.0)
