from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from standoff.domain.war import War
from standoff.web.answers import Answers
from standoff.web.app import create_app
from standoff.web.state import AppState
from web.serving import Ask, Client, answers_of

PATIENCE_S = 300.0


@pytest.fixture(scope="session")
def answers(war: War, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answers]:
    """One set of answers for all tests of pages: a day of it takes a second to make."""
    with ThreadPoolExecutor(1) as run:
        yield answers_of(war, tmp_path_factory.mktemp("served"), run)


@pytest.fixture(scope="session")
def ask() -> Iterator[Ask]:
    """Makes clients of an application, and ends them."""
    made: list[Client] = []

    def of(state: AppState, base: str = "http://127.0.0.1") -> Client:
        made.append(Client(create_app(replace(state, patience_s=PATIENCE_S)), base))
        return made[-1]

    yield of
    for client in made:
        client.close()


@pytest.fixture(scope="session")
def client(ask: Ask, answers: Answers) -> Client:
    return ask(AppState(answers))
