from __future__ import annotations

import contextlib
import csv
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import settings

import invented
import whatifs
from standoff import scenario
from standoff.domain.claim import to_table
from standoff.domain.war import War
from standoff.evidence import store
from standoff.observations.front import Days, Numbers

# Timings differ from machine to machine; which examples are tried does not.
settings.register_profile("standoff", deadline=None, derandomize=True, database=None)
settings.load_profile("standoff")

Engine = Callable[[], contextlib.AbstractContextManager[Any]]

SPARK = pytest.param("spark", marks=pytest.mark.spark)

# Every warning is an error but these, which one library gives about another's use of a third.
_NOT_OURS = (
    "ignore:The copy keyword is deprecated",  # PySpark 4.0 of pandas 3
    "ignore:The 'future.infer_string' option is deprecated",  # Ibis 12 of pandas 3
    r"ignore:unclosed <socket.*127\.0\.0\.1:ResourceWarning",  # PySpark of its own sockets
)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "spark: needs Java and pyspark")
    config.addinivalue_line("markers", "slow: takes seconds; `make check` leaves it to `make test`")
    for warning in _NOT_OURS:
        config.addinivalue_line("filterwarnings", warning)


@pytest.fixture
def switching_often() -> Iterator[None]:
    """Threads take turns every microsecond, so that a race is met."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.fixture(autouse=True, scope="session")
def _nobodys_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test reads or writes the folders of whoever runs it."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name, folder in (("HOME", ""), ("XDG_DATA_HOME", "data"), ("XDG_CACHE_HOME", "cache")):
            patch.setenv(name, str(home / folder))
        for name in ("STANDOFF_STORE", "STANDOFF_MIRROR", "STANDOFF_DEBUG"):
            patch.delenv(name, raising=False)
        yield


# Every query of a test is new and small: compiling it, twice over, is most of what it costs.
_SPARK_DEFAULTS = """\
spark.sql.codegen.wholeStage false
spark.sql.codegen.factoryMode NO_CODEGEN
spark.sql.adaptive.enabled false
spark.driver.extraJavaOptions -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
"""


@pytest.fixture(scope="session")
def spark_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """One Spark session for all tests: starting it takes longer than all that they ask of it."""
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.skip("no Java runtime here")
    pytest.importorskip("pyspark", reason="the extra 'spark' is not installed")
    folder = tmp_path_factory.mktemp("spark")
    (folder / "spark-defaults.conf").write_text(_SPARK_DEFAULTS, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_CONF_DIR", str(folder))
        with store.spark() as connection:
            connection._session.conf.set("spark.sql.shuffle.partitions", "1")
            yield lambda: contextlib.nullcontext(connection)
            connection.disconnect()


@pytest.fixture(params=["duckdb", SPARK])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Each engine that a store may run on; a query that one of them cannot do fails here."""
    if request.param == "duckdb":
        return store.duckdb
    spark: Engine = request.getfixturevalue("spark_engine")
    return spark


# No test waits so long unless it fails: a busy machine makes a page slow and not wrong.
PATIENCE_MS = 120_000


# Of a module and not of the session: while Playwright runs, no other loop of events can.
@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A real browser, where Playwright and Chromium are installed."""
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("no Chromium on the path")
    playwright.expect.set_options(timeout=PATIENCE_MS)
    flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
    with playwright.sync_playwright() as started:
        found = started.chromium.launch(executable_path=chromium, args=flags, timeout=PATIENCE_MS)
        yield found
        found.close()


@pytest.fixture
def opened(browser: Any) -> Iterator[Callable[..., Any]]:
    """Opens pages, each as its arguments say, and closes them."""
    contexts = []

    def page(**how: Any) -> Any:
        contexts.append(browser.new_context(**how))
        contexts[-1].set_default_timeout(PATIENCE_MS)
        return contexts[-1].new_page()

    yield page
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def war_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return invented.write_war(tmp_path_factory.mktemp("wars") / invented.NAME)


@pytest.fixture(scope="session")
def war(war_folder: Path) -> War:
    return invented.load(war_folder)


@pytest.fixture(scope="session")
def course(war: War) -> scenario.Baseline:
    """The unchanged course of the invented war, which every what-if is set against."""
    return scenario.baseline_course(to_table(whatifs.known_claims()), war, whatifs.AS_OF)


AREA = (
    "mirror/TheEconomist/the-economist-ukraine-war-dead-and-wounded-estimates/main/source-data/"
    "deaths-and-casualties-data/area_assessed_as_controlled_by_russia.csv"
)


@pytest.fixture(scope="session")
def area_series() -> tuple[Days, Numbers]:
    """Days and km² under Russian control, out of the mirror of published data."""
    beside = Path(__file__).resolve().parents[2] / "shared"
    path = Path(os.environ.get("STANDOFF_SHARED", beside)) / AREA
    if not path.exists():
        pytest.skip("needs the data mirror: set STANDOFF_SHARED to the folder that holds it")
    with path.open(encoding="utf-8") as file:
        rows = list(csv.reader(file))[1:]
    days = np.array([row[0] for row in rows], dtype="datetime64[D]")
    return days, np.array([float(row[1]) / 1e6 for row in rows])


COUNTS = "mirror/PetroIvaniuk/2022-Ukraine-Russia-War-Dataset/main/data/"


@pytest.fixture(scope="session")
def personnel_totals() -> Numbers:
    """Stated Russian losses from 2022-02-25 on by day, corrections taken out, people."""
    beside = Path(__file__).resolve().parents[2] / "shared"
    folder = Path(os.environ.get("STANDOFF_SHARED", beside)) / COUNTS
    if not folder.exists():
        pytest.skip("needs the data mirror: set STANDOFF_SHARED to the folder that holds it")
    rows = json.loads((folder / "russia_losses_personnel.json").read_text())
    fixed = json.loads((folder / "russia_losses_equipment_correction.json").read_text())
    by_day = {row["date"]: row.get("personnel") or 0 for row in fixed}
    taken = np.nan_to_num([float(by_day.get(row["date"], 0)) for row in rows])
    stated = np.array([float(row["personnel"]) for row in rows])
    return np.asarray(stated - np.cumsum(taken), dtype=np.float64)
