"""A what-if as text, 80 columns, and as JSON."""

from __future__ import annotations

import json
import math
import textwrap
from collections.abc import Iterator

from standoff.domain.war import War
from standoff.formatting import amount, apportioned, count, percent, printable, rough, written
from standoff.report.serialize import plain
from standoff.scenario.answer import Amount, AtHorizon, Tried, WhatIf
from standoff.scenario.wording import outcome_name

_WIDTH = 80
_DOTS = 20


def as_json(result: WhatIf) -> str:
    """The JSON text (`standoff.whatif/1`), ending in a newline; the same answer, the same bytes."""
    text = plain(result)
    return json.dumps(text, sort_keys=True, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def as_text(result: WhatIf, war: War) -> str:
    """What would change, by how much of it is assumed; ends in a newline."""
    leaving = dict.fromkeys(one.sentence for one in result.leaving)
    assumed = []
    for one in result.assumptions:
        ground = [count(one.claims_known, "claim")] if one.claims_known else []
        ground += [source for _, source in one.priors] or ["nothing known by then"] * (not ground)
        unknown = "".join(f" {u}." for u in one.unknown)
        assumed += _wrapped(f"{one.text} Rests on {'; '.join(ground)}.{unknown}")
    matters = []
    for tornado in result.tornados:
        area = tornado.figure == "territory_km2"
        matters.append(
            "Which uncertainty matters most to the area, each alone at either end"
            if area
            else "Which uncertainty matters most to the chance of ending, times the unchanged"
        )
        for bar in tornado.bars:
            low, high = sorted((bar.at_low, bar.at_high))
            between = (
                f"{rough(low)} to {rough(high, 'km2')}"
                if area
                else f"{low:.2g} to {high:.2g} times"
            )
            matters += _wrapped(f"{between}: {bar.label}")
        matters.append("")
    lines = [
        *textwrap.wrap("; ".join(s.title for s in result.scenarios).upper(), _WIDTH),
        *textwrap.wrap(
            f"{war.title} as of {written(result.as_of)}. Effects: {result.assumed}.", _WIDTH
        ),
        "",
        *textwrap.wrap(result.sentence, _WIDTH),
        "",
        "Assumed",
        *assumed,
        "",
        *(line for at in result.horizons for line in _horizon(at, war)),
        *(["Time to leave stalemate, if the war goes on"] if result.leaving else []),
        *(line for sentence in leaving for line in _wrapped(sentence)),
        "",
        *matters,
        "What history has tried",
        *_wrapped(result.trials.sentence),
        *(line for one in result.trials.forecasts for line in _wrapped(tried(one, war))),
        *(_wrapped(result.trials.carried_sentence) if result.trials.carried_sentence else []),
    ]
    return "\n".join(printable(line) for line in lines) + "\n"


def _horizon(at: AtHorizon, war: War) -> Iterator[str]:
    share = f", {percent(at.prior_share)} prior" if at.prior_share else ""
    yield f"By {written(at.day)} ({at.horizon} days); one dot is one in 20{share}"
    before_dots = apportioned({one.outcome: one.before for one in at.outcomes}, _DOTS)
    after = {one.outcome: one.after for one in at.outcomes if one.after is not None}
    after_dots = apportioned(after, _DOTS) if after else {}
    for one in at.outcomes:
        name = outcome_name(one.outcome, war)
        before = f"{'○' * before_dots[one.outcome] or '·':<20} {percent(one.before):>4}"
        if one.after is None or one.low is None or one.high is None:
            yield f"  {name:<25}{before}"
            continue
        yield f"  {name:<25}{before} unchanged"
        dots = "●" * after_dots[one.outcome] or "·"
        ends = f"{percent(one.low)} to {percent(one.high)}"
        yield f"  {'':<25}{dots:<20} {percent(one.after):>4} what-if ({ends})"
    if at.why_no_odds:
        yield from _wrapped(f"No odds. {at.why_no_odds}")
    if at.territory:
        yield from _amount(at.territory)
    for lost in at.lost.values():
        yield from _amount(lost)
    yield ""


def _amount(of: Amount) -> Iterator[str]:
    text = of.change.sentence
    if of.after is not None and of.change.prior_share is not None:
        before, after = (
            f"{amount(s.middle)} ({amount(s.low90)} to {amount(s.high90)})"
            for s in (of.before, of.after)
        )
        text += f" From {before} to {after} {amount_unit(of.unit)}."
    yield from _wrapped(text)


def tried(of: Tried, war: War) -> str:
    """A trial at one horizon: what was tried, what came, and the odds that each course gave it."""
    moved = "" if math.isnan(of.moved_km2) else f" ({rough(of.moved_km2, 'km2')})"
    return (
        f"{of.happened} As of {written(of.as_of)} for {written(of.target)}: "
        f"{outcome_name(of.outcome, war)}{moved}, given {percent(of.p_unchanged)} unchanged and "
        f"{percent(of.p_assumed)} by the assumption."
    )


def amount_unit(unit: str) -> str:
    """A unit as it is written after a number."""
    return {"km2": "km²"}.get(unit, unit)


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent="  ", subsequent_indent="    ")
