from __future__ import annotations

import numpy as np
import numpy.typing as npt

from standoff.reading.tagger.linker import FEATURE_SIZES, REACH, candidate_arcs

NOTHING = np.zeros((0, 2), np.int32)


def runs(*pairs: tuple[int, int]) -> npt.NDArray[np.int32]:
    return np.array(pairs, np.int32).reshape(-1, 2)


def test_the_nearest_heads_on_both_sides_are_candidates() -> None:
    heads = runs(*[(k, k + 1) for k in range(0, 60, 2)])
    found = candidate_arcs(
        runs((31, 32)), heads, NOTHING, np.zeros(60, np.int32), np.zeros(60, np.int32)
    )
    assert found.head.tolist() == list(range(16 - REACH, 16 + REACH))
    assert set(found.dependent) == {0}


def test_what_is_counted_stays_in_its_range() -> None:
    rng = np.random.default_rng(1)
    starts = np.sort(rng.choice(900, 90, replace=False))
    every = np.stack([starts, starts + 1], axis=1).astype(np.int32)
    line_of = np.sort(rng.integers(0, 40, 1000)).astype(np.int32)
    quote_of = rng.integers(0, 4, 1000).astype(np.int32)
    found = candidate_arcs(every[::3], every[1::3], every[2::3], line_of, quote_of)
    assert (found.features >= 0).all()
    assert (found.features < np.array(FEATURE_SIZES)).all()


def test_direction_and_what_lies_between_are_counted() -> None:
    dependents, heads = runs((0, 2), (8, 9)), runs((4, 5), (12, 13))
    flat = np.zeros(20, np.int32)
    found = candidate_arcs(dependents, heads, NOTHING, flat, flat)
    counted = {
        (int(d), int(h)): row.tolist()
        for d, h, row in zip(found.dependent, found.head, found.features, strict=True)
    }
    assert counted[0, 0] == [2, 3, 0, 0, 0, 0]
    assert counted[0, 1] == [5, 3, 1, 1, 0, 0]
    assert counted[1, 0] == [12, 3, 0, 0, 0, 0]


def test_nothing_to_hang_on_gives_no_arc() -> None:
    flat = np.zeros(9, np.int32)
    assert not len(candidate_arcs(runs((0, 1)), NOTHING, NOTHING, flat, flat).head)
    assert not len(candidate_arcs(NOTHING, runs((0, 1)), NOTHING, flat, flat).head)
