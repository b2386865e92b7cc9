from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from history import invented
from standoff.errors import SourceError
from standoff.history import ardennes, cdb90, ucdp
from standoff.history.priors import PriorFiles

READERS: list[tuple[str, Callable[[Path], Any]]] = [
    ("cdb90", cdb90.read),
    ("ardennes", ardennes.read),
    ("terminations", ucdp.read_terminations),
    ("deaths", ucdp.read_deaths),
]


def two(tmp_path: Path, **cells: str) -> list[cdb90.Battle]:
    rows = [invented.battle(1, **cells), invented.battle(2, WINA="-1")]
    return cdb90.read(invented.write_battles(tmp_path / "b.csv", rows))


def test_a_battle_reads_as_written(tmp_path: Path) -> None:
    first, second = two(tmp_path)
    assert (first.won, second.won) == (1.0, 0.0)
    assert first.log_ratio == pytest.approx(math.log(2))
    assert math.isnan(first.defender.guns)
    assert first.width_km == 4
    assert (first.attacker.commander, first.defender.commander) == ("", "QUILL")


def test_minus_one_is_a_retreat_in_the_advance_and_unknown_in_a_count(tmp_path: Path) -> None:
    battle, _ = two(tmp_path, KMDA="-1", CASA="-1")
    assert battle.advance_km == -1
    assert math.isnan(battle.attacker.casualties)
    assert math.isnan(two(tmp_path, KMDA="-9999")[0].advance_km)


def test_the_advance_is_a_distance_so_its_rate_is_over_the_days(tmp_path: Path) -> None:
    cells = {"KMDA": "30", "NOATP": "2", "ATPEYR2": "1931", "ATPEMN2": "5", "ATPEDA2": "10"}
    battle, _ = two(tmp_path, **cells)
    assert battle.days == 10
    assert battle.advance_km_per_day == 3


def test_a_posture_that_came_later_is_not_known_before_the_battle(tmp_path: Path) -> None:
    assert two(tmp_path, POST2="DL", TIME="1")[0].second_posture == ""
    assert two(tmp_path, POST2="DL", TIME="0")[0].second_posture == "DL"


def test_a_table_without_defender_wins_is_refused(tmp_path: Path) -> None:
    path = invented.write_battles(tmp_path / "tidied.csv", [invented.battle(1)])
    with pytest.raises(SourceError, match=r"tidied.csv: no battle that the defender won"):
        cdb90.read(path)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"WINA": "2"}, "row 2: WINA: '2'"),
        ({"STRA": "many"}, "row 2: STRA: 'many' is no number"),
        ({"STRA": "nan"}, "row 2: STRA: 'nan' is no finite number"),
        ({"AEROA": "3"}, "row 2: AEROA"),
        ({"ATPBMN1": "13"}, "row 2: ATPB..ATPE"),
        ({"ATPEYR1": "1930"}, "row 2: ATPE: '1930-05-01' is before 1931-05-01"),
        ({"NOATP": "7"}, "row 2: NOATP: 7 periods"),
    ],
)
def test_a_bad_cell_is_named_by_file_and_row(
    tmp_path: Path, cells: dict[str, str], said: str
) -> None:
    with pytest.raises(SourceError) as caught:
        two(tmp_path, **cells)
    assert f"b.csv {said}" in str(caught.value)


@pytest.mark.parametrize(("name", "read"), READERS)
def test_a_truncated_file_is_named_by_row(
    name: str, read: Callable[[Path], Any], made_up: PriorFiles, tmp_path: Path
) -> None:
    whole = getattr(made_up, name).read_text(encoding="utf-8").rstrip()
    separator = " " if name == "ardennes" else ","
    cut = tmp_path / "cut.csv"
    cut.write_text(whole[: whole.rindex(separator)], encoding="utf-8")
    rows = whole.count("\n") + 1
    with pytest.raises(SourceError, match=rf"cut.csv row {rows}: .* cut short"):
        read(cut)


@pytest.mark.parametrize(("name", "read"), READERS)
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"<!DOCTYPE html><html></html>", "row 1: a web page"),
        (b"Day,caf\xe9\n1,2\n", "row 1: not UTF-8"),
        (b"a,b\n1,2\n", "row 1: no column"),
    ],
)
def test_what_is_no_such_file_is_refused(
    name: str, read: Callable[[Path], Any], content: bytes, said: str, tmp_path: Path
) -> None:
    path = tmp_path / "odd.csv"
    path.write_bytes(content)
    with pytest.raises(SourceError, match=f"odd.csv.*{said}"):
        read(path)


def test_a_missing_file_is_an_error_in_words(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"gone.csv: cannot be read"):
        cdb90.read(tmp_path / "gone.csv")


def test_a_missing_day_of_a_campaign_stays_a_gap(made_up: PriorFiles) -> None:
    campaign = ardennes.read(made_up.ardennes)
    assert 9 not in campaign.day
    assert campaign.forces.shape == campaign.losses.shape == (2, 19)


def test_a_campaign_whose_days_run_back_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    head = " ".join(ardennes.NEEDED)
    path.write_text(f"{head}\n3 9 1 9 1\n2 9 1 9 1\n", encoding="utf-8")
    with pytest.raises(SourceError, match=r"c.csv row 3: Day"):
        ardennes.read(path)


def test_ucdp_dates_have_the_day_first(tmp_path: Path) -> None:
    lines = invented.episode_rows(101, "03/04/1990", "05/06/1990", "2")
    (episode,) = ucdp.read_terminations(invented.write_terminations(tmp_path / "t.csv", lines))
    assert (episode.start, episode.end) == (date(1990, 4, 3), date(1990, 6, 5))


def test_a_flare_up_under_an_ended_episodes_id_is_an_episode_of_its_own(tmp_path: Path) -> None:
    lines = [
        *invented.episode_rows(101, "01/03/1990", "20/03/1991", "4"),
        *invented.episode_rows(101, "01/06/2020", "", ""),
    ]
    old, new = ucdp.read_terminations(invented.write_terminations(tmp_path / "t.csv", lines))
    assert (old.outcome, new.outcome) == (4, None)
    assert new.first_year == 2020


def test_an_unknown_outcome_is_refused(tmp_path: Path) -> None:
    lines = invented.episode_rows(101, "03/04/1990", "05/06/1990", "7")
    with pytest.raises(SourceError, match=r"t.csv row 2: outcome"):
        ucdp.read_terminations(invented.write_terminations(tmp_path / "t.csv", lines))


def test_the_published_files_hold_what_is_known_of_them(published: PriorFiles) -> None:
    battles = cdb90.read(published.cdb90)
    assert len(battles) == 660
    assert sum(b.won == 0 for b in battles) == 217
    assert sum(b.won in (0, 1) and b.log_ratio == b.log_ratio for b in battles) == 614
    assert ardennes.read(published.ardennes).day.size == 32
    episodes = ucdp.read_terminations(published.terminations)
    assert len(episodes) == 581
    assert sum(e.interstate for e in episodes) == 72
    assert sum(e.outcome is None for e in episodes) == 56
    # A low-activity end stands in its last active year: it is known, not dated, a year late.
    assert all(e.end is None or e.end.year == e.last_year for e in episodes)
    assert len(ucdp.read_deaths(published.deaths)) == 1403
