"""A weighing of rival explanations as text, 80 columns, and as JSON."""

from __future__ import annotations

import json
import textwrap

from standoff.formatting import apportioned, count, percent, printable, written
from standoff.hypotheses.weigh import Weighing, Weight
from standoff.report.serialize import plain

_WIDTH = 80
_DOTS = 20


def as_json(weighing: Weighing) -> str:
    """The JSON text (`standoff.weigh/1`), ending in a newline; the same weighing, the same bytes."""
    return json.dumps(plain(weighing), sort_keys=True, ensure_ascii=False, indent=1) + "\n"


def as_text(weighing: Weighing) -> str:
    """What is most likely, on what, and what would change it; ends in a newline."""
    lines = [
        *textwrap.wrap(weighing.title.upper(), _WIDTH),
        f"As of {written(weighing.as_of)}. Priors and likelihoods: assumed, not estimated.",
        "",
        f"{'One dot is one in 20':<28}{'now':>27}  {'90%':<12}{'prior'}",
    ]
    parts = apportioned({h.id: h.mean for h in weighing.hypotheses}, _DOTS)
    for h in weighing.hypotheses:
        dots = "●" * parts[h.id] or "·"
        between = f"{percent(h.low)} to {percent(h.high)}"
        odds = f"{dots:<21}{percent(h.mean):>5}  {between:<12}"
        odds += f"{percent(h.prior[0])} to {percent(h.prior[1])}"
        for i, line in enumerate(textwrap.wrap(h.says, 25)):
            lines.append(f"  {line:<27}{odds}" if i == 0 else f"  {line}")
    if weighing.lacks:
        lines += ["", *textwrap.wrap(f"The record lacks {weighing.lacks}", _WIDTH)]
    lines += ["", "Evidence, most telling first (likelihood ratio of its best to its worst)"]
    for item in weighing.evidence:
        claims = f"{count(len(item.claims), 'claim')} by {'; '.join(item.origins)}"
        text = f"{item.diagnosticity:4.1f}  {item.id}: {claims}"
        if item.shares_with:
            text += f"; counted together with {', '.join(item.shares_with)}"
        lines += textwrap.wrap(text, _WIDTH, initial_indent="  ", subsequent_indent=" " * 8)
    for name, why in weighing.unknown.items():
        text = f"   -  {name}: left out, {why}"
        lines += textwrap.wrap(text, _WIDTH, subsequent_indent=" " * 8)
    lines.append("")
    changing = [text for item in weighing.evidence if (text := _if_wrong(item, weighing))]
    if not changing:
        lines.append("No single item, left out or reversed, changes which explanation comes first.")
    for text in changing:
        lines += textwrap.wrap(text, _WIDTH, subsequent_indent="  ")
    return "\n".join(printable(line) for line in lines) + "\n"


def _if_wrong(item: Weight, weighing: Weighing) -> str:
    """What follows for the first place if one item is wrong; "" for nothing."""
    first = weighing.hypotheses[0].id
    says = {h.id: h.says for h in weighing.hypotheses}
    text = [
        f"{how} would put first: {says[changed.first]} ({percent(changed.posterior[changed.first])})"
        for how, changed in (("left out", item.left_out), ("the opposite", item.reversed))
        if changed.first != first
    ]
    return f"{item.id}: {'; '.join(text)}." if text else ""
