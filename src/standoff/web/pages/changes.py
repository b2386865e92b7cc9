"""Two days of a war side by side: odds, figures, and the claims that became known in between."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from markupsafe import Markup

from standoff.assessment.wording import indicator_label
from standoff.domain.war import War
from standoff.formatting import percent, said_by, signed
from standoff.report.first_screen import outcome_name
from standoff.report.sections.questions import TITLES, shown
from standoff.report.templating import fill
from standoff.web.claim_filters import GradedClaim
from standoff.web.day import Answer
from standoff.web.pages.claim_links import claim_address
from standoff.web.pages.frame import PageContext

MOST_WORDS = 12
_TEMPLATE = """\
<p>What stands on the left was said with what was known on {{ earlier | written }}, what stands on the
right with what was known on {{ later | written }}.</p>
<div class="beside">
<div class="scroll" role="region" tabindex="0" aria-label="Odds on the two days">
<table class="two"><caption>Odds</caption><thead><tr><th scope="col">In 30 days</th><th scope="col" class="n">{{ earlier | day }}</th>
<th scope="col" class="n">{{ later | day }}</th><th scope="col" class="n">Change</th></tr></thead><tbody>
{% for row in odds %}
<tr{% if row.stalemate %} class="of"{% endif %}><th scope="row">{{ row.name }}</th><td class="n">{{ row.before }}</td>
<td class="n">{{ row.after }}</td><td class="n">{{ row.change }}</td></tr>
{% endfor %}
</tbody></table></div>
{% if figures %}
<div class="scroll" role="region" tabindex="0" aria-label="Figures on the two days">
<table class="two"><caption>Figures that changed</caption><thead><tr><th scope="col">Question</th><th scope="col">Figure</th>
<th scope="col" class="n">{{ earlier | day }}</th><th scope="col" class="n">{{ later | day }}</th></tr></thead><tbody>
{% for row in figures %}
<tr><td>{{ row[0] }}</td><th scope="row">{{ row[1] }}</th><td class="n">{{ row[2] }}</td><td class="n">{{ row[3] }}</td></tr>
{% endfor %}
</tbody></table></div>
{% else %}
<p class="none">None of the indicators changed.</p>
{% endif %}
</div>
<h3>Claims that became known in between</h3>
{% if total %}
<p><a href="{{ all_new }}">{{ total | amount }} {{ "claim" if total == 1 else "claims" }}</a> became known after {{ earlier | written }}.
{{ "These are words, the newest first:" if words }}</p>
<ul class="claims wide">
{% for told, href in words %}
<li><a href="{{ href }}">{{ told.claim.text }}</a><span class="by">{{ told.claim.speaker or told.claim.source }},
{{ told.claim.known_at | day }}, {{ told.grade }}</span></li>
{% endfor %}
</ul>
{% else %}
<p class="none">No claim became known in between.</p>
{% endif %}
"""


@dataclass(frozen=True)
class _Odds:
    name: str
    before: str
    after: str
    change: str
    stalemate: bool = False


def changed(
    place: PageContext, before: Answer, after: Answer, new: tuple[int, Sequence[GradedClaim]]
) -> Markup:
    """The two days side by side.

    Args:
        place: the war, the later day and the earlier one.
        before, after: the answers of the two days.
        new: how many claims became known in between, and words among them, newest first.
    """
    total, words = new
    assert place.since is not None
    return fill(
        _TEMPLATE,
        earlier=place.since,
        later=place.as_of,
        odds=_odds(place.war, before.told, after.told),
        figures=_figures(place.war, before.told, after.told),
        total=total,
        words=[(told, claim_address(told.id, place, after.claims_digest)) for told in words],
        all_new=place.at("evidence", known_from=place.since + timedelta(days=1)),
    )


def _odds(war: War, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[_Odds]:
    stalemate = [
        _row(name, before["stalemate"][key], after["stalemate"][key], stalemate=True)
        for name, key in (("Stalemate, narrow", "narrow"), ("Stalemate, wide", "wide"))
    ]
    now = _row("Standing still that week", before["stalemate"]["now"], after["stalemate"]["now"])
    at = [
        _row(outcome_name(code, war), before["outcomes"]["30"][code], p)
        for code, p in after["outcomes"]["30"].items()
    ]
    return [*stalemate, now, *at]


def _row(name: str, before: float | None, after: float | None, stalemate: bool = False) -> _Odds:
    told = ["not known" if p is None else percent(p) for p in (before, after)]
    change = ""
    if before is not None and after is not None:
        # Of the figures as they stand beside it: 99% and 98% are a point apart.
        points = round(100 * after) - round(100 * before)
        change = f"{signed(points)} {'point' if abs(points) == 1 else 'points'}"
        change = change if points else "no change"
    return _Odds(name, told[0], told[1], change, stalemate)


def _figures(
    war: War, before: Mapping[str, Any], after: Mapping[str, Any]
) -> list[tuple[str, ...]]:
    """Indicators that say something else, or that the earlier day has not.

    How many sources gave one may change and the indicator be the same.
    """
    old = {key: _figure(i) for key, i in _indicators(before).items()}
    rows: list[tuple[str, ...]] = []
    for key, i in _indicators(after).items():
        was, said = old.get(key, "not known"), _figure(i)
        if said != was:
            label = indicator_label(i["id"], war, i["party"], i["place"], i["days"])
            rows.append((TITLES.get(key[0], key[0]), label, was, said))
    return rows


def _indicators(told: Mapping[str, Any]) -> dict[tuple[str, ...], Mapping[str, Any]]:
    return {
        (question["id"], i["id"], i["party"], str(i["days"])): i
        for question in told["questions"]
        for i in question["indicators"]
    }


def _figure(i: Mapping[str, Any]) -> str:
    if i["of"] is not None:
        return said_by(i["n"], i["of"])
    return shown(i["low"], i["value"], i["high"], i["unit"])
