"""What a backtest says in words: names of targets, scores with their units, who is best."""

from __future__ import annotations

import math
from collections.abc import Sequence

from standoff.domain.channels import CountTarget
from standoff.domain.war import War
from standoff.evaluation.forecasters import BASELINES
from standoff.evaluation.rolling_origin import (
    EVENTS,
    OUTCOME,
    STANDSTILL,
    STANDSTILL_KM2_PER_DAY,
    TERRITORY,
    WITH_DISPUTED,
)
from standoff.formatting import amount
from standoff.report.quantity_names import called
from standoff.report.track_record.summary import Track, Verdict, Versus

SCORES = (
    "Two scores rank the models; lower is better: the CRPS is how far a forecast lay from what happened, "
    "in the unit of the forecast, and the Brier score is the squared error of a probability."
)
_TEENTH = range(10, 20)
_ENDINGS = {1: "st", 2: "nd", 3: "rd"}


def target_name(target: str, war: War) -> str:
    """A target in plain words."""
    fixed = {
        TERRITORY: "Change of territory",
        STANDSTILL: "Standstill",
        OUTCOME: "Outcome on the target date",
        WITH_DISPUTED: "The same, with the days on which maps differ",
    }
    if count := CountTarget.parse(target):
        party = war.parties.get(count.side)
        whose = f", {party.name if party else count.side}" if count.side else ""
        return f"{_capital(called(count.quantity))}{whose}"
    return fixed.get(target, target)


def target_words(target: str, war: War) -> str:
    """What exactly is forecast, and how it is scored."""
    if target == TERRITORY:
        return (
            f"Net change of the area held by {war.sides[0].name} over the whole horizon. CRPS, in km², is "
            "how far the forecast lay from what happened; of a forecast of one number, its plain error."
        )
    if target == STANDSTILL:
        limit = amount(STANDSTILL_KM2_PER_DAY)
        return (
            f"Standstill is such a change of less than {limit} km² a day, either way; its Brier score is "
            "the squared error of the probability, 0 to 1."
        )
    if target in (OUTCOME, WITH_DISPUTED):
        return (
            "Which of the exclusive outcomes holds on the target date, by the war's outcomes.csv. "
            "The Brier score sums over outcomes, 0 to 2."
        )
    if CountTarget.parse(target):
        return (
            "The count over the whole horizon, as its source tells it. CRPS is of natural logs: "
            "0.1 is about 10%."
        )
    return "As the JSON of the backtest names it."


def score_name(target: str) -> str:
    """The score that ranks."""
    return "Brier" if target in EVENTS else "CRPS"


def score_unit(target: str) -> str:
    """Its unit; "" for a Brier score."""
    if target == TERRITORY:
        return "km²"
    return "log units" if CountTarget.parse(target) else ""


def score_label(target: str) -> str:
    """The score with its unit: "CRPS, km²"."""
    unit = score_unit(target)
    return f"{score_name(target)}, {unit}" if unit else f"{score_name(target)} score"


def scored(value: float, target: str, unit: bool = True) -> str:
    """A score as printed: whole km², else three decimals."""
    if math.isnan(value):
        return "–"
    whole = target == TERRITORY
    number = amount(float(round(value))) if whole else f"{value:.3f}".replace("-", "\u2212")
    return f"{number} {score_unit(target)}".rstrip() if unit else number


def lowered(value: float, target: str) -> str:
    """A difference of scores with its sign."""
    return ("+" if value > 0 else "") + scored(value, target, unit=False)


def interval(against: Versus, target: str) -> str:
    """The 90% interval of a difference; why there is none."""
    if math.isnan(against.low):
        return "too few windows"
    return f"{lowered(against.low, target)} to {lowered(against.high, target)}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def share(value: float) -> str:
    """A share as a whole percentage, with its sign left out; a dash where there is none."""
    return "–" if math.isnan(value) else f"{abs(100 * value):.0f}%"


def place(number: int) -> str:
    """1st, 2nd, 3rd, 11th."""
    ending = "th" if number % 100 in _TEENTH else _ENDINGS.get(number % 10, "th")
    return f"{number}{ending}"


def quoted(model: str) -> str:
    """A model's name as it stands in a sentence."""
    return f"“{model}”"


def listed(items: Sequence[object]) -> str:
    """30, 90 and 180."""
    *rest, last = map(str, items)
    return f"{', '.join(rest)} and {last}" if rest else last


def lead(verdicts: Sequence[Verdict], name: str) -> str:
    """On whom you would bet at which horizon."""
    days: dict[str, list[int]] = {}
    for found in verdicts:
        days.setdefault(found.best.model if sure(found) else "", []).append(found.horizon_days)
    nobody = days.pop("", [])
    bets = [f"on {quoted(model)} at {listed(at)} days" for model, at in days.items()]
    if not bets:
        return f"{name}: you would bet on nobody yet."
    rest = f", at {listed(nobody)} days on nobody yet" if nobody else ""
    return f"{name}: you would bet {', '.join(bets)}{rest}."


def sure(verdict: Verdict) -> bool:
    """Whether the lead of the best has an interval above 0."""
    against = verdict.against
    return against is not None and against.bet and against.by > 0


def bet(verdict: Verdict) -> str:
    """Whether one would bet on the best, and if not, why."""
    against = verdict.against
    if against is None:
        return "Nobody else forecasts this on the same dates."
    if against.by == 0:
        return f"It is level with {quoted(against.rival)}: nothing to bet on."
    if math.isnan(against.low):
        return "You would not bet on it: the dates fill too few separate windows to tell."
    if sure(verdict):
        return "You would bet on it."
    return "You would not bet on it: the interval holds 0."


def sentence(track: Track, verdict: Verdict) -> str:
    """Who is best at a horizon, by how much, with interval, and whether one would bet on it."""
    best, target, against = verdict.best, verdict.target, verdict.against
    kind = ", itself a baseline," if best.model in BASELINES else ""
    text = (
        f"At {verdict.horizon_days} days {quoted(best.model)}{kind} is best: {score_name(target)} "
        f"{scored(best.crps if not math.isnan(best.crps) else best.brier, target)}"
    )
    if against is not None:
        rival = "the best baseline" if against.rival in BASELINES and not kind else "the next best"
        text += (
            f", {scored(against.by, target)} ({share(against.share)}) below {rival}, "
            f"{quoted(against.rival)}"
        )
        if not math.isnan(against.low):
            unit = score_unit(target)
            text += f" (90% interval {interval(against, target)} {unit}".rstrip() + ")"
    text += f". {bet(verdict)}"
    if verdict.place > 1:
        text += f" {quoted(track.of)} comes {place(verdict.place)} of {verdict.of_how_many}."
    return text
