"""The public API: a war is opened at one place, and its answers show themselves."""

from __future__ import annotations

import ast
import json
import pickle
import subprocess
import sys
import time
from collections import OrderedDict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import standoff as so
from invented import NAME, at, claim, front, on, write_war
from standoff.errors import DateError, ReportError, StoreError, UnknownNameError
from standoff.evidence.store import Store

NOTEBOOK = Path(__file__).parent.parent / "docs" / "tour.ipynb"
DAYS = 60
NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def war(tmp_path: Path) -> so.Workspace:
    folder = write_war(tmp_path / "war")
    Store(tmp_path / "claims").append([*front([5000.0 + i for i in range(DAYS)]), claim()], NOW)
    return so.open(folder, store=tmp_path / "claims", cache=tmp_path / "cache")


@pytest.fixture
def day(war: so.Workspace) -> so.Snapshot:
    return war.as_of(on(DAYS - 1))


def test_the_public_names_are_about_ten_and_all_there() -> None:
    assert len(so.__all__) == 10
    assert all(hasattr(so, name) for name in so.__all__)
    assert dir(so) == sorted(so.__all__)
    with pytest.raises(AttributeError, match="no attribute 'opne'"):
        so.opne  # noqa: B018 - the access is the test


def test_odds_are_a_float_column_an_outcome_and_sum_to_one(day: so.Snapshot) -> None:
    for odds in (day.assess().odds, day.forecast().odds):
        assert list(odds.index) == [30, 90, 180]
        assert odds.index.name == "horizon"
        assert set(odds.dtypes.astype(str)) == {"float64"}
        assert odds.sum(axis=1).tolist() == pytest.approx([1.0] * 3)


def test_quantiles_have_the_columns_of_the_hubverse(day: so.Snapshot) -> None:
    found = day.forecast().quantiles
    header = day.forecast().to_hubverse().splitlines()[0]
    assert ",".join(found.columns) == header
    assert len(found) == 3 * 23
    assert set(found["output_type"]) == {"quantile"}


def test_claims_are_chosen_by_pattern_in_order_of_date(day: so.Snapshot) -> None:
    found = day.claims("territory.*")
    assert len(found) == len(list(found)) == len(found.to_pandas()) == found.to_arrow().num_rows
    assert [c.happened_to for c in found] == sorted(c.happened_to for c in found)
    assert {c.quantity for c in found} == {"territory.controlled_km2"}
    assert found[0] == next(iter(found))
    assert list(found[1:3]) == list(found)[1:3]
    assert len(day.claims()) == len(day.known.by_id)


def test_what_nobody_defined_is_refused_with_the_nearest_name(day: so.Snapshot) -> None:
    with pytest.raises(UnknownNameError, match="unknown quantity"):
        day.claims("loses.*")
    with pytest.raises(UnknownNameError, match="unknown side"):
        day.claims(side="ZZ")
    with pytest.raises(UnknownNameError, match="did you mean 'ukraine-2022'"):
        so.open("ukraine-2021")


def test_a_day_is_a_date_or_iso_text_and_has_happened(war: so.Workspace) -> None:
    assert war.as_of(str(on(3))) is war.as_of(on(3))
    with pytest.raises(DateError, match="is no date"):
        war.as_of("yesterday")
    with pytest.raises(DateError, match="has not happened yet"):
        war.as_of(date(9999, 1, 1))
    with pytest.raises(DateError, match="lies before it"):
        war.as_of("1999-01-01").forecast()


def test_a_time_is_its_day_in_utc_and_no_time_is_refused(war: so.Workspace) -> None:
    late = datetime(2020, 2, 1, 23, tzinfo=timezone(timedelta(hours=-5)))
    assert war.as_of(late).day == date(2020, 2, 2)
    assert war.as_of(datetime(2020, 2, 1, 23)).day == date(2020, 2, 1)
    with pytest.raises(DateError, match="is no date"):
        war.as_of(pd.NaT)


@pytest.mark.parametrize("seed", [-1, 2**64])
def test_a_seed_out_of_range_is_refused(war: so.Workspace, seed: int) -> None:
    with pytest.raises(so.StandoffError, match="Give one from 0 to"):
        so.open(war.war, seed=seed)


@pytest.mark.parametrize("plan", [{"every": 0}, {"horizons": ()}, {"horizons": (30, -1)}])
def test_a_backtest_of_no_days_is_refused(war: so.Workspace, plan: dict[str, Any]) -> None:
    with pytest.raises(DateError, match="make no backtest"):
        war.backtest(on(10), on(50), **plan)


