"""The six questions, each with its answer, its figures and its claims."""

from __future__ import annotations

import math

from markupsafe import Markup

from standoff.formatting import bounded, said_by
from standoff.report.sections.section import Section, View, fill

TITLES = {
    "standstill": "Is the front moving?",
    "balance": "Can either side break through?",
    "cost": "What does it cost?",
    "resolve": "Will either side give in?",
    "way_out": "Does either see a way out?",
    "shocks": "What could break it?",
}

ABOUT = {
    "standstill": "that the front stands still",
    "balance": "that a side lacks the means",
    "cost": "of what it costs",
    "resolve": "that a side will not give in, or of what it fights for",
    "way_out": "of talks, an offer or an agreement",
    "shocks": "of something that could break it",
}
"""What the claims for an answer say; those against it say the contrary."""

_TEMPLATE = """\
{% macro told(name, ids) %}
{% if ids %}
<details><summary>{{ ids | length }} {{ "claim" if ids | length == 1 else "claims" }} {{ name }}</summary>
<ul class="claims">
{% for id in ids %}
{% set claim = claims[id] %}
<li><a href="#{{ id | anchor }}">{{ claim.text or claim | figure }}</a>
<span class="by">{{ claim | cite }}, {{ claim.known_at | day }}, {{ claim.grade }}</span></li>
{% endfor %}
</ul></details>
{% else %}
<p class="none">No claim {{ name }}.</p>
{% endif %}
{% endmacro %}
{% for q in questions %}
<article class="question" id="q-{{ q.id }}">
<h3><span class="no">{{ loop.index }}</span> {{ titles[q.id] }}</h3>
<div class="said"><p class="answer">{{ q.answer }}</p>
{% if q.event %}
<p class="event"><b class="odds">{{ "not known" if q.probability is none else q.probability | percent -}}
{{ ", " ~ q.words if q.words }}:</b> {{ q.event }}</p>
{% else %}
<p class="event">No probability: no event that could be resolved is named with it.</p>
{% endif %}
<p class="confidence"><b>Confidence: {{ q.confidence }}.</b> {{ q.because }}</p>
{% if q.claims_for or q.claims_against %}
{{ told(about[q.id], q.claims_for) }}{{ told("to the contrary", q.claims_against) }}
{% else %}
<p class="none">No claim {{ about[q.id] }}, and none to the contrary.</p>
{% endif %}
</div>
{% if q.indicators %}
{% set changes = q.indicators | rejectattr("change_30d", "none") | list %}
<div class="scroll" role="region" tabindex="0" aria-label="{{ titles[q.id] }} The figures">
<table><thead><tr><th scope="col">Indicator</th><th scope="col">Figure</th><th scope="col">On</th>
{% if changes %}<th scope="col" class="n">Change in 30 days</th>{% endif %}<th scope="col">Rests on</th></tr></thead>
<tbody>
{% for i in q.indicators %}
<tr><th scope="row">{{ i.name }}</th><td>{{ shown(i) }}</td><td class="d">{{ i.date | day }}</td>
{% if changes %}<td class="n">{{ "" if i.change_30d is none else i.change_30d | signed(i.unit) }}</td>{% endif %}
<td class="d">{% if i.claims | length == 1 %}<a href="#{{ i.claims[0] | anchor }}">1 claim</a>
{% elif i.claims %}<details><summary>{{ i.claims | length }} claims</summary>
{% for id in i.claims %}<a href="#{{ id | anchor }}" aria-label="claim {{ loop.index }}">{{ loop.index }}</a>
{% endfor %}</details>
{% else %}none{% endif %}</td></tr>
{% endfor %}
</tbody></table></div>
{% else %}
<p class="none">No indicator: nothing known by then measures it.</p>
{% endif %}
</article>
{% endfor %}
"""


def _show(view: View) -> Markup:
    return fill(
        _TEMPLATE,
        questions=view.assessment.questions,
        claims=view.assessment.claims,
        titles=TITLES,
        about=ABOUT,
        shown=lambda i: (
            shown(i.low, i.value, i.high, i.unit) if i.of is None else said_by(i.n, i.of)
        ),
    )


def shown(low: float | None, value: float | None, high: float | None, unit: str) -> str:
    """A figure with its unit and interval, to a hundredth of the interval: no more of it is meant."""
    if low is None or value is None or high is None or not low < high:
        return bounded(low, value, high, unit)
    digits = 2 - math.floor(math.log10(high - low))
    return bounded(round(low, digits), round(value, digits), round(high, digits), unit)


SECTION = Section("questions", "The six questions", _show)
