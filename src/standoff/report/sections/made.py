"""What is known and how old it is, and how the answer was made."""

from __future__ import annotations

from markupsafe import Markup

from standoff.formatting import LIKELIHOODS, percent
from standoff.report.sections.section import Section, View, fill

_TEMPLATE = """\
<p>Of the claims known by then, {{ v.observed | amount }} have a date of publication that was observed.
For {{ v.assumed | amount }} ({{ share }}) it is assumed: their publisher keeps no history, so the
figure's own date is taken and a stated lag is added.</p>
<details><summary>What is known of each of {{ known | length }} quantities, and how old it is</summary>
<div class="scroll" role="region" tabindex="0" aria-label="What is known of each quantity">
<table><thead><tr><th scope="col">Quantity</th><th scope="col">Sources</th>
<th scope="col">Last known</th><th scope="col" class="n">Days old</th></tr></thead><tbody>
{% for c in known %}
<tr><th scope="row">{{ c.quantity | called }}</th><td>{{ c.sources | join(", ") }}</td>
<td class="d">{{ c.last_known_at | day }}</td><td class="n">{{ c.days_old }}</td></tr>
{% endfor %}
</tbody></table></div></details>
{% if never %}
<p><b>Nothing ever known of:</b> {{ never | map("called") | join(", ") }}.</p>
{% endif %}
<h3>How it was made</h3>
<dl class="made">
<div><dt>Forecast</dt><dd>{{ made.model }}</dd></div>
<div><dt>Standoff</dt><dd>version {{ made.version }}, seed {{ made.seed }}</dd></div>
<div><dt>Claims</dt><dd>{{ made.claims | amount }} known by {{ as_of | written }}, digest
<code>{{ made.claims_digest }}</code></dd></div>
<div><dt>Words</dt><dd>for odds follow ICD 203: {{ words }}.</dd></div>
</dl>
<p>The same claims, date, seed and version give the same page.</p>
"""


def _show(view: View) -> Markup:
    assessment = view.assessment
    known = [c for c in assessment.coverage if c.days_old is not None]
    vintages = assessment.vintages
    return fill(
        _TEMPLATE,
        words=", ".join(
            f"{word} {100 * low:.0f}–{100 * high:.0f}%" for low, high, word in LIKELIHOODS
        ),
        v=vintages,
        share=percent(vintages.assumed / max(vintages.assumed + vintages.observed, 1)),
        known=sorted(known, key=lambda c: (c.days_old or 0, c.quantity)),
        never=[c.quantity for c in assessment.coverage if c.days_old is None],
        made=assessment.made_with,
        as_of=assessment.as_of,
    )


SECTION = Section("made", "What is known, and how this was made", _show)
