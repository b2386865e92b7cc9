"""What if: scenarios chosen, their assumptions set within their ranges, and what would change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from markupsafe import Markup

from standoff.report.page import PagePart, sections
from standoff.report.templating import fill
from standoff.scenario import Change, Scenario
from standoff.scenario.wording import assumption, range_told, range_unit
from standoff.web.answers import Answers
from standoff.web.pages.frame import PageContext, address, page
from standoff.web.query_params import query_of
from standoff.web.whatif_requests import Asks, WhatIfTexts, scenarios

_STEPS = 40
"""Places of a slider."""

_FORM = """\
<form class="asked" method="get" action="{{ action }}">
<input type="hidden" name="as_of" value="{{ as_of }}">
<fieldset><legend>What if</legend>
<div class="choices">
{% for one in known %}
<label><input type="checkbox" name="scenario" value="{{ one.name }}"{% if one.name in picked %} checked{% endif %}>
<span title="{{ one.summary }}">{{ one.title }}</span></label>
{% endfor %}
</div></fieldset>
{% for slider in sliders %}
<div class="change">
<label for="{{ slider.id }}">{{ slider.told }}</label>
<input type="range" id="{{ slider.id }}" name="v.{{ slider.id }}" min="{{ slider.low }}" max="{{ slider.high }}"
step="{{ slider.step }}" value="{{ slider.value }}" aria-valuetext="{{ slider.shown }}" data-scale="{{ slider.scale }}" data-unit="{{ slider.unit }}">
<output for="{{ slider.id }}" data-whole="{{ slider.range }}">{{ slider.shown }}</output>
<label class="whole"><input type="checkbox" name="whole.{{ slider.id }}" value="1"{% if slider.whole %} checked{% endif %}>
whole range</label>
</div>
{% endfor %}
<div><button>Ask</button></div>
</form>
"""

_NOTHING = """\
<section id="first">
<h1>{{ war.title }}: what if?</h1>
<p class="lead">Choose one what-if or several above, and see what would change.</p>
<p>Every effect is <b>assumed, not estimated</b>: a change of the two sides or of the war's ending, within a
range that is given with its reason, run beside the unchanged course under the same chance. Nuclear and
other escalation is no what-if: it is tracked as signals and evidence, never simulated.</p>
<ul class="would">
{% for one in known %}
<li><a href="{{ at(one.name) }}">{{ one.title }}</a>: {{ one.summary }}</li>
{% endfor %}
</ul>
</section>
"""


_TAKE = """\
<p>This answer in one file, as the command line makes it: <a href="{{ at("what-if/report.html") }}" download>HTML</a>;
print it for a PDF. All of it as <a href="{{ api }}">JSON</a>. These addresses hold what is chosen, and
where each slider stands.</p>
<div class="scroll" role="region" tabindex="0" aria-label="Figures to take with you">
<table><thead><tr><th scope="col">Figure</th><th scope="col">Picture</th><th scope="col">Data</th></tr></thead><tbody>
{% for figure in figures %}
<tr><th scope="row">{{ figure.title }}</th>
<td><a href="{{ at("what-if/figures/" ~ figure.id ~ ".svg") }}">SVG</a> <a href="{{ at("what-if/figures/" ~ figure.id ~ ".png") }}">PNG</a></td>
<td><a href="{{ at("what-if/figures/" ~ figure.id ~ ".csv") }}">CSV</a></td></tr>
{% endfor %}
</tbody></table></div>
"""


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
    form = fill(
        _FORM,
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
    )
    told = Markup('{}<div id="result">{}</div>').format(form, _result(answers, place, asks))
    more = [("scenario", name) for name in picked]
    title = f"{place.war.title}: what if?"
    return page(place, title, [], before=told, scripts=["whatif.js"], more=more)


def result(answers: Answers, place: PageContext, asks: Asks) -> str:
    """What changes on the page when what is asked changes.

    Raises:
        As `whatif_page`.
    """
    return str(_result(answers, place, asks))


def _result(answers: Answers, place: PageContext, asks: Asks) -> Markup:
    if not asks.scenarios:
        return fill(
            _NOTHING,
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
    return fill(
        _TAKE,
        at=lambda what: f"{address(place.war, what)}?{query}",
        api=f"/api/wars/{place.war.name}/whatif?{query}",
        figures=[figure for figure in told.figures if figure.svg],
    )


def _slider(place: PageContext, of: Scenario, index: int, values: dict[int, float]) -> _Slider:
    change = of.changes[index]
    low, high = change.range
    value, unit = values.get(index, _middle(change)), range_unit(change)
    return _Slider(
        id=f"{of.name}.{index}",
        told=assumption(change, place.war, place.as_of),
        low=f"{low:g}",
        high=f"{high:g}",
        step=f"{(high - low) / _STEPS:g}",
        value=f"{value:g}",
        shown=range_told(replace(change, value=value) if index in values else change),
        range=range_told(change),
        scale=100 if unit == "%" else 1,
        unit=unit if unit == "%" else f" {unit}",
        whole=index not in values,
    )


def _middle(change: Change) -> float:
    low, high = change.range
    return (low + high) / 2
