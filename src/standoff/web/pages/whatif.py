"""What if: scenarios chosen, their assumptions set within their ranges, and what would change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from markupsafe import Markup

from standoff.report.page import PagePart, sections
from standoff.report.templating import render
from standoff.scenario import Change, Scenario
from standoff.scenario.wording import assumption, range_told
from standoff.web.answers import Answers
from standoff.web.pages.frame import PageContext, address, page
from standoff.web.query_params import query_of
from standoff.web.whatif_requests import Asks, WhatIfTexts, scenarios

_STEPS = 40
"""Places of a slider."""


@dataclass(frozen=True)
class _Slider:
    """One change of a chosen scenario: its words, its range, where it stands, and how that is told."""

    id: str
    told: str
    low: str
    high: str
    step: str
    value: str
    shown: str
    range: str
    scale: int
    unit: str
    whole: bool


def whatif_page(answers: Answers, place: PageContext, asks: Asks) -> str:
    """The whole page.

    Raises:
        UnknownNameError, ScenarioError: what is asked cannot be.
        StoreError, ModelError: as `making.make`.
    """
    known = scenarios(place.war)
    picked = {one.name: dict(one.values) for one in asks.scenarios}
    content = render(
        "web/whatif.html",
        action=address(place.war, "what-if"),
        as_of=place.as_of,
        known=list(known.values()),
        picked=picked,
        sliders=[
            _slider(place, known[name], index, values)
            for name, values in picked.items()
            if name in known
            for index in range(len(known[name].changes))
        ],
        result=_result(answers, place, asks),
    )
    more = [("scenario", name) for name in picked]
    title = f"{place.war.title}: what if?"
    return page(place, title, [], before=content, scripts=["whatif.js"], more=more)


def result(answers: Answers, place: PageContext, asks: Asks) -> str:
    """What changes on the page when what is asked changes.

    Raises:
        As `whatif_page`.
    """
    return str(_result(answers, place, asks))


def _result(answers: Answers, place: PageContext, asks: Asks) -> Markup:
    if not asks.scenarios:
        return render(
            "web/whatif_choose.html",
            war=place.war,
            known=list(scenarios(place.war).values()),
            at=lambda name: place.at("what-if", scenario=name),
        )
    told = answers.whatif(place.war, place.as_of, asks)
    answers.ready(place.war, place.as_of)
    parts = [PagePart(id, title, Markup(html)) for id, title, html in told.sections]
    return sections([*parts, PagePart("take", "Take it with you", _take(place, asks, told))])


def _take(place: PageContext, asks: Asks, told: WhatIfTexts) -> Markup:
    query = urlencode([("as_of", place.as_of.isoformat()), *query_of(asks)])
    return render(
        "web/whatif_take.html",
        at=lambda what: f"{address(place.war, what)}?{query}",
        api=f"/api/wars/{place.war.name}/whatif?{query}",
        figures=[figure for figure in told.figures if figure.svg],
    )


def _slider(place: PageContext, of: Scenario, index: int, values: dict[int, float]) -> _Slider:
    change = of.changes[index]
    low, high = change.range
    value = values.get(index, _middle(change))
    return _Slider(
        id=f"{of.name}.{index}",
        told=assumption(change, place.war, place.as_of),
        low=f"{low:g}",
        high=f"{high:g}",
        step=f"{(high - low) / _STEPS:g}",
        value=f"{value:g}",
        shown=range_told(replace(change, value=value) if index in values else change),
        range=range_told(change),
        scale=100 if range_told(change).endswith("%") else 1,
        unit=range_told(change).lstrip("0123456789. to\u202f"),
        whole=index not in values,
    )


def _middle(change: Change) -> float:
    low, high = change.range
    return (low + high) / 2
