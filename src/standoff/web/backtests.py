"""The backtest of a served war: replayed once in the background, and kept by what it rests on."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from standoff.domain.outcomes import truth
from standoff.domain.war import shipped
from standoff.evaluation.forecasters import BASELINES
from standoff.web.day import Job

_EVERY = 7
_HORIZONS = (30, 90, 180)


@dataclass(frozen=True)
class Tracked:
    """A backtest as it is served.

    Attributes:
        backtest: `standoff.backtest/1` as JSON.
        sections: (id, title, HTML) of its page, in order.
    """

    backtest: str
    sections: tuple[tuple[str, str, str], ...]


def make_tracked(of: Job) -> str:
    """Replay a war up to the job's day and draw what came of it; a `Tracked` as JSON.

    Raises:
        DateError: no target falls within the plan.
        StandoffError: a model fails.
    """
    # The scoring library behind these takes seconds to load, and the server itself never scores.
    from standoff.evaluation import backtest as job  # noqa: PLC0415 -- so that the server starts at once
    from standoff.evaluation.rolling_origin import BacktestPlan  # noqa: PLC0415
    from standoff.report.track_record import page  # noqa: PLC0415
    from standoff.report.track_record import text as scores  # noqa: PLC0415

    war = of.war
    # A war that was over by then is replayed from its start.
    first = war.backtest_begins
    last = min(max(truth(war), default=of.as_of), of.as_of)
    plan = BacktestPlan(
        war=war.name if war.name in shipped() else str(war.folder),
        store=of.store,
        first=first if first + timedelta(days=max(_HORIZONS)) < last else war.start,
        last=last,
        every=_EVERY,
        horizons=_HORIZONS,
        models=("model", *BASELINES),
        seed=of.seed,
        now=of.now.date(),
    )
    result = job.backtest(plan)
    told = [(part.id, part.title, str(part.content)) for part in page.parts(result, war)]
    return json.dumps(asdict(Tracked(scores.as_json(result), tuple(told))), ensure_ascii=False)


def tracked(text: str) -> Tracked:
    """A `Tracked` out of its JSON."""
    raw: dict[str, Any] = json.loads(text)
    return Tracked(raw["backtest"], tuple((s[0], s[1], s[2]) for s in raw["sections"]))
