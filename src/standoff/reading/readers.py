"""The readers that can find attributions: ours, and others by path or address.

`standoff` is the reader that comes with the package. `spacy:PATH` and `gliner:PATH` load a model
from a folder; spans that it labels source, cue and content are linked by nearness. An address of an
OpenAI-compatible endpoint (`https://host/v1#model`) gets the text paragraph by paragraph. It may be on
this machine, since people run models there: it is named by hand, unlike a report's address.
"""

from __future__ import annotations

import importlib
import json
import os
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from standoff.errors import FetchError, ReportError, UnknownNameError
from standoff.reading.attribution.span_check import NOWHERE
from standoff.reading.records import Attributed, Reader, Span

if TYPE_CHECKING:
    import httpx

DEFAULT = "standoff"
KEY_VARIABLE = "STANDOFF_READER_KEY"
ROLES = ("source", "cue", "content")
MAX_ANSWER_BYTES = 2**20
_PARAGRAPHS_CHARACTERS = 4_000
Labelled = tuple[Span, str]
"""A span and its label, lower case."""


def reader_named(name: str, http: httpx.Client | None = None) -> Reader:
    """The reader of a name.

    Args:
        name: `standoff`, `spacy:PATH`, `gliner:PATH`, or an endpoint's address.
        http: asks the endpoint; default: the network.

    Raises:
        UnknownNameError: no such reader.
        ReportError: its model cannot be loaded.
    """
    kind, _, where = name.partition(":")
    if name == DEFAULT:
        # The weights take a moment to load.
        from standoff.reading.tagger.reader import reader  # noqa: PLC0415

        return reader()
    if kind == "spacy" and where:
        return Spacy.load(name, where)
    if kind == "gliner" and where:
        return Gliner.load(name, where)
    if kind in ("http", "https"):
        # The other readers need no network.
        import httpx  # noqa: PLC0415

        return Endpoint(name, http or httpx.Client(timeout=120.0, follow_redirects=False))
    raise UnknownNameError(
        "reader", name, [DEFAULT, "spacy:PATH", "gliner:PATH", "https://HOST/v1"]
    )


@dataclass(frozen=True)
class Spacy:
    """A spaCy pipeline whose entities or span groups are labelled source, cue and content."""

    name: str
    pipeline: Any

    @classmethod
    def load(cls, name: str, where: str) -> Spacy:
        """The pipeline in a folder.

        Raises:
            ReportError: spaCy is not installed, or the folder holds no pipeline.
        """
        try:
            spacy = importlib.import_module("spacy")
        except ImportError as error:
            raise ReportError("spacy is not installed. Install it beside Standoff.") from error
        try:
            return cls(name, spacy.load(Path(where)))
        except OSError as error:
            raise ReportError(f"{where}: no spaCy pipeline ({error}). Name its folder.") from error

    def spans(self, text: str) -> Iterable[Attributed]:
        """The attributions in a text; offsets count from its start."""
        document = self.pipeline(text)
        groups = [list(document.ents), *(list(group) for group in document.spans.values())]
        found = {
            ((one.start_char, one.end_char), str(one.label_).lower())
            for group in groups
            for one in group
        }
        return linked(sorted(found), text)


@dataclass(frozen=True)
class Gliner:
    """A GLiNER model with three labels, a paragraph at a time."""

    name: str
    model: Any

    @classmethod
    def load(cls, name: str, where: str) -> Gliner:
        """The model in a folder.

        Raises:
            ReportError: GLiNER is not installed, or there is no such folder.
        """
        try:
            gliner = importlib.import_module("gliner")
        except ImportError as error:
            raise ReportError("gliner is not installed. Install it beside Standoff.") from error
        if not Path(where).is_dir():
            raise ReportError(f"{where}: no folder with a GLiNER model. Name its folder.")
        return cls(name, gliner.GLiNER.from_pretrained(where, local_files_only=True))

    def spans(self, text: str) -> Iterable[Attributed]:
        """The attributions in a text; offsets count from its start."""
        found: list[Labelled] = []
        for start, part in parts(text):
            for one in self.model.predict_entities(part, list(ROLES)):
                a, b = int(one["start"]), int(one["end"])
                stands = part[a:b] == one["text"]
                found.append(((a + start, b + start) if stands else NOWHERE, one["label"].lower()))
        return linked(sorted(set(found)), text)


