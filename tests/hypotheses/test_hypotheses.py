from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from invented import NAME, known_of, on, statement
from standoff.cli.main import cli
from standoff.domain.claim import Claim
from standoff.domain.war import War, load
from standoff.errors import HypothesesError, UnknownNameError
from standoff.hypotheses.files import Case, read, shipped
from standoff.hypotheses.weigh import Weighing, weigh
from standoff.report.weigh_text import as_json, as_text

CASE = """\
name = "bridge"
title = "Why did the bridge fall?"

[[hypothesis]]
id = "old"
says = "It was old"
prior = 0.5
reason = "bridges age"

[[hypothesis]]
id = "mined"
says = "It was mined"
prior = 0.5
reason = "wars mine bridges"

[[group]]
name = "engineers"
repeats = {repeats}

[[evidence]]
id = "crack"
find = {{ quantity = "logistics.degraded", speaker = "First" }}
likelihood = {{ old = 0.8, mined = 0.2 }}
reason = "cracks come with age"
{group}
[[evidence]]
id = "rust"
find = {{ quantity = "logistics.degraded", speaker = "Second" }}
likelihood = {{ old = 0.8, mined = 0.2 }}
reason = "so does rust"
{group}"""


# Each case that comes with the war, the day that its page weighs it on, and how many claims its queries
# find by then. Another number means that the record grew: see whether what it adds is meant.
SHIPPED = {
    "hypersonic-missiles": ("2022-03-21", 12),
    "kyiv-withdrawal": ("2022-04-07", 20),
    "north-korean-troops": ("2024-11-24", 16),
    "power-grid-strikes": ("2025-12-20", 19),
    "russian-gains-2024": ("2024-05-31", 21),
}
WAR = "ukraine-2022"
each_shipped = pytest.mark.parametrize("name", SHIPPED)


def shipped_case(name: str) -> Case:
    return read(load(WAR).folder / "hypotheses" / f"{name}.toml")


def told_of(name: str, day: str) -> dict[str, Any]:
    command = ["weigh", name, "--as-of", day, "--json", "-"]
    told: dict[str, Any] = json.loads(
        CliRunner().invoke(cli, command, catch_exceptions=False).output
    )
    return told


def case(tmp_path: Path, repeats: str = "0", group: str = "", text: str = CASE) -> Case:
    path = tmp_path / "bridge.toml"
    path.write_text(text.format(repeats=repeats, group=group), encoding="utf-8")
    return read(path)


def said(speaker: str, origin: str = "", **changes: object) -> Claim:
    return statement("logistics.degraded", 5, speaker=speaker, origin=origin or speaker, **changes)


def weighed(war: War, one: Case, *claims: Claim) -> Weighing:
    return weigh(one, known_of(war, claims, on(10)))


def odds(result: Weighing) -> float:
    """For "old" against "mined", with ranges of no width."""
    by_id = {h.id: h.mean for h in result.hypotheses}
    assert sum(by_id.values()) == pytest.approx(1.0)
    return by_id["old"] / by_id["mined"]


def test_independent_claims_multiply(war: War, tmp_path: Path) -> None:
    result = weighed(war, case(tmp_path), said("First"), said("Second"))
    # 0.8 to 0.2 is 4 to 1, twice over.
    assert odds(result) == pytest.approx(16.0)
    assert [h.id for h in result.hypotheses] == ["old", "mined"]
    assert result.hypotheses[0].first == 1.0


def test_two_claims_of_one_origin_weigh_as_one(war: War, tmp_path: Path) -> None:
    one_root = [said("First", "The ministry"), said("Second", "The ministry", side="AA")]
    result = weighed(war, case(tmp_path), *one_root)
    assert odds(result) == pytest.approx(4.0)
    assert result.evidence[0].shares_with == ("rust",)


@pytest.mark.parametrize(("repeats", "expected"), [("0", 16.0), ("1", 4.0), ("0.5", 4 ** (4 / 3))])
def test_a_group_repeats_itself_as_far_as_is_stated(
    war: War, tmp_path: Path, repeats: str, expected: float
) -> None:
    grouped = case(tmp_path, repeats, 'group = "engineers"')
    assert odds(weighed(war, grouped, said("First"), said("Second"))) == pytest.approx(expected)


def test_what_was_not_known_by_the_day_is_left_out_and_said(war: War, tmp_path: Path) -> None:
    result = weighed(war, case(tmp_path), said("First"))
    assert odds(result) == pytest.approx(4.0)
    assert list(result.unknown) == ["rust"]
    assert "Second" in result.unknown["rust"]
    nothing = weighed(war, case(tmp_path))
    assert odds(nothing) == pytest.approx(1.0)


def test_one_item_wrong_says_what_would_come_first(war: War, tmp_path: Path) -> None:
    result = weighed(war, case(tmp_path), said("First"))
    (only,) = result.evidence
    assert only.diagnosticity == pytest.approx(4.0)
    assert only.left_out.posterior == pytest.approx({"old": 0.5, "mined": 0.5})
    assert only.reversed.posterior == pytest.approx({"old": 0.2, "mined": 0.8})
    assert only.reversed.first == "mined"
    assert only.reversed.order_changes
    told = as_text(result)
    assert "the opposite would put first: It was mined" in " ".join(told.split())
    assert max(len(line) for line in told.splitlines()) <= 80


