"""How much of an effect is prior.

    prior share = (A + B (w + (1 - w) s)) / (A + B + E)

B is the size (root mean square over the draws) of the effect without the changes that are prior by
rule, A what those add. By rule a third party's entry is prior with all that its scenario assumes, and
so is the war's will to go on: history holds almost nothing to estimate the one from, and of the other
only the hazard by which wars have ended. E is what changes add whose range was estimated from data:
that they happen is assumed, their size is not.

Of the rest, w is the share of variance that comes from what no claim informs: the assumed ranges and
the law's constants, which no evidence has weighted. 1 - w hangs on where the sides and the front
stand; s is the share of what was not known of it beforehand that the claims have left open (variance
of the distance from a breakthrough, after all readings over before any). Decision 12 says why this.
"""

from __future__ import annotations

import numpy as np

from standoff.observations.front import Numbers
from standoff.scenario.answer import MOST_PRIOR
from standoff.scenario.definition import Change, Scenario

_NOTHING = 1e-9


def wholly_prior(change: Change, scenario: Scenario) -> bool:
    """Whether a change is prior by rule."""
    return not change.estimated and (
        change.part == "will" or any(c.part == "axis" for c in scenario.changes)
    )


def prior_share(effect: Numbers, assumed: Numbers, rest: Numbers, left: float) -> float | None:
    """The share of an effect that is prior.

    Args:
        effect: by draw, (2, pairs) or (2, pairs, figures), on a scale on which its size is judged;
            several figures are judged together. Twins differ only in where sides and front stand.
        assumed: the same without the changes that are estimated.
        rest: the same again without the changes that are prior by rule.
        left: s.

    Returns:
        0 to 1; None where nothing changes.
    """
    a, b, estimated = _size(assumed - rest), _size(rest), _size(effect - assumed)
    if a + b + estimated < _NOTHING:
        return None
    by_figure = rest.reshape(2, rest.shape[1], -1)
    whole = float(by_figure.var(axis=(0, 1)).sum())
    # One certain effect is all assumption: nothing that the claims say changes it.
    w = 1.0
    if whole >= _NOTHING**2:
        by_state = float((0.5 * (by_figure[0] - by_figure[1]) ** 2).mean(axis=0).sum())
        w = float(np.clip(1.0 - by_state / whole, 0.0, 1.0))
    return (a + b * (w + (1.0 - w) * left)) / (a + b + estimated)


def too_prior(share: float | None) -> bool:
    """Whether an effect carries no odds."""
    return share is not None and share > MOST_PRIOR


def _size(effect: Numbers) -> float:
    return float(np.sqrt((effect**2).mean(axis=(0, 1)).sum()))
