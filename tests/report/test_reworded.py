"""Every label is reworded in memory, and the same facts are found: nothing takes a label apart.

Each label becomes a token of nonsense that says only which label it was. What is made of the tokens,
with each put back, is what is made of the labels, to the letter.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any

import pytest

from invented import at, claim, front, on, settlements, statement
from standoff.assessment import wording
from standoff.assessment.build import assess
from standoff.assessment.records import AssessmentRecord
from standoff.domain.claim import Claim, to_table
from standoff.domain.war import War
from standoff.report import first_screen as screens
from standoff.report import quantity_names
from standoff.report.assessment_page import as_html
from standoff.report.charts import tolls
from standoff.report.charts.assessment import figures
from standoff.report.sections import questions, thresholds
from standoff.report.serialize import as_json
from standoff.web.pages import changes

LAST = 399
_TABLES: dict[str, dict[Any, str]] = {
    "indicator": wording.INDICATORS,
    "bound": wording.BOUNDS,
    "shock": wording.SHOCKS,
    "act": wording.ACTS,
    "signal": wording.SIGNALS,
    "perception": wording.PERCEPTIONS,
    "outcome": screens._OUTCOMES,
    "quantity": quantity_names._NAMES,
    "speaker": tolls._BY,
    "counted": tolls._COUNTED,
    "question": questions.TITLES,
    "about": questions.ABOUT,
    "scale": thresholds._NAMES,
}
_HOLE = re.compile(r"\{(\w+)\}")
_TOKEN = re.compile(r"⟦(\w+)/([^/⟧]*)/([^⟧]*)⟧", re.IGNORECASE)


def _claims() -> list[Claim]:
    """A year of a front, with statements of every kind, tolls, and losses that sources dispute."""
    levels = [5000.0 + 4.0 * i for i in range(LAST + 1)]
    said = [
        statement(name, LAST - 3, side=side, origin=f"{name} {side} {k}", negated=k == 2)
        for name in (*_SAID, *wording.SHOCKS)
        for side in ("AA", "BB", "")
        for k in range(3)
    ]
    whole = {"happened_to": on(LAST - 3), "known_at": at(LAST - 2), "place": ""}
    killed = [
        claim(value=n, origin=who, speaker=who, speaker_kind=kind, **whole)
        for n, who, kind in ((900.0, "One", "media"), (4000.0, "Two", "researcher"))
    ]
    verified = {**whole, "side": "", "speaker_kind": "international organisation", "speaker": "UN"}
    tolls_said = [
        claim(quantity=name, value=950.0, **verified)
        for name in ("toll.civilians_killed", "toll.civilians_injured", "displaced.total")
    ]
    turned = [settlements(LAST - 4, 3.0), settlements(LAST - 2, 1.0, "BB")]
    return [*front(levels), *said, *killed, *tolls_said, *turned]


_SAID = (
    "front.stalled", "assessment.stalemate", "assessment.momentum", "logistics.degraded",
    "munitions.shortage", "assessment.can_win", "resolve.will_not_concede", "resolve.concedes",
    "posture.withdraws", "way_out.talks_held", "way_out.offer", "way_out.agreement",
)  # fmt: skip


@pytest.fixture(scope="module")
def said(war: War) -> Iterator[Callable[[], AssessmentRecord]]:
    table = to_table(_claims())
    yield lambda: assess(table, war, on(LAST))


@pytest.fixture
def before(said: Callable[[], AssessmentRecord], war: War) -> dict[str, str]:
    return _made(said(), war)


def _made(of: AssessmentRecord, war: War) -> dict[str, str]:
    """All that is made of an assessment, as text; a line of a terminal breaks where words end."""
    told = json.loads(as_json(of))
    earlier = json.loads(as_json(of))
    for question in earlier["questions"]:
        for i in question["indicators"]:
            i["value"], i["n"] = 0.0, None if i["n"] is None else 0
    return {
        "the first screen": json.dumps(asdict(screens.first_screen(of, war)), ensure_ascii=False),
        "the JSON": json.dumps(told, ensure_ascii=False),
        "the charts": "\n".join(map(str, figures(of, war))),
        "the page": as_html(of, war),
        "what changed": json.dumps(changes._figures(war, earlier, told), ensure_ascii=False),
    }


def _reword(patch: pytest.MonkeyPatch) -> dict[str, str]:
    """Put a token in place of every label; the labels by token, in small letters."""
    labels = {}
    for table, words in _TABLES.items():
        for number, (key, label) in enumerate(list(words.items())):
            holes = "|".join(f"{name}={{{name}}}" for name in _HOLE.findall(label))
            patch.setitem(words, key, f"⟦{table}/{number}/{holes}⟧")
            labels[f"{table}/{number}"] = label
    return labels


def _put_back(text: str, labels: dict[str, str]) -> str:
    """The text with the labels where their tokens are, in small letters and without escapes."""

    def label(token: re.Match[str]) -> str:
        holes = dict(pair.split("=", 1) for pair in token[3].split("|") if pair)
        return labels[f"{token[1].casefold()}/{token[2]}"].format(**holes)

    while _TOKEN.search(text):
        text = _TOKEN.sub(label, text)
    return html.unescape(text).casefold()


def test_the_facts_are_the_same_whatever_the_labels_say(
    before: dict[str, str],
    said: Callable[[], AssessmentRecord],
    war: War,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    labels = _reword(monkeypatch)
    after = _made(said(), war)
    for what, text in after.items():
        assert "⟦" in text, what
        assert _put_back(text, labels) == html.unescape(before[what]).casefold(), what


def test_the_claims_of_this_test_have_every_indicator_but_those_of_the_two_sided_model(
    said: Callable[[], AssessmentRecord],
) -> None:
    found = {i.id for q in said().questions for i in q.indicators}
    assert len(found) >= 26
    assert {"civilians_killed", "soldiers_killed", "say_stalemate", "displaced_in_all"} <= found
