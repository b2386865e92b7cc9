"""What if: scenarios chosen, their assumptions set within their ranges, and what would change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from markupsafe import Markup

from standoff import scenario
from standoff.report.page import PagePart, sections
from standoff.report.templating import render
from standoff.scenario.wording import assumption, range_unit, range_wording
from standoff.web.answers import WHATIF, Answers
from standoff.web.jobs import prepare_whatif
from standoff.web.pages.frame import PageContext, address, page
from standoff.web.query_params import query_of
from standoff.web.records import WhatIfQuery

_STEPS = 40
"""Places of a slider."""


@dataclass(frozen=True)
class _Slider:
    """One change of a chosen scenario: its words, its range, and where it stands."""

    id: str
    label: str
    low: str
    high: str
    step: str
    value: str
    shown: str
    range: str
    scale: int
    unit: str
    whole: bool


def whatif_page(answers: Answers, context: PageContext, query: WhatIfQuery) -> str:
    """The whole page.

    Raises:
        UnknownNameError, ScenarioError: the scenarios cannot come true together.
        StoreError, ModelError: as `jobs.whatif`.
    """
    known = {name: scenario.load(name, context.war) for name in scenario.shipped(context.war)}
    picked = {one.name: dict(one.values) for one in query.scenarios}
    content = render(
        "web/whatif.html",
        action=address(context.war, "what-if"),
        as_of=context.as_of,
        known=list(known.values()),
        picked=picked,
        sliders=[
            _slider(context, known[name], index, values)
            for name, values in picked.items()
            for index in range(len(known[name].changes))
        ],
        result=_result(answers, context, query),
    )
    more = [("scenario", name) for name in picked]
    title = f"{context.war.title}: what if?"
    return page(context, title, [], before=content, scripts=["whatif.js"], more=more)


def result(answers: Answers, context: PageContext, query: WhatIfQuery) -> str:
    """What changes on the page when another scenario or value is chosen.

    Raises:
        As `whatif_page`.
    """
    return str(_result(answers, context, query))


def _result(answers: Answers, context: PageContext, query: WhatIfQuery) -> Markup:
    if not query.scenarios:
        return render(
            "web/whatif_choose.html",
            war=context.war,
            known=[scenario.load(name, context.war) for name in scenario.shipped(context.war)],
            at=lambda name: context.at("what-if", scenario=name),
        )
    answer = answers.get(WHATIF, context.war, context.as_of, query)
    # The next what-if of the day is quick then; this one does not wait for it.
    answers.worker.submit(prepare_whatif, answers.job(context.war, context.as_of))
    parts = [PagePart(id, title, Markup(html)) for id, title, html in answer.sections]
    params = urlencode([("as_of", context.as_of.isoformat()), *query_of(query)])
    downloads = render(
        "web/whatif_downloads.html",
        at=lambda what: f"{address(context.war, what)}?{params}",
        api=f"/api/wars/{context.war.name}/whatif?{params}",
        figures=[figure for figure in answer.figures if figure.svg],
    )
    return sections([*parts, PagePart("take", "Download", downloads)])


def _slider(
    context: PageContext, of: scenario.Scenario, index: int, values: dict[int, float]
) -> _Slider:
    change = of.changes[index]
    low, high = change.range
    value, unit = values.get(index, (low + high) / 2), range_unit(change)
    return _Slider(
        id=f"{of.name}.{index}",
        label=assumption(change, context.war, context.as_of),
        low=f"{low:g}",
        high=f"{high:g}",
        step=f"{(high - low) / _STEPS:g}",
        value=f"{value:g}",
        shown=range_wording(replace(change, value=value) if index in values else change),
        range=range_wording(change),
        scale=100 if unit == "%" else 1,
        unit=unit if unit == "%" else f" {unit}",
        whole=index not in values,
    )