def test_a_name_that_is_too_long_for_a_file_is_an_unknown_war() -> None:
    with pytest.raises(UnknownNameError, match="unknown war"):
        so.open("a" * 5000)


def test_threads_that_open_one_day_at_once_share_it(war: so.Workspace) -> None:
    class Slow(OrderedDict[Any, Any]):
        def pop(self, *args: Any) -> Any:
            found = super().pop(*args)
            time.sleep(0.005)
            return found

    object.__setattr__(war, "_snapshots", Slow())
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(war.as_of, [on(3)] * 16))
    assert all(day is found[0] for day in found)


def test_a_snapshot_is_of_the_store_as_it_was(war: so.Workspace) -> None:
    before = war.as_of(on(DAYS - 1))
    count = len(before.claims())
    war.store.append([claim(value=7.0, known_at=at(3))], NOW)
    assert len(before.claims()) == count
    assert len(war.as_of(on(DAYS - 1)).claims()) != 0
    assert war.as_of(on(DAYS - 1)) is not before


def test_answers_show_themselves_as_html(day: so.Snapshot) -> None:
    assert day.assess()._repr_html_().startswith("<iframe")
    assert day.forecast()._repr_html_().startswith("<table")
    assert "<table" in day.claims()._repr_html_()


def test_a_repr_is_short_and_names_the_war(war: so.Workspace, day: so.Snapshot) -> None:
    for shown in (war, day, day.assess(), day.forecast()):
        assert len(repr(shown)) < 200
        assert NAME in repr(shown)


def test_a_workspace_can_be_handed_to_another_process(war: so.Workspace) -> None:
    war.as_of(on(3))
    again = pickle.loads(pickle.dumps(war))
    assert again == war
    assert len(again.as_of(on(3)).claims()) == len(war.as_of(on(3)).claims())


def test_a_store_that_was_named_must_exist_to_be_read(tmp_path: Path) -> None:
    folder = write_war(tmp_path / "war")
    opened = so.open(folder, store=tmp_path / "typo")
    with pytest.raises(StoreError, match="no such folder of claims"):
        opened.as_of(on(3)).claims()
    with pytest.raises(StoreError, match="local folder"):
        so.open(folder, store="s3://bucket/claims")


def test_the_default_store_need_not_exist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("STANDOFF_STORE", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "nothing"))
    assert len(so.open(write_war(tmp_path / "war")).as_of(on(3)).claims()) == 0


def test_one_report_is_read_and_a_folder_of_two_is_refused(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("Officials said on Monday that the front had stalled.\n")
    read = so.read(tmp_path / "a.txt", published="2023-05-02", war=write_war(tmp_path / "war"))
    assert read.attributions[0].speaker
    assert len(read.claims) == len(read.claimed.claims)
    with pytest.raises(ReportError, match="holds 2 reports"):
        so.read(tmp_path)
    with pytest.raises(ReportError):
        so.read(tmp_path / "none.txt")


@pytest.mark.parametrize("module", ["pandas", "ibis", "numpy", "numba", "pyarrow"])
def test_the_import_alone_loads_nothing_heavy(module: str) -> None:
    script = f"import sys, standoff; assert {module!r} not in sys.modules"
    subprocess.run([sys.executable, "-c", script], check=True)


def test_no_command_imports_pandas(tmp_path: Path) -> None:
    script = (
        "import sys; from standoff.cli.main import cli\n"
        f"cli.main({['claims', 'ukraine-2022', '--store', str(tmp_path)]!r}, standalone_mode=False)\n"
        "assert 'pandas' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script], check=True, stdout=subprocess.DEVNULL)


def _cells() -> Iterator[str]:
    for cell in json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            yield "".join(cell["source"])


def test_every_cell_of_the_notebook_runs_and_shows_html(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "claims").mkdir()
    monkeypatch.setenv("STANDOFF_STORE", str(tmp_path / "claims"))
    names: dict[str, Any] = {}
    shown = []
    for cell in _cells():
        *before, last = ast.parse(cell).body
        assert isinstance(last, ast.Expr)
        exec(compile(ast.Module(before, []), str(NOTEBOOK), "exec"), names)
        found = eval(compile(ast.Expression(last.value), str(NOTEBOOK), "eval"), names)
        shown.append(found._repr_html_() if hasattr(found, "_repr_html_") else repr(found))
    assert sum(text.lstrip().startswith("<") for text in shown) >= 5
