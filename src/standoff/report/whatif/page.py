"""A what-if as one page: what would change, what is assumed for it, and how much of it is prior."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from standoff.domain.war import War
from standoff.formatting import count, rough, written
from standoff.report.charts.figure import Figure
from standoff.report.page import PagePart, framed, shown
from standoff.report.templating import fill
from standoff.report.whatif import charts
from standoff.report.whatif.text import amount_unit
from standoff.report.whatif.times import times
from standoff.scenario.answer import Amount, Spread, WhatIf
from standoff.scenario.shares import too_prior
from standoff.scenario.wording import part_told

_FIRST = """\
<h1>{{ title }}</h1>
<p class="age">{{ war }}, as of {{ result.as_of | written }}. Every effect on this page is
<b>{{ result.assumed }}</b>.</p>
<p class="lead">{{ result.sentence }}</p>
<ul class="would">
{% for one in result.assumptions %}
<li>{{ one.text }}</li>
{% endfor %}
</ul>
"""

_AMOUNTS = """\
<div class="scroll" role="region" tabindex="0" aria-labelledby="amounts">
<table class="scores"><caption id="amounts">Unchanged and under the what-if; 90% in brackets</caption>
<thead><tr><th scope="col">By</th><th scope="col">What</th><th scope="col">Unchanged</th>
<th scope="col">What-if</th><th scope="col">Change</th><th scope="col" class="n">Prior</th></tr></thead><tbody>
{% for row in rows %}
<tr><th scope="row" class="d">{{ row[0] }}</th>{% for cell in row[1:] %}<td{% if loop.last %} class="n"{% endif %}>{{ cell }}</td>{% endfor %}</tr>
{% endfor %}
</tbody></table></div>
<p class="about">Losses are soldiers killed and wounded from {{ since | written }} on, as the model of
the two sides has them, not as either side states them. "Prior" is the share of the change that rests on
what is assumed rather than on what the claims tell; above 80% there is a range and no odds.</p>
{% for horizon, why in withheld %}
<p class="about">{{ horizon }} days ahead there are no odds. {{ why }}</p>
{% endfor %}
"""

_ASSUMED = """\
{% for one in result.assumptions %}
<article class="question">
<h3>{{ one.text }}</h3>
<div>
<p>{{ one.reason }}</p>
{% if one.value is not none %}
<p class="about">Set to {{ one.value }}, within {{ one.low }} to {{ one.high }}.</p>
{% endif %}
</div>
<div>
{% if one.priors %}
<h4>Taken as known beforehand</h4>
<ul>
{% for prior, source in one.priors %}
<li>{{ prior }} <span class="source">{{ source }}</span></li>
{% endfor %}
</ul>
{% endif %}
<h4>{{ counted(one) }}</h4>
<ul class="claims">
{% for id in one.claims %}
{% set claim = result.claims[id] %}
<li>{{ claim.text or claim.quantity }} <span class="by">{{ claim | cite }}{% if claim.url | link %},
<a href="{{ claim.url | link }}" rel="noreferrer">source</a>{% endif %}</span></li>
{% endfor %}
{% for told in one.unknown %}
<li class="none">{{ told }}</li>
{% endfor %}
</ul>
</div>
</article>
{% endfor %}
"""

_MADE = """\
<dl class="made">
<div><dt>Courses</dt><dd>Both courses meet the same chance; only what is assumed differs.</dd></div>
<div><dt>Model</dt><dd>{{ made.model }}</dd></div>
<div><dt>Standoff</dt><dd>version {{ made.version }}, seed {{ made.seed }}</dd></div>
<div><dt>Claims</dt><dd>{{ made.claims | amount }} known by {{ as_of | written }}, digest
<code>{{ made.claims_digest }}</code></dd></div>
<div><dt>Command</dt><dd><code>{{ command }}</code></dd></div>
</dl>
<p>Nuclear and other escalation is no what-if: it is tracked as signals and evidence, never simulated.</p>
"""


def whatif_page(result: WhatIf, war: War) -> str:
    """The whole page, in one file; the same answer gives the same bytes."""
    return framed(
        window(result), result.made_with.version, parts(result, war, figures(result, war))
    )


def window(result: WhatIf) -> str:
    """The title of its window."""
    return f"What if? {title_of(result)}"


def title_of(result: WhatIf) -> str:
    """The headings of what is asked."""
    return "; ".join(one.title for one in result.scenarios)


@dataclass(frozen=True)
class WhatIfFigures:
    """The charts of a what-if, by what they show."""

    odds: Figure
    leaving: Figure
    times: Figure | None
    fan: Figure
    tornados: tuple[Figure, ...]

    @property
    def outcomes(self) -> tuple[Figure, ...]:
        """What comes of it, and when."""
        return (self.odds, self.leaving, *([self.times] if self.times else []))

    @property
    def all(self) -> tuple[Figure, ...]:
        """In the order of the page."""
        return (*self.outcomes, self.fan, *self.tornados)


def figures(result: WhatIf, war: War) -> WhatIfFigures:
    """Every chart, drawn."""
    return WhatIfFigures(
        charts.odds(result, war),
        charts.leaving(result),
        times(result, charts.source(result)),
        charts.fan(result, war),
        tuple(charts.tornado(result, of) for of in result.tornados),
    )


def parts(result: WhatIf, war: War, drawn: WhatIfFigures) -> list[PagePart]:
    """The sections of the page, in order."""
    first = fill(_FIRST, title=title_of(result), war=war.title, result=result)
    return [
        PagePart("first", "", first),
        PagePart("outcomes", "Outcomes", shown(drawn.outcomes)),
        PagePart("territory", "Territory and losses", _territory(result, war, drawn.fan)),
        PagePart("matters", "What matters most", shown(drawn.tornados)),
        PagePart("assumed", "What is assumed, and on what", _assumed(result)),
        PagePart("made", "How this was made", _made(result)),
    ]


def _territory(result: WhatIf, war: War, fan: Figure) -> Markup:
    rows = []
    for at in result.horizons:
        amounts = {f"Area held by {war.sides[0].name}, change since last known": at.territory}
        amounts |= {f"Soldiers lost by {war.parties[s].name}": of for s, of in at.lost.items()}
        rows += [(written(at.day), what, *_row(of)) for what, of in amounts.items() if of]
    withheld = [(at.horizon, at.why_no_odds) for at in result.horizons if at.why_no_odds]
    table = fill(_AMOUNTS, rows=rows, since=result.as_of, withheld=withheld)
    return shown([fan]) + table


def _row(of: Amount) -> tuple[str, str, str, str]:
    unit, change = amount_unit(of.unit), of.change
    ends = f"{rough(change.low or 0.0)} to {rough(change.high or 0.0)} {unit}"
    if change.prior_share is None:
        return _spread(of.before, unit), "the same", "none", ""
    held = too_prior(change.prior_share)
    told = ends if change.mean is None else f"{rough(change.mean)} ({ends})"
    after = "no odds" if held or of.after is None else _spread(of.after, unit)
    return _spread(of.before, unit), after, told, part_told(change.prior_share)


def _spread(spread: Spread, unit: str) -> str:
    """To two digits: no more of a forecast is meant."""
    middle, low, high = (
        rough(x).removeprefix("+") for x in (spread.middle, spread.low90, spread.high90)
    )
    return f"{middle} ({low} to {high}) {unit}"


def _assumed(result: WhatIf) -> Markup:
    def counted(one: object) -> str:
        known = getattr(one, "claims_known", 0)
        shown_of = len(getattr(one, "claims", ()))
        if not known:
            return "No claim known by then"
        newest = f", the newest {shown_of}" if shown_of < known else ""
        return f"Rests on {count(known, 'claim')}{newest}"

    return fill(_ASSUMED, result=result, counted=counted)


def _made(result: WhatIf) -> Markup:
    names = " ".join(one.name for one in result.scenarios)
    days = ",".join(str(at.horizon) for at in result.horizons)
    command = f"standoff whatif {result.war} {names} --as-of {result.as_of} --horizons {days}"
    return fill(_MADE, made=result.made_with, as_of=result.as_of, command=command)