@dataclass(frozen=True)
class Endpoint:
    """A language model behind an OpenAI-compatible address, asked in JSON at temperature 0."""

    name: str
    http: httpx.Client

    def spans(self, text: str) -> Iterable[Attributed]:
        """The attributions in a text; what the model did not copy from it gets no place.

        Raises:
            FetchError: the endpoint does not answer as it should.
        """
        url, _, model = self.name.partition("#")
        if not model:
            listed = self._json("GET", f"{url}/models", None)
            try:
                model = str(listed["data"][0]["id"])
            except (KeyError, IndexError, TypeError) as error:
                raise FetchError(
                    f"{url}: names no model. Name one: --reader {url}#MODEL."
                ) from error
        for start, part in parts(text):
            yield from quoted_spans(self._answer(url, model, part), text, start)

    def _answer(self, url: str, model: str, part: str) -> list[Mapping[str, Any]]:
        prompt = (resources.files("standoff.reading.data") / "prompt.txt").read_text(
            encoding="utf-8"
        )
        order = {
            "model": model,
            "temperature": 0,
            "seed": 1,
            "messages": [
                {"role": "system", "content": prompt},
                {"role": "user", "content": part},
            ],
        }
        answer = self._json("POST", f"{url}/chat/completions", order)
        try:
            said = str(answer["choices"][0]["message"]["content"])
            listed = json.loads(said[said.index("{") : said.rindex("}") + 1])["attributions"]
            return [one for one in listed if isinstance(one, dict)]
        except (KeyError, IndexError, TypeError, ValueError) as error:
            raise FetchError(
                f"{url}: {model} does not answer in the JSON of the prompt. Try another model."
            ) from error

    def _json(self, method: str, url: str, order: Mapping[str, Any] | None) -> Any:
        import httpx  # noqa: PLC0415

        key = os.environ.get(KEY_VARIABLE)
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        try:
            with self.http.stream(method, url, json=order, headers=headers) as response:
                body = b""
                for chunk in response.iter_bytes():
                    body += chunk
                    if len(body) > MAX_ANSWER_BYTES:
                        raise FetchError(f"{url}: answers without end. Try another model.")
                if response.status_code != 200:
                    raise FetchError(
                        f"{url}: answers {response.status_code} {response.reason_phrase}. "
                        f"Check the address, and the key in {KEY_VARIABLE}."
                    )
            return json.loads(body)
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            reason = " ".join(str(error).split()) or type(error).__name__
            raise FetchError(f"{url}: no answer ({reason}). Is the endpoint up?") from error


def parts(text: str) -> Iterator[tuple[int, str]]:
    """A text in runs of whole paragraphs, each with where it starts."""
    start = end = 0
    for stop in [*(m.end() for m in re.finditer(r"\n\s*\n", text)), len(text)]:
        if stop - start > _PARAGRAPHS_CHARACTERS and end > start:
            yield start, text[start:end]
            start = end
        end = stop
    if text[start:].strip():
        yield start, text[start:]


def linked(found: Sequence[Labelled], text: str) -> list[Attributed]:
    """Labelled spans to attributions: each cue takes the content and the source nearest to it.

    Both must stand in the cue's own paragraph.
    """
    paragraphs = [m.end() for m in re.finditer(r"\n\s*\n", text)]
    by_role: dict[tuple[str, int], list[Span]] = defaultdict(list)
    for span, label in found:
        by_role[label, bisect_right(paragraphs, span[0])].append(span)
    out = []
    for cue, label in found:
        if label == "cue":
            here = bisect_right(paragraphs, cue[0])
            source, content = (_nearest(cue, by_role[r, here]) for r in ("source", "content"))
            out.append(Attributed(source, (cue,), content))
    return out


def _nearest(cue: Span, spans: Sequence[Span]) -> tuple[Span, ...]:
    near = min(spans, key=lambda s: max(s[0] - cue[1], cue[0] - s[1], 0), default=None)
    return () if near is None else (near,)


def quoted_spans(
    listed: Iterable[Mapping[str, Any]], text: str, start: int
) -> Iterator[Attributed]:
    """Quotations to spans, each looked for after the one before it, then from the part's start."""
    at = start
    for one in listed:
        spans: dict[str, tuple[Span, ...]] = {}
        for role in ROLES:
            said = one.get(role)
            if not isinstance(said, str) or not said:
                spans[role] = ()
                continue
            # Whole words, from a place on, else from the part's start.
            whole = re.compile(rf"(?<!\w){re.escape(said)}(?!\w)")
            found = whole.search(text, at) or whole.search(text, start)
            spans[role] = (found.span() if found else NOWHERE,)
        known = [s[0] for role in spans.values() for s in role if s != NOWHERE]
        at = min(known, default=at)
        yield Attributed(spans["source"], spans["cue"], spans["content"])
