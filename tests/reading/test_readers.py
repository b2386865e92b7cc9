"""Readers of others behind the protocol: nothing of theirs that is not in the text gets through."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.errors import FetchError, ReportError, UnknownNameError
from standoff.reading import readers
from standoff.reading.attribution.span_check import NOWHERE, in_text
from standoff.reading.readers import Endpoint, Gliner, Spacy, linked, parts, reader_named
from standoff.reading.records import Attributed

TEXT = "The front has stalled, the general said.\n\n“We hold,” she added on Sunday.\n"
URL = "http://127.0.0.1:8080/v1"


def words(one: Attributed, text: str = TEXT) -> tuple[list[str], list[str], list[str]]:
    def of(spans: Iterable[tuple[int, int]]) -> list[str]:
        return [text[a:b] for a, b in spans]

    return of(one.source), of(one.cue), of(one.content)


class Model:
    """An endpoint that gives one answer, and keeps what it was asked."""

    def __init__(self, answer: object, status: int = 200) -> None:
        self.asked: list[httpx.Request] = []
        self._answer, self._status = answer, status

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        if request.url.path.endswith("/models"):
            return httpx.Response(200, json={"data": [{"id": "small"}]})
        said = self._answer if isinstance(self._answer, str) else json.dumps(self._answer)
        return httpx.Response(self._status, json={"choices": [{"message": {"content": said}}]})

    def reader(self, name: str = URL) -> Endpoint:
        return Endpoint(name, httpx.Client(transport=httpx.MockTransport(self)))


def attributions(*triples: tuple[str, str, str]) -> dict[str, Any]:
    return {"attributions": [dict(zip(readers.ROLES, t, strict=True)) for t in triples]}


def test_what_a_language_model_copies_from_the_text_is_found_in_it() -> None:
    model = Model(
        attributions(
            ("the general", "said", "The front has stalled"), ("she", "added", "“We hold,”")
        )
    )
    first, second = model.reader().spans(TEXT)
    assert words(first) == (["the general"], ["said"], ["The front has stalled"])
    assert words(second) == (["she"], ["added"], ["“We hold,”"])
    sent = json.loads(model.asked[-1].content)
    assert (sent["model"], sent["temperature"]) == ("small", 0)
    assert sent["messages"][1] == {"role": "user", "content": TEXT}


def test_what_a_language_model_makes_up_is_dropped_and_counted() -> None:
    model = Model(
        attributions(("the king", "said", "The front has stalled"), ("fro", "tall", "old"))
    )
    kept, lost = in_text(model.reader().spans(TEXT), len(TEXT))
    assert [words(one) for one in kept] == [([], ["said"], ["The front has stalled"])]
    assert lost == 4


def test_an_answer_in_a_fence_of_words_is_read_and_one_without_json_is_an_error() -> None:
    fenced = f"Here it is:\n```json\n{json.dumps(attributions(('she', 'added', 'We hold')))}\n```"
    (one,) = Model(fenced).reader(f"{URL}#large").spans(TEXT)
    assert words(one)[1] == ["added"]
    for broken in ("I cannot.", '{"attributions": 5}', "{}", '{"attributions": ['):
        with pytest.raises(FetchError, match="JSON"):
            list(Model(broken).reader().spans(TEXT))


def test_parts_of_an_answer_of_the_wrong_kind_are_no_spans() -> None:
    answer = {"attributions": [{"source": 5, "cue": None, "content": "We hold"}, "x", {"cue": ""}]}
    kept, lost = in_text(Model(answer).reader().spans(TEXT), len(TEXT))
    assert [words(one)[2] for one in kept] == [["We hold"]]
    assert lost == 0


def test_the_key_is_sent_and_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(readers.KEY_VARIABLE, "secret-key")
    model = Model("", status=401)
    with pytest.raises(FetchError, match="401") as refused:
        list(model.reader(f"{URL}#large").spans(TEXT))
    assert model.asked[0].headers["authorization"] == "Bearer secret-key"
    assert "secret-key" not in str(refused.value)
    assert readers.KEY_VARIABLE in str(refused.value)


def test_an_endpoint_that_is_down_or_answers_without_end_is_an_error() -> None:
    def down(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused", request=request)

    def endless(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=b"a" * (readers.MAX_ANSWER_BYTES + 1))

    for answer in (down, endless):
        http = httpx.Client(transport=httpx.MockTransport(answer))
        with pytest.raises(FetchError):
            list(Endpoint(URL, http).spans(TEXT))


@dataclass
class Entity:
    start_char: int
    end_char: int
    label_: str


@dataclass
class Parsed:
    ents: list[Entity]
    spans: dict[str, list[Entity]] = field(default_factory=dict)


def test_a_spacy_pipelines_labels_are_linked_by_nearness() -> None:
    def entity(said: str, label: str) -> Entity:
        return Entity(TEXT.index(said), TEXT.index(said) + len(said), label)

    parsed = Parsed(
        [entity("the general", "SOURCE"), entity("said", "CUE"), entity("Sunday", "DATE")],
        {"sc": [entity("The front has stalled", "CONTENT"), entity("We hold", "CONTENT")]},
    )
    (one,) = Spacy("spacy:x", lambda _: parsed).spans(TEXT)
    assert words(one) == (["the general"], ["said"], ["The front has stalled"])


class Gliners:
    """A model that knows a few words, and one that is nowhere in the text."""

    def predict_entities(self, text: str, labels: list[str]) -> list[dict[str, Any]]:
        known = {"she": "source", "added": "cue", "We hold": "content"}
        found = [
            {"start": text.index(w), "end": text.index(w) + len(w), "text": w, "label": label}
            for w, label in known.items()
            if w in text
        ]
        return [*found, {"start": 0, "end": 3, "text": "xyz", "label": labels[2]}]


def test_a_gliner_models_spans_count_from_the_start_of_the_text_and_must_say_what_it_says() -> None:
    long = TEXT.replace("\n\n", "\n\n" + "No one was there. " * 400 + "\n\n")
    kept, lost = in_text(Gliner("gliner:x", Gliners()).spans(long), len(long))
    assert [words(one, long) for one in kept] == [(["she"], ["added"], ["We hold"])]
    assert lost == 0, "what stands nowhere has no cue in its paragraph"


@given(st.text(alphabet="ab \n", max_size=300))
def test_parts_are_the_text_but_for_white_space(text: str) -> None:
    at = 0
    for start, part in parts(text):
        assert text[start : start + len(part)] == part
        assert not text[at:start].strip()
        at = start + len(part)
    assert not text[at:].strip()


spans = st.lists(st.tuples(st.integers(-3, 12), st.integers(-3, 12)), max_size=3).map(tuple)


@given(st.lists(st.builds(Attributed, spans, spans, spans), max_size=4), st.integers(0, 10))
def test_every_span_that_is_kept_stands_in_the_text_and_every_other_is_counted(
    found: list[Attributed], length: int
) -> None:
    kept, lost = in_text(found, length)
    for one in kept:
        for a, b in (*one.source, *one.cue, *one.content):
            assert 0 <= a < b <= length
    all_spans = sum(len(one.source) + len(one.cue) + len(one.content) for one in found)
    in_kept = sum(len(one.source) + len(one.cue) + len(one.content) for one in kept)
    assert lost <= all_spans - in_kept
    assert NOWHERE not in [s for one in kept for s in one.content]


def test_a_cue_is_not_linked_over_the_end_of_its_paragraph() -> None:
    content, cue = (4, 9), (TEXT.index("added"), TEXT.index("added") + 5)
    found = [(content, "content"), (cue, "cue")]
    assert linked(found, TEXT) == [Attributed((), (cue,), ())]


def test_an_unknown_reader_is_an_error_with_the_names_there_are() -> None:
    with pytest.raises(UnknownNameError, match="standoff"):
        reader_named("standof")
    for name in ("spacy:", "gliner:", "bert:x"):
        with pytest.raises(UnknownNameError):
            reader_named(name)


@pytest.mark.parametrize("kind", ["spacy", "gliner"])
def test_a_model_that_cannot_be_loaded_is_an_error_with_the_way_out(
    kind: str, tmp_path: Path
) -> None:
    with pytest.raises(ReportError):
        reader_named(f"{kind}:{tmp_path / 'none'}")
