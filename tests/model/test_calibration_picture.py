"""The picture of the ranks, from a handful of small wars; the test of the ranks is in test_forces."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree as ET

import numba
import numpy as np
import pytest


@pytest.fixture(scope="module")
def script() -> Iterator[ModuleType]:
    threads = numba.get_num_threads()
    numba.set_num_threads(1)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(Path(__file__).parents[2] / "scripts"))
        yield importlib.import_module("calibration_picture")
    numba.set_num_threads(threads)


@pytest.mark.slow
def test_every_constant_of_every_channel_is_drawn_and_told(script: ModuleType) -> None:
    lines: list[str] = []
    found = script.found(3, particles=20, told=lines.append)
    root = ET.fromstring(script.picture(found, 3))
    titles = [e.text for e in root.iter() if e.tag.endswith("text") and e.text]
    for name, (_, constants) in script.PANELS.items():
        for constant in constants:
            assert f"{name}: {constant}" in titles
            assert any(line.split()[:2] == [name, constant] for line in lines)


def test_the_band_holds_95_of_100_bars_of_a_flat_histogram(script: ModuleType) -> None:
    low, high = script.band(100)
    bars = np.random.default_rng(3).multinomial(100, [0.1] * 10, size=400)
    assert 0.93 < ((bars >= low) & (bars <= high)).mean() < 0.99
