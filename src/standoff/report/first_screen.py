"""What a reader needs first, in order; text and page show the same."""

from __future__ import annotations

import textwrap
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from standoff.assessment.events import headlines
from standoff.assessment.projections import told_ahead
from standoff.assessment.records import AssessmentRecord, Question, Talks
from standoff.assessment.wording import headline, label_of
from standoff.domain.outcomes import Outcome, OutcomeKind
from standoff.domain.war import War
from standoff.formatting import (
    amount,
    apportioned,
    bounded,
    count,
    days_ago,
    listed,
    percent,
    said_by,
    signed,
    written,
)
from standoff.report.quantity_names import called
from standoff.report.templating import day as short_day

DOTS = 20
_STALE_DAYS = 30
_NAMED = 3
_LATELY_DAYS = 90
_LINE = 98
_SAID = {"say_stalemate": "there is a stalemate", "say_stalled": "the front is stalled"}
_READ = {"territory": "area held", "intensity": "fires and combat"}
"""Kinds of quantity whose own names are no plain words."""

_OUTCOMES: dict[OutcomeKind, str] = {
    "ended": "war ended",
    "breaks": "breaks through",
    "creeps": "creeps forward",
    "freeze": "frozen: still and quiet",
    "standstill": "standstill, still costly",
}


@dataclass(frozen=True)
class OutcomeLine:
    """One outcome: its plain name, probabilities at 30, 90 and 180 days, and dots of 20 at 30."""

    outcome: Outcome
    name: str
    odds: tuple[float, ...]
    dots: int


@dataclass(frozen=True)
class FirstScreen:
    """The first screen, in its order.

    Attributes:
        title: war and as-of date.
        age: how old the newest data are.
        fresh: the newest day of each kind of claim.
        stale: a warning where the map is so old that the odds run from another time; "" where not.
        sentence: narrow and wide probability.
        change: what would change it.
        outcomes: one line an outcome, most likely first.
        front: how it moved in a month, and what changed hands in three.
        disagree: who contradicts our odds, and where sources contradict each other.
        toll: the verified minimum.
        ahead: counts of the nearest horizon.
        happened: what happened lately, a dated line each.
        wants: each side's last firm and last yielding word, a line each.
        met: the last talks of the two sides, and newer ones with others, a line each.
        skill: by horizon, how much better our odds were than the courses of the half year before.
        record: our score against the base rate.
        unknown: what is not known.
        unused: claims that are known and read by no model; "" without any.
    """

    title: str
    age: str
    fresh: str
    stale: str
    sentence: str
    change: str
    outcomes: tuple[OutcomeLine, ...]
    front: str
    disagree: str
    toll: str
    ahead: str
    happened: tuple[str, ...]
    wants: tuple[str, ...]
    met: tuple[str, ...]
    skill: str
    record: str
    unknown: str
    unused: str


def first_screen(assessment: AssessmentRecord, war: War) -> FirstScreen:
    """The first screen of an assessment."""
    by_id = {q.id: q for q in assessment.questions}
    at30 = assessment.outcomes["30"]
    dots = apportioned(at30, DOTS) if assessment.stalemate.narrow is not None else {}
    lines = [
        OutcomeLine(
            Outcome.parse(code),
            outcome_name(code, war),
            tuple(by_horizon[code] for by_horizon in assessment.outcomes.values()),
            dots.get(code, 0),
        )
        for code in at30
    ]
    past = assessment.charts.record
    record = "None yet: the outcome of no earlier forecast of this war is known."
    if past.resolved:
        verdict = "better than" if past.brier < past.brier_base_rate else "worse than"
        record = (
            f"Brier {past.brier:.3f} on {past.resolved} weekly forecasts of standstill in 30 days, "
            f"{verdict} the base rate's {past.brier_base_rate:.3f}."
        )
    age, stale = _age(assessment)
    return FirstScreen(
        title=f"{war.title}, as of {written(assessment.as_of)}",
        age=age,
        fresh=_freshness(assessment),
        stale=stale,
        sentence=headline(assessment.stalemate),
        change=_change(assessment, war, by_id["shocks"]),
        outcomes=tuple(sorted(lines, key=lambda line: -line.odds[0])),
        front=_front(assessment, war),
        disagree=_disagree(assessment, war, by_id["standstill"], by_id["cost"]),
        toll=_toll(by_id["cost"], war),
        ahead=told_ahead(assessment.projections, war) or "Nothing is counted often enough.",
        happened=_happened(assessment, war),
        wants=_wants(assessment, war),
        met=_met(assessment, war),
        skill=_skill(assessment),
        record=record,
        unknown=_unknown(assessment),
        unused=_unused(assessment),
    )


def outcome_name(code: str, war: War) -> str:
    """An outcome's code in plain words."""
    outcome = Outcome.parse(code)
    words = _OUTCOMES[outcome.kind]
    return f"{war.parties[outcome.side].name} {words}" if outcome.side else words


