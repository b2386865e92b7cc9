import os
import subprocess
import sys
from pathlib import Path

import pytest

_HASH = """
import hashlib, numpy as np
from standoff.model.numerics.resampling import ancestors, normalise
lw = np.random.default_rng(1).normal(size=(64, 600)) * 3
w, evidence, ess = np.empty_like(lw), np.empty(64), np.empty(64)
normalise(lw, w, evidence, ess)
out = np.empty(lw.shape, dtype=np.int64)
ancestors(w, 1, 2, out)
print(hashlib.sha256(b"".join(x.tobytes() for x in (lw, w, evidence, ess, out))).hexdigest())
"""


@pytest.mark.slow
def test_a_kernel_that_was_just_compiled_gives_the_bits_of_one_read_from_the_cache(
    tmp_path: Path,
) -> None:
    found = [
        subprocess.run(
            [sys.executable, "-c", _HASH],
            env={**os.environ, "NUMBA_CACHE_DIR": str(tmp_path)},
            capture_output=True,
            check=True,
            encoding="utf-8",
        ).stdout
        for _ in range(2)
    ]
    assert any(tmp_path.rglob("*.nbi"))
    assert found[0] == found[1]
