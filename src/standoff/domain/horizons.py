"""How far ahead is forecast. Beside nothing else, so that `--help` loads no numerical library."""

from __future__ import annotations

Horizon = int
"""Days ahead of the as-of date."""

HORIZONS: tuple[Horizon, ...] = (30, 90, 180)
"""The horizons that are forecast where none is named."""