def _age(assessment: AssessmentRecord) -> tuple[str, str]:
    """How old the map is, and a warning where that is too old for the odds; "" where it is not."""
    front, claims = assessment.charts.territory, assessment.made_with.claims
    if front.last < 0:
        return f"{count(claims, 'claim')} known by then; none measures the front.", ""
    mapped = front.days[front.last].item()
    old = (assessment.as_of - mapped).days
    fresh = "that day" if old == 0 else f"{days_ago(old)} before"
    assumed = assessment.vintages.assumed / max(claims, 1)
    age = (
        f"The map is of {fresh}; {count(claims, 'claim')} known by then, {percent(assumed)} of them "
        "with an assumed date of publication."
    )
    fetches = f"'standoff pull {assessment.war}' fetches what has been published since."
    if old <= _STALE_DAYS:
        return age, ""
    if assessment.stalemate.nothing_since is not None:
        return age, fetches  # The sentence below it says that nothing is known.
    return age, (
        f"Nothing since {written(mapped)} says how the front moves: these odds run from that day, and "
        f"{fetches}"
    )


def _freshness(assessment: AssessmentRecord) -> str:
    newest = assessment.freshness
    kinds = {
        "map": newest.map,
        "losses": newest.losses,
        "toll": newest.toll,
        "displaced": newest.displaced,
        "statements": newest.statements,
    }
    days = [f"{name} {short_day(day)}" for name, day in kinds.items() if day is not None]
    return f"Newest: {', '.join(days)}." if days else "Nothing is known yet."


def _front(assessment: AssessmentRecord, war: War) -> str:
    """How the front moved by each map that is drawn, and what changed hands."""
    maps = [
        f"{m.speaker} {signed(round(m.change_30d_km2), 'km2')}"
        for m in assessment.maps
        if m.change_30d_km2 is not None and m.as_of == assessment.freshness.map
    ]
    unmoved = "No map is 30 days old." if assessment.maps else "Not measured."
    moved = f"Held by {war.sides[0].name}, 30 days: {', '.join(maps)}." if maps else unmoved
    lately = assessment.as_of - timedelta(days=_LATELY_DAYS)
    newest_first = sorted(assessment.places, key=lambda p: p.since or date.min, reverse=True)
    cities = {city.name for city in war.cities}
    names = {side.code: f"to {side.name}" for side in war.sides} | {"contested": "contested"}
    turned = [
        f"{p.name} {names[p.holder]} ({short_day(p.since)})"
        for p in sorted(newest_first, key=lambda p: p.name not in cities)
        if p.since is not None and p.since > max(lately, war.start) and p.holder in names
    ]
    abroad = [
        f"{war.parties[h.side].name} is said to hold {amount(h.value, 'km2')} in {h.place} "
        f"({short_day(h.date)})."
        for h in assessment.abroad
    ]
    more = f" and {len(turned) - _NAMED} more" if len(turned) > _NAMED else ""
    places = [f"In {_LATELY_DAYS} days: {', '.join(turned[:_NAMED])}{more}."] if turned else []
    return " ".join([moved, *abroad, *places])


def _happened(assessment: AssessmentRecord, war: War) -> tuple[str, ...]:
    found = headlines(assessment.events, war, assessment.as_of)
    return tuple(f"{short_day(e.date)}: {_short(e.text, _LINE)}" for e in found)


def _wants(assessment: AssessmentRecord, war: War) -> tuple[str, ...]:
    lines = []
    for side in war.sides:
        said_by = [p for p in assessment.positions if p.side == side.code]
        if not said_by:
            lines.append(f"{side.name}: no position in its own voice is known.")
        for kind, firm in (("firm", True), ("yielding", False)):
            of = [p for p in said_by if p.firm is firm]
            if of:
                last = max(of, key=lambda p: (p.said_on, p.issue))
                said_on = short_day(last.said_on)
                lines.append(f"{side.name}, {kind}, {said_on}: {_short(last.position, _LINE)}")
    return tuple(lines)


def _met(assessment: AssessmentRecord, war: War) -> tuple[str, ...]:
    direct = [t for t in assessment.talks if t.between in ("", "belligerents")]
    others = [t for t in assessment.talks if t.between not in ("", "belligerents")]
    both = listed([side.name for side in war.sides])
    lines = [f"No talks of {both} with each other are known."]
    if direct:
        lines = [f"{both} with each other, last known on {_meeting(direct[0])}"]
    if others and (not direct or others[0].date > direct[0].date):
        names = [war.parties[c].name if c in war.parties else c for c in others[0].parties]
        lines.append(f"{listed(names)}, {_meeting(others[0])}")
    return tuple(lines)


def _meeting(talks: Talks) -> str:
    told = ", ".join(filter(None, [short_day(talks.date), talks.place, talks.level]))
    came = talks.result or talks.agenda
    return _short(f"{told}: {came}" if came else told, _LINE) + "."


def _short(text: str, width: int) -> str:
    return textwrap.shorten(text.rstrip("."), width, placeholder=" …")


