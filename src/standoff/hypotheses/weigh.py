"""Rival explanations of one fact, weighed by what was known for and against them.

Heuer's analysis of competing hypotheses with its arithmetic written out: exclusive hypotheses with
priors, claims as evidence with a likelihood under each, Bayes' rule, and how much hangs on each
claim. Priors and likelihoods are judgements with a range and a reason; nothing here estimates them.

With evidence e in clusters C of claims that depend on each other,

    ln posterior(h) = ln prior(h) + sum over C of [ sum over e in C of ln P(e | h) ] / (1 + r (n - 1))

where n is the number of items of the cluster and r how far they repeat one another: 1 for claims of
one origin, so that n of them weigh as much as their average one, and the range that a named group
states otherwise (the design effect of Kish 1965). Source: Heuer 1999, Psychology of Intelligence
Analysis, ch. 8; Zlotnick 1972 for the use of Bayes' rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from standoff.domain.claim import digest
from standoff.evidence.snapshot import ClaimsSnapshot, one_per_origin
from standoff.hypotheses.files import Case, Evidence

Numbers = npt.NDArray[np.float64]

SCHEMA_NAME = "standoff.weigh/1"
_DRAWS = 10_000
_LEVELS = (0.05, 0.95)


@dataclass(frozen=True)
class Weighed:
    """One hypothesis.

    Attributes:
        id, says: its name and what it holds.
        prior: its range, as given.
        mean, low, high: its posterior: mean, 5% and 95% quantile over the ranges given.
        first: share of the draws in which it is the most likely.
    """

    id: str
    says: str
    prior: tuple[float, float]
    mean: float
    low: float
    high: float
    first: float


@dataclass(frozen=True)
class Changed:
    """The posterior at the middle of all ranges if one item were wrong, and what order it gives."""

    posterior: dict[str, float]
    first: str
    order_changes: bool


@dataclass(frozen=True)
class Weight:
    """One item of evidence.

    Attributes:
        id, reason: its name and why it has its likelihoods.
        claims, origins: the claims it rests on, and who made them.
        likelihood: its range under each hypothesis.
        diagnosticity: the largest ratio of its likelihoods, at the middle of their ranges; 1 tells
            nothing.
        shares_with: items that repeat it, in part or wholly.
        left_out, reversed: what would follow if it were left out, or said the opposite.
    """

    id: str
    reason: str
    claims: tuple[str, ...]
    origins: tuple[str, ...]
    likelihood: dict[str, tuple[float, float]]
    diagnosticity: float
    shares_with: tuple[str, ...]
    left_out: Changed
    reversed: Changed


@dataclass(frozen=True)
class Weighing:
    """Rival explanations as of a day.

    Attributes:
        hypotheses: most likely first.
        evidence: the items that were known, most diagnostic first.
        unknown: items that no claim known by the day supports, with the reason.
        lacks: what the claims do not hold that would tell, as the case says; "" for nothing.
    """

    schema: str
    name: str
    title: str
    war: str
    as_of: date
    seed: int
    claims_digest: str
    hypotheses: tuple[Weighed, ...]
    evidence: tuple[Weight, ...]
    unknown: dict[str, str]
    lacks: str


@dataclass(frozen=True)
class _Item:
    """Evidence with the claims it was found in."""

    evidence: Evidence
    claims: tuple[str, ...]
    origins: tuple[str, ...]


def weigh(case: Case, known: ClaimsSnapshot, seed: int = 1) -> Weighing:
    """Weigh a case by what was known on a day.

    Args:
        case: hypotheses and evidence, checked (`files.read`).
        known: the claims known by the day.
        seed: of the draws within the ranges.
    """
    found = []
    for evidence in case.evidence:
        claims = one_per_origin(p for p in known.by_id.items() if evidence.find.matches(*p))
        origins = sorted({claim.origin or claim.speaker for _, claim in claims})
        found.append(_Item(evidence, tuple(key for key, _ in claims), tuple(origins)))
    items = [item for item in found if item.claims]
    # Indices of items that repeat one another: of one named group, or with an origin in common.
    clusters: list[list[int]] = []
    for i, item in enumerate(items):
        group = item.evidence.group
        near = [
            c
            for c in clusters
            if any(
                set(item.origins) & set(items[j].origins)
                or (group and group == items[j].evidence.group)
                for j in c
            )
        ]
        clusters = [c for c in clusters if c not in near]
        clusters.append([j for c in near for j in c] + [i])
    # Posterior of each hypothesis over draws within all ranges, (draws, hypotheses).
    rng = np.random.default_rng(seed)
    prior = np.array([h.prior for h in case.hypotheses])
    lw = np.log(rng.uniform(prior[:, 0], prior[:, 1], (_DRAWS, len(prior))))
    for cluster in clusters:
        logs = np.log(np.array([_likelihoods(case, items[i]) for i in cluster]))
        drawn = rng.uniform(logs[..., 0], logs[..., 1], (_DRAWS, *logs.shape[:2])).sum(axis=1)
        least, most = _repetition(case, items, cluster)
        lw += drawn / (1 + rng.uniform(least, most, (_DRAWS, 1)) * (len(cluster) - 1))
    posterior = _normalised(lw)
    low, high = np.quantile(posterior, _LEVELS, axis=0)
    mean = posterior.mean(axis=0)
    first = np.bincount(posterior.argmax(axis=1), minlength=len(case.hypotheses)) / len(posterior)
    weighed = [
        Weighed(h.id, h.says, h.prior, *(float(x[i]) for x in (mean, low, high, first)))
        for i, h in enumerate(case.hypotheses)
    ]
    weights = [_weight(case, items, clusters, i) for i in range(len(items))]
    used = sorted({claim_id for item in items for claim_id in item.claims})
    return Weighing(
        schema=SCHEMA_NAME,
        name=case.name,
        title=case.title,
        war=known.war.name,
        as_of=known.as_of,
        seed=seed,
        claims_digest=digest(used),
        hypotheses=tuple(sorted(weighed, key=lambda h: -h.mean)),
        evidence=tuple(sorted(weights, key=lambda w: (-w.diagnosticity, w.id))),
        unknown={
            item.evidence.id: f"no claim known by {known.as_of} matches {item.evidence.find.wording()}"
            for item in found
            if not item.claims
        },
        lacks=case.lacks,
    )


def _repetition(case: Case, items: Sequence[_Item], cluster: Sequence[int]) -> tuple[float, float]:
    """How far a cluster's items repeat one another, as a range: 1 where they share an origin."""
    if len(cluster) < 2:
        return 0.0, 0.0
    first = items[cluster[0]]
    stated = [case.groups[g] for i in cluster if (g := items[i].evidence.group)]
    if not stated or all(set(first.origins) & set(items[i].origins) for i in cluster):
        return 1.0, 1.0
    return min(low for low, _ in stated), max(high for _, high in stated)


