"""How much of an effect is prior.

    prior share = w + (1 - w) s

w is the share of the effect's variance over the draws that comes from what no claim informs: the
assumed ranges and the law's constants, which no evidence has weighted. The rest hangs on where the
two sides stand; s is the share of what was not known of it beforehand that the claims have left open
(variance of the distance from a breakthrough, after all readings over before any). Decision 12 says
why this and not another.
"""

from __future__ import annotations

import numpy as np

from standoff.observe import Numbers
from standoff.scenario.answer import MOST_PRIOR

_NOTHING = 1e-9


def prior_share(effect: Numbers, left: float) -> float | None:
    """The share of an effect that is prior.

    Args:
        effect: by draw, (2, pairs) or (2, pairs, figures), on a scale on which its size is judged;
            several figures are judged together. Twins differ only in where the sides stand.
        left: s.

    Returns:
        0 to 1; None where nothing changes.
    """
    told = effect.reshape(2, effect.shape[1], -1)
    if np.abs(told).max(initial=0.0) < _NOTHING:
        return None
    whole = float(((told - told.mean(axis=(0, 1))) ** 2).mean(axis=(0, 1)).sum())
    if whole < _NOTHING**2:
        # One certain effect of an assumption at one value is all assumption.
        return 1.0
    by_state = float((0.5 * (told[0] - told[1]) ** 2).mean(axis=0).sum())
    assumed = float(np.clip(1.0 - by_state / whole, 0.0, 1.0))
    return assumed + (1.0 - assumed) * left


def too_prior(share: float | None) -> bool:
    """Whether an effect carries no odds."""
    return share is not None and share > MOST_PRIOR