def _change(assessment: AssessmentRecord, war: War, shocks: Question) -> str:
    if assessment.stalemate.narrow is None:
        return "A map of the front, or any other measure of how it moves."
    half, _, twice = (t.outcomes["30"]["standstill"] for t in assessment.thresholds)
    signals = [label_of(i, war) for i in shocks.indicators if i.n and i.id != "say_aid"]
    text = (
        f'If "standing still" meant half the speed: {percent(half)}. '
        f"Twice the speed: {percent(twice)}."
    )
    return f"{text} Signals that could change it: {'; '.join(signals[:3])}." if signals else text


def _disagree(assessment: AssessmentRecord, war: War, standstill: Question, cost: Question) -> str:
    narrow, parts = assessment.stalemate.narrow, []
    for name, words in _SAID.items():
        found = next((i for i in standstill.indicators if i.id == name), None)
        if found is not None and found.n is not None and found.of:
            against = narrow is not None and (found.n / found.of - 0.5) * (narrow - 0.5) < 0
            side = "against our odds, " if against else ""
            parts.append(f"{side}{said_by(found.n, found.of)} say {words}")
    # Only what several sources count: the interval of a forecast is no disagreement.
    apart = [
        (i.high / i.low, i)
        for i in cost.indicators
        if i.sources and i.sources > 1 and i.low and i.high and i.high >= 1.5 * i.low
    ]
    for _, indicator in sorted(apart, key=lambda pair: pair[0], reverse=True)[:2]:
        what = called(assessment.claims[indicator.claims[0]]["quantity"])
        whose = f", {war.parties[indicator.party].name}" if indicator.party else ""
        by = f" by {written(indicator.date)}" if indicator.date else ""
        parts.append(
            f"sources differ on {what}{whose}: {bounded(indicator.low, None, indicator.high)}{by}"
        )
    text = "; ".join(parts)
    return (
        f"{text[0].upper()}{text[1:]}."
        if text
        else "No claim of the last 30 days says whether there is a stalemate."
    )


def _skill(assessment: AssessmentRecord) -> str:
    """What earlier odds were worth beside what anybody could have said."""
    scored = {days: found for days, found in assessment.skill.items() if found is not None}
    if not scored:
        return "None known yet: too few earlier odds have been put to the test."
    better = [f"{d} d by {percent(s.over_courses)}" for d, s in scored.items() if s.low > 0.0]
    equal = [f"{d} d" for d, s in scored.items() if s.low <= 0.0]
    parts = [f"better at {', '.join(better)}"] if better else []
    parts += [f"no better at {', '.join(equal)}"] if equal else []
    return f"Beside the last half year's courses {'; '.join(parts)}."


def _toll(cost: Question, war: War) -> str:
    by_day: dict[str, list[str]] = {}
    for indicator in cost.indicators:
        floor = indicator.value if indicator.value is not None else indicator.low
        if indicator.bound == "verified minimum" and floor is not None:
            day = written(indicator.date) if indicator.date else "an unknown day"
            what = label_of(indicator, war).lower()
            by_day.setdefault(day, []).append(f"{amount(floor)} {what}")
    if not by_day:
        return "No verified toll is known."
    told = [f"at least {' and '.join(counts)} by {day}" for day, counts in by_day.items()]
    text = "; ".join(told)
    return f"{text[0].upper()}{text[1:]}; the true numbers are higher."


def _unknown(assessment: AssessmentRecord) -> str:
    """Quantities with no recent claim, those that never had one last."""
    coverage = [c for c in assessment.coverage if c.quantity not in ("event", "other")]
    never = [c.quantity for c in coverage if c.days_old is None]
    stale = [c for c in coverage if c.days_old is not None and c.days_old > _STALE_DAYS]
    stale.sort(key=lambda c: -(c.days_old or 0))
    parts = []
    if stale:
        names = [f"{called(c.quantity)} ({_month(c.last_known_at)})" for c in stale[-_NAMED:]]
        more = f" and {len(stale) - _NAMED} more" if len(stale) > _NAMED else ""
        parts.append(
            f"nothing in the last {_STALE_DAYS} days (last known): {', '.join(names)}{more}"
        )
    if never:
        parts.append(f"never any claim: {_some(never)}")
    text = "; ".join(parts)
    return (
        f"{text[0].upper()}{text[1:]}."
        if text
        else "Every quantity has a claim of the last 30 days."
    )


def _month(day: date | None) -> str:
    return "never" if day is None else f"{day:%B %Y}"


def _unused(assessment: AssessmentRecord) -> str:
    """How many claims no channel reads, by what they are of and who they are from."""
    number: Counter[tuple[str, str]] = Counter()
    for one in assessment.known_but_not_used:
        number[one.quantity.split(".")[0], one.source] += one.claims
    told = [
        f"{count(claims, 'claim')} of {_READ.get(kind, kind)} from {source}"
        for (kind, source), claims in number.most_common()
    ]
    more = f" and {len(told) - _NAMED} more" if len(told) > _NAMED else ""
    return (
        f"Known but not used by the models: {', '.join(told[:_NAMED])}{more} "
        f"(standoff sources {assessment.war})."
        if told
        else ""
    )


def _some(names: list[str]) -> str:
    """The first names in plain words, and how many more there are."""
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(map(called, names[:_NAMED])) + more
