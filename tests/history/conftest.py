from __future__ import annotations

import os
from pathlib import Path

import pytest

from history import invented
from standoff.history.priors import PriorFiles

SHARED = Path(os.environ.get("STANDOFF_SHARED", Path(__file__).parents[3] / "shared"))
_UCDP = "Bvlampe/CCIP_seminar_paper"
_COMMIT = "94f1fae74d64b0f2287a4782a55844d23547144f"


@pytest.fixture(scope="session")
def published() -> PriorFiles:
    """The publishers' own files."""
    mirror = SHARED / "mirror"
    if not mirror.is_dir():
        pytest.skip("no copies of the publishers' files here")
    return PriorFiles(
        cdb90=mirror / "jrnold/CDB90/master/src-data/CDB90/CDB90-patched.csv",
        ardennes=mirror / "yiyuezhuo/lanchester-model-review/master/Ardennes.csv",
        terminations=mirror / _UCDP / _COMMIT / "ucdp-term-acd-3-2021.csv",
        deaths=mirror / _UCDP / "master/BRD.csv",
    )


@pytest.fixture(scope="session")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> PriorFiles:
    """Files of our own making in the same formats."""
    folder = tmp_path_factory.mktemp("history")
    episodes = [
        *invented.episode_rows(101, "01/03/1990", "20/03/1990", "4"),
        *invented.episode_rows(201, "01/03/1991", "01/09/1991", "2"),
        *invented.episode_rows(301, "01/03/1992", "31/12/1996", "5", end_prec="5.0"),
        *invented.episode_rows(401, "01/03/2016", "", ""),
    ]
    return PriorFiles(
        cdb90=invented.write_battles(folder / "cdb.csv", invented.two_hundred_battles()),
        ardennes=invented.write_campaign(folder / "campaign.csv"),
        terminations=invented.write_terminations(folder / "term.csv", episodes),
        deaths=invented.write_deaths(folder / "deaths.csv", [(3, 1995, 5000), (4, 2017, 1200)]),
    )