def test_wider_ranges_give_a_wider_posterior_around_the_same_middle(
    war: War, tmp_path: Path
) -> None:
    text = CASE.replace("old = 0.8, mined = 0.2", "old = [0.7, 0.9], mined = [0.1, 0.3]")
    result = weighed(war, case(tmp_path, text=text), said("First"), said("Second"))
    assert result.hypotheses[0].low < result.hypotheses[0].mean < result.hypotheses[0].high


def test_the_same_seed_gives_the_same_bytes(war: War, tmp_path: Path) -> None:
    one, other = (as_json(weighed(war, case(tmp_path), said("First"))) for _ in range(2))
    assert one == other
    assert json.loads(one)["schema"] == "standoff.weigh/1"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("prior = 0.5", "prior = 0.9", "sum to 1.80"),
        ("prior = 0.5", "prior = [0.6, 0.4]", "low end first"),
        ("prior = 0.5", "prior = 0", "nothing here is impossible"),
        ("old = 0.8", "odl = 0.8", "did you mean 'old'"),
        (", mined = 0.2", "", "no likelihood under mined"),
        ('says = "It was old"', "", "'says' is missing"),
        ("logistics.degraded", "logistics.degarded", "did you mean 'logistics.degraded'"),
        ("find = {{", "find = {{ sied = 'AA',", "did you mean 'side'"),
        ('reason = "so does rust"', 'reason = ""\ngroup = "nobody"', "unknown group 'nobody'"),
        ('id = "rust"', 'id = "crack"', "the same id"),
        ('title = "Why', "title = Why", "cannot be read"),
    ],
)
def test_a_bad_case_names_the_file_and_the_entry(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    with pytest.raises(HypothesesError, match=r"bridge\.toml") as caught:
        case(tmp_path, text=CASE.replace(old, new))
    assert message in str(caught.value)


def test_every_shipped_case_is_tried_here_and_listed_on_its_page() -> None:
    assert set(shipped(load(WAR))) == set(SHIPPED)
    page = (Path(__file__).parents[2] / "docs" / "hypotheses.md").read_text(encoding="utf-8")
    for name, (day, _) in SHIPPED.items():
        assert f"| `{name}` | {day} |" in page


@each_shipped
def test_a_shipped_case_is_weighed_by_what_was_known_on_the_day(name: str) -> None:
    day, claims = SHIPPED[name]
    told = told_of(name, day)
    assert (told["name"], told["war"]) == (name, WAR)
    assert not told["unknown"], "a query finds nothing"
    found = [claim for item in told["evidence"] for claim in item["claims"]]
    assert len(set(found)) == len(found), "one claim counts under two items"
    assert len(found) == claims, "see what each query finds"


@each_shipped
def test_the_odds_of_a_shipped_case_lie_between_those_of_certainty(name: str) -> None:
    rivals = told_of(name, SHIPPED[name][0])["hypotheses"]
    assert 3 <= len(rivals) <= 5
    assert sum(h["mean"] for h in rivals) == pytest.approx(1.0, abs=1e-3)
    for h in rivals:
        assert 0.0 < h["low"] < h["mean"] < h["high"] < 0.95, h["id"]


@each_shipped
def test_a_shipped_case_rests_on_the_same_claims_when_weighed_later(name: str) -> None:
    on_the_day, later = told_of(name, SHIPPED[name][0]), told_of(name, "2025-12-31")
    assert later["claims_digest"] == on_the_day["claims_digest"]
    assert later["hypotheses"] == on_the_day["hypotheses"]


@each_shipped
def test_every_judgement_of_a_shipped_case_is_worded_for_reading(name: str) -> None:
    one = shipped_case(name)
    assert one.name == name
    assert one.title.endswith("?")
    for h in one.hypotheses:
        assert h.says[0].isupper() and h.says[-1].isalpha(), h.says
        assert len(h.says) <= 60, f"{h.says}: more than three lines on the screen"
        assert h.prior[0] < h.prior[1], f"{h.id}: a prior without a range"
    for reason in (*(h.reason for h in one.hypotheses), *(e.reason for e in one.evidence)):
        assert reason.endswith("."), reason
    for item in one.evidence:
        assert all(low < high for low, high in item.likelihood.values()), item.id


def test_what_the_record_lacks_is_said_under_the_odds(war: War, tmp_path: Path) -> None:
    text = CASE.replace("[[hypothesis]]", 'lacks = "the word of the divers."\n\n[[hypothesis]]', 1)
    result = weighed(war, case(tmp_path, text=text), said("First"))
    assert "The record lacks the word of the divers." in as_text(result)
    assert json.loads(as_json(result))["lacks"] == "the word of the divers."
    assert "lacks" not in as_text(weighed(war, case(tmp_path), said("First")))


def test_a_case_that_names_no_war_asks_for_one(war: War, tmp_path: Path) -> None:
    case(tmp_path)
    result = CliRunner().invoke(cli, ["weigh", str(tmp_path / "bridge.toml")])
    assert isinstance(result.exception, HypothesesError)
    assert "--war" in str(result.exception)
    unknown = CliRunner().invoke(cli, ["weigh", "hypersonic"])
    assert isinstance(unknown.exception, UnknownNameError)
    assert war.name == NAME
