from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from standoff.war import War
from standoff.web.answers import Answers
from standoff.web.app import create_app
from standoff.web.served import Served
from web.serving import Client, answers_of


@pytest.fixture(scope="session")
def answers(war: War, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answers]:
    """One set of answers for all tests of pages: a day of it takes a second to make."""
    with ThreadPoolExecutor(1) as run:
        yield answers_of(war, tmp_path_factory.mktemp("served"), run)


@pytest.fixture(scope="session")
def client(answers: Answers) -> Iterator[Client]:
    asks = Client(create_app(Served(answers)))
    yield asks
    asks.close()
