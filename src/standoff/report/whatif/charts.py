"""The charts of a what-if, each with its key, caption, table and source."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from standoff.domain.war import War
from standoff.formatting import amount, percent, rough, written
from standoff.report.charts.figure import Captions, Figure, Key, Table, drawn, missing
from standoff.report.charts.svg import INK
from standoff.report.charts.vega import BLUE, RED, Rows
from standoff.report.first_screen import outcome_name
from standoff.report.whatif import specs
from standoff.scenario.answer import Tornado, WhatIf

_AHEAD = "{} days ahead"
_NO_ODDS = "{} days ahead: no odds, mostly prior"
_LEAVES = {
    "narrow": "Out of standstill: moved 10 m a day or more",
    "wide": "Out of stalemate: a break by either side",
}
_FIGURES = {
    "territory_km2": ("Change of the area held, km²", "km² against the unchanged course"),
    "ending_times": ("Chance that the war ends", "times that of the unchanged course"),
}


def odds(result: WhatIf, war: War) -> Figure:
    """Every outcome at every horizon, before and after."""
    names = [outcome_name(one.outcome, war) for one in result.horizons[0].outcomes]
    panels: dict[str, Rows] = {}
    rows = []
    for at in result.horizons:
        title = (_NO_ODDS if at.why_no_odds else _AHEAD).format(at.horizon)
        panels[title] = [
            {"name": name, "before": o.before, "after": o.after, "low": o.low, "high": o.high}
            for name, o in zip(names, at.outcomes, strict=True)
        ]
        rows += [
            (
                f"{at.horizon} d",
                name,
                percent(o.before),
                "no odds" if o.after is None else percent(o.after),
                "" if o.low is None or o.high is None else f"{percent(o.low)} to {percent(o.high)}",
            )
            for name, o in zip(names, at.outcomes, strict=True)
        ]
    marks = [
        Key("circle", RED, "under the what-if"),
        Key("line", RED, "90% of the assumed ranges and of what is not known of the two sides"),
    ]
    held = all(at.why_no_odds for at in result.horizons)
    key = (Key("ring", INK, "unchanged"), *([] if held else marks))
    caption = f"Both courses meet the same chance. The difference is {result.assumed}."
    words = Captions(
        "odds", "Outcomes, unchanged and under the what-if", key, caption, source(result)
    )
    table = Table(("Ahead", "Outcome", "Unchanged", "What-if", "90%"), tuple(rows))
    return drawn(specs.paired_odds(panels, names), words, table, result.as_of)


def fan(result: WhatIf, war: War) -> Figure:
    """Area held by the first side: the unchanged fan as a ghost, and the changed one."""
    title = f"Area held by {war.sides[0].name}, km²"
    if result.fan is None:
        return missing("fan", title, "This war is not measured by its front.")
    of = result.fan
    ends = zip(of.days, of.low, of.high, strict=True)
    after: Rows = [{"day": d.isoformat(), "low90": low, "high90": high} for d, low, high in ends]
    for i, row in enumerate(after):
        spread = of.after[i] if of.after else None
        row |= {name: getattr(spread, name, None) for name in ("low50", "middle", "high50")}
    before: Rows = [
        {"day": day.isoformat(), "low90": s.low90, "high90": s.high90, "middle": s.middle}
        for day, s in zip(of.days, of.before, strict=True)
    ]
    known: Rows = [
        {"day": day.isoformat(), "km2": km2}
        for day, km2 in zip(of.known_days, of.known, strict=True)
    ]
    odds = [Key("line", RED, "what-if: middle"), Key("band-50", RED, "what-if: 50%")]
    widest = "what-if: 90%" if of.after else "what-if: a range without odds"
    key = (
        Key("line", BLUE, "as known"),
        Key("dash", INK, "unchanged: middle"),
        Key("dots", INK, "unchanged: 90%"),
        *(odds if of.after else []),
        Key("band-90", RED, widest),
    )
    words = Captions(
        "fan", title, key, "By week. The ghost is the unchanged course.", source(result)
    )
    rows = tuple(
        (
            written(day),
            f"{amount(b['middle'])} ({amount(b['low90'])} to {amount(b['high90'])})",
            f"{amount(a['low90'])} to {amount(a['high90'])}",
        )
        for day, b, a in zip(of.days, before, after, strict=True)
    )
    table = Table(("Day", "Unchanged, 90%", "What-if, 90%"), rows)
    return drawn(specs.fans(known, before, after, title), words, table, result.as_of)


def leaving(result: WhatIf) -> Figure:
    """How likely the front has left stalemate by each week."""
    title = "Time to leave stalemate, if the war goes on"
    known = [one for one in result.leaving if one.in_it]
    if not known:
        why = " ".join(dict.fromkeys(one.sentence for one in result.leaving))
        return missing("leaving", title, why or "This war is not measured by its front.")
    panels: dict[str, Rows] = {}
    for one in known:
        nothing: Sequence[None] = [None] * len(one.days)
        odds = (one.before, one.after or nothing, one.low or nothing, one.high or nothing)
        panels[_LEAVES[one.kind]] = [
            {
                "day": (result.as_of + timedelta(days=day)).isoformat(),
                **dict(zip(("before", "after", "low", "high"), at, strict=True)),
            }
            for day, *at in zip(one.days, *odds, strict=True)
        ]
    key = (
        Key("dash", INK, "unchanged"),
        Key("line", RED, "under the what-if"),
        Key("band-90", RED, "90% of what is assumed and not known"),
    )
    words = Captions("leaving", title, key, " ".join(one.sentence for one in known), source(result))
    rows = tuple(
        (
            _LEAVES[one.kind],
            f"day {day}",
            percent(before),
            "no odds" if one.after is None else percent(one.after[i]),
        )
        for one in known
        for i, (day, before) in enumerate(zip(one.days, one.before, strict=True))
        if i % 4 == 0
    )
    table = Table(("Leaving", "By", "Unchanged", "What-if"), rows)
    return drawn(specs.leaving(panels), words, table, result.as_of)


def tornado(result: WhatIf, of: Tornado) -> Figure:
    """Which uncertainty matters most to one figure."""
    title, axis = _FIGURES[of.figure]
    labels = [chr(ord("A") + i) for i in range(len(of.bars))]
    rows: Rows = [
        {"label": label, "from": bar.at_low, "to": bar.at_high}
        for label, bar in zip(labels, of.bars, strict=True)
    ]
    key = tuple(
        Key("bar", BLUE, f"{label}: {bar.label}")
        for label, bar in zip(labels, of.bars, strict=True)
    )
    last = result.horizons[-1].horizon
    caption = (
        f"{last} days ahead. Each assumption alone at either end of its range, the others at their "
        "middles (dashed line). It ranks what is uncertain, not what to do."
    )
    ident = f"tornado-{of.figure.replace('_', '-')}"
    words = Captions(ident, f"What matters most: {title}", key, caption, source(result))
    table = Table(
        ("", "Uncertainty", "At its low end", "At its high end"),
        tuple(
            (
                label,
                bar.label,
                *(
                    rough(end, "km2") if of.figure == "territory_km2" else f"{end:.2g} times"
                    for end in (bar.at_low, bar.at_high)
                ),
            )
            for label, bar in zip(labels, of.bars, strict=True)
        ),
    )
    return drawn(specs.tornado(rows, of.middle, axis), words, table, result.as_of)


def source(result: WhatIf) -> str:
    """Who the figures of a what-if are from."""
    titles = "; ".join(one.title for one in result.scenarios)
    return f"our own forecast beside a what-if ({titles}), {result.assumed}"
