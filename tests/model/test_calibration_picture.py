"""The picture of the ranks, from a handful of small wars; the test of the ranks is in test_forces."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType
from xml.etree import ElementTree as ET

import numba
import numpy as np
import pytest


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    numba.set_num_threads(1)
    yield
    numba.set_num_threads(numba.config.NUMBA_NUM_THREADS)


def test_every_constant_of_every_channel_is_drawn_and_told(picture: ModuleType) -> None:
    lines: list[str] = []
    found = picture.found(3, particles=20, told=lines.append)
    root = ET.fromstring(picture.picture(found, 3))
    titles = [e.text for e in root.iter() if e.tag.endswith("text") and e.text]
    for name, (_, constants) in picture.PANELS.items():
        for constant in constants:
            assert f"{name}: {constant}" in titles
            assert any(line.split()[:2] == [name, constant] for line in lines)


def test_the_band_holds_95_of_100_bars_of_a_flat_histogram(picture: ModuleType) -> None:
    low, high = picture.band(100)
    bars = np.random.default_rng(3).multinomial(100, [0.1] * 10, size=400)
    assert 0.93 < ((bars >= low) & (bars <= high)).mean() < 0.99