def _at_middle(
    case: Case, items: Sequence[_Item], clusters: Sequence[Sequence[int]], sign: Sequence[float]
) -> Numbers:
    """Posterior at the middle of all ranges, each item's logs times its sign; 0 leaves it out."""
    lw: Numbers = np.log(np.array([sum(h.prior) / 2 for h in case.hypotheses]))
    for cluster in clusters:
        logs: Numbers = np.log(np.array([_likelihoods(case, items[i]) for i in cluster])).mean(
            axis=2
        )
        signs = np.array([sign[i] for i in cluster])
        counted = max(int(np.count_nonzero(signs)), 1)
        repeated = sum(_repetition(case, items, cluster)) / 2
        lw = lw + signs @ logs / (1 + repeated * (counted - 1))
    return np.asarray(_normalised(lw[None, :])[0], dtype=np.float64)


def _likelihoods(case: Case, item: _Item) -> list[tuple[float, float]]:
    return [item.evidence.likelihood[h.id] for h in case.hypotheses]


def _normalised(lw: Numbers) -> Numbers:
    w = np.exp(lw - lw.max(axis=1, keepdims=True))
    return np.asarray(w / w.sum(axis=1, keepdims=True), dtype=np.float64)


def _weight(
    case: Case, items: Sequence[_Item], clusters: Sequence[Sequence[int]], i: int
) -> Weight:
    item = items[i]
    as_it_is = _at_middle(case, items, clusters, np.ones(len(items)).tolist())

    def changed(sign: float) -> Changed:
        signs = [sign if j == i else 1.0 for j in range(len(items))]
        odds = _at_middle(case, items, clusters, signs)
        return Changed(
            posterior={h.id: float(p) for h, p in zip(case.hypotheses, odds, strict=True)},
            first=case.hypotheses[int(odds.argmax())].id,
            order_changes=np.argsort(-odds).tolist() != np.argsort(-as_it_is).tolist(),
        )

    logs = np.log(_likelihoods(case, item)).mean(axis=1)
    cluster = next(c for c in clusters if i in c)
    return Weight(
        id=item.evidence.id,
        reason=item.evidence.reason,
        claims=item.claims,
        origins=item.origins,
        likelihood=item.evidence.likelihood,
        diagnosticity=float(np.exp(logs.max() - logs.min())),
        shares_with=tuple(items[j].evidence.id for j in cluster if j != i),
        left_out=changed(0.0),
        reversed=changed(-1.0),
    )
