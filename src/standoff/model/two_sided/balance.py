"""The balance of a week: how far each side is from a breakthrough, and what holds it there."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from standoff.model.two_sided.posterior import TwoSidedPosterior, weighted_quantiles

Floats = npt.NDArray[np.float64]
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
TERMS = ("strength", "supply", "fatigue", "posture", "threshold")


@dataclass(frozen=True)
class SideDistances:
    """One side at the end of a week.

    Attributes:
        past_threshold: quantiles (`LEVELS`) of its distance past its breakthrough, log units; below
            0 it is held.
        p_breaks: probability that it stands past its breakthrough now.
        terms: mean of what each of `TERMS` adds to the distance (they sum to its mean), log units.
        terms_sd: posterior standard deviation of each.
        lost: quantiles of its true losses in the week, people.
        lost_so_far: quantiles of its true losses since the start, people.
    """

    past_threshold: tuple[float, ...]
    p_breaks: float
    terms: dict[str, float]
    terms_sd: dict[str, float]
    lost: tuple[float, ...]
    lost_so_far: tuple[float, ...]


@dataclass(frozen=True)
class Balance:
    """Both sides at the end of a week.

    Attributes:
        day: the week's last day.
        a, b: the sides.
        intensity: quantiles of intensity, as A's weekly loss at nominal strengths, people.
        attacks: probabilities that A, neither, B attacks.
        exchange: quantiles of A's loss for each of B's.
    """

    day: np.datetime64
    a: SideDistances
    b: SideDistances
    intensity: tuple[float, ...]
    attacks: tuple[float, float, float]
    exchange: tuple[float, ...]


def balance(posterior: TwoSidedPosterior) -> Balance:
    """The balance at the posterior's week."""
    x, w = posterior.state.ravel(), posterior.weights.ravel()
    n, parts = posterior.nominal, _parts(posterior)

    def side(sign: float, code: str) -> SideDistances:
        terms = {name: sign * values for name, values in parts.items()}
        terms["threshold"] = -x[f"theta_{code}"]
        past = np.sum(list(terms.values()), axis=0)
        return SideDistances(
            past_threshold=_quantiles(past, w),
            p_breaks=float(w[past > 0].sum()),
            terms={name: float(w @ values) for name, values in terms.items()},
            terms_sd={name: _variance(values, w) ** 0.5 for name, values in terms.items()},
            lost=_quantiles(n * np.exp(x[f"l{code}"]), w),
            lost_so_far=_quantiles(n * x[f"c{code}"], w),
        )

    u = x["u"]
    return Balance(
        day=posterior.day,
        a=side(1.0, "a"),
        b=side(-1.0, "b"),
        intensity=_quantiles(n * np.exp(x["i"]), w),
        attacks=(float(w[u > 0].sum()), float(w[u == 0].sum()), float(w[u < 0].sum())),
        exchange=_quantiles(np.exp(x["la"] - x["lb"]), w),
    )


def distances(posterior: TwoSidedPosterior) -> tuple[Floats, Floats]:
    """Each particle's distance of A and of B past its breakthrough, log units, flat."""
    r, x = np.sum(list(_parts(posterior).values()), axis=0), posterior.state.ravel()
    return r - x["theta_a"], -r - x["theta_b"]


def prior_share(
    posterior: TwoSidedPosterior, prior_only: TwoSidedPosterior, side: int = 0
) -> dict[str, float]:
    """How much of the spread of a side's distance all readings have left, for each of `TERMS`.

    Args:
        posterior: at a week.
        prior_only: at the same week, of a run without readings.
        side: 0 for A, 1 for B.
    Returns:
        Posterior over prior variance, 0 to about 1, also for "distance" as a whole.
    """

    def variances(of: TwoSidedPosterior) -> dict[str, float]:
        x, w = of.state.ravel(), of.weights.ravel()
        theta = x["theta_b" if side else "theta_a"]
        parts = {**_parts(of), "threshold": theta, "distance": distances(of)[side]}
        return {name: _variance(values, w) for name, values in parts.items()}

    now, before = variances(posterior), variances(prior_only)
    # In week 0 nobody is tired: what has no spread is as well known as before.
    return {name: now[name] / before[name] if before[name] > 0 else 1.0 for name in now}


def _parts(posterior: TwoSidedPosterior) -> dict[str, Floats]:
    """What each state adds to R, for every particle."""
    x = posterior.state.ravel()
    bonus = np.repeat(posterior.constants["bonus"], posterior.state.shape[1])
    return {
        "strength": x["a"] - x["b"],
        "supply": x["va"] - x["vb"],
        "fatigue": x["fb"] - x["fa"],
        "posture": bonus * x["u"],
    }


def _quantiles(values: Floats, w: Floats) -> tuple[float, ...]:
    return tuple(weighted_quantiles(values, w, LEVELS))


def _variance(values: Floats, w: Floats) -> float:
    mean = float(w @ values)
    return float(w @ (values - mean) ** 2)
