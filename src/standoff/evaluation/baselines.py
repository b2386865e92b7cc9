"""What a model must beat: forecasts of the front that need no model.

Each takes the daily area known, the index of the origin in it and the horizon, and gives a sample
of the net change. The sample is the baseline's own value plus the errors it would have made on the
last targets that were resolved by the origin: nothing after the origin is read.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from standoff.errors import ScoreError

Days = npt.NDArray[np.datetime64]
Floats = npt.NDArray[np.float64]
Forecaster = Callable[[Days, Floats, int, int], Floats]

ERROR_DAYS = 180
"""Errors come from targets resolved in the last so many days, the origin's day among them."""
PACE_DAYS = 30


def no_change(days: Days, area_km2: Floats, origin: int, horizon_days: int) -> Floats:
    """No movement, with the errors that gives: the changes of the last 180 days' targets.

    Args:
        days: every day, shape (n,), none missing.
        area_km2: km² on each day, shape (n,).
        origin: index of the origin in `days`; later readings are not used.
        horizon_days: days from the origin to the target, >= 1.
    Returns:
        Sample of the net change over the horizon, km², at most 180 values.
    Raises:
        ScoreError: a day is missing, or no target of this horizon was resolved by the origin.
    """
    return _sample(days, area_km2, origin, horizon_days, _still, ERROR_DAYS)


def climatology_90(days: Days, area_km2: Floats, origin: int, horizon_days: int) -> Floats:
    """Changes over the horizon that ended in the last 90 days; arguments as in `no_change`."""
    return _sample(days, area_km2, origin, horizon_days, _still, 90)


def climatology_180(days: Days, area_km2: Floats, origin: int, horizon_days: int) -> Floats:
    """Changes over the horizon that ended in the last 180 days: the same as `no_change`."""
    return _sample(days, area_km2, origin, horizon_days, _still, ERROR_DAYS)


def persistence(days: Days, area_km2: Floats, origin: int, horizon_days: int) -> Floats:
    """The change of the last horizon again; arguments as in `no_change`."""
    return _sample(days, area_km2, origin, horizon_days, _past_change, ERROR_DAYS)


def half_persistence(days: Days, area_km2: Floats, origin: int, horizon_days: int) -> Floats:
    """Half of the change of the last horizon; arguments as in `no_change`."""

    def half(area_km2: Floats, at: npt.NDArray[np.intp], horizon_days: int) -> Floats:
        return _past_change(area_km2, at, horizon_days) / 2

    return _sample(days, area_km2, origin, horizon_days, half, ERROR_DAYS)


def half_pace(days: Days, area_km2: Floats, origin: int, horizon_days: int) -> Floats:
    """Half of the last 30 days' pace kept up; arguments as in `no_change`."""

    def half(area_km2: Floats, at: npt.NDArray[np.intp], horizon_days: int) -> Floats:
        return _past_change(area_km2, at, PACE_DAYS) * (horizon_days / PACE_DAYS / 2)

    return _sample(days, area_km2, origin, horizon_days, half, ERROR_DAYS)


BASELINES: Mapping[str, Forecaster] = MappingProxyType(
    {
        "no change": no_change,
        "persistence": persistence,
        "half persistence": half_persistence,
        "half of the last 30 days' pace": half_pace,
        "climatology, last 90 d": climatology_90,
        "climatology, last 180 d": climatology_180,
    }
)

_Guess = Callable[[Floats, npt.NDArray[np.intp], int], Floats]


def _sample(
    days: Days, area_km2: Floats, origin: int, horizon_days: int, guess: _Guess, error_days: int
) -> Floats:
    if origin < 0:
        raise ScoreError(
            "area: not known on any day by the origin. Take a later one, or pull a map."
        )
    if np.any(np.diff(days[: origin + 1]) != np.timedelta64(1, "D")):
        raise ScoreError("area: a day is missing or doubled. Put the readings on a daily grid.")
    targets = np.arange(max(origin - error_days + 1, horizon_days), origin + 1)
    if targets.size == 0:
        raise ScoreError(
            f"{days[origin]}: no target {horizon_days} days ahead was resolved by then. "
            "Take a later origin or a shorter horizon."
        )
    origins = targets - horizon_days
    errors = area_km2[targets] - area_km2[origins] - guess(area_km2, origins, horizon_days)
    return guess(area_km2, np.array([origin]), horizon_days) + errors


def _still(area_km2: Floats, at: npt.NDArray[np.intp], horizon_days: int) -> Floats:
    del area_km2, horizon_days
    return np.zeros(at.size)


def _past_change(area_km2: Floats, at: npt.NDArray[np.intp], length_days: int) -> Floats:
    # Before the first day of the series nothing had moved: its first value stands for all earlier.
    return np.asarray(area_km2[at] - area_km2[np.maximum(at - length_days, 0)], dtype=np.float64)
