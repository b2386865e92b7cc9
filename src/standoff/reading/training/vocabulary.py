"""The tables of pieces, shapes and affixes that the network knows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from standoff.reading.tagger.features import normal, pieces, shape
from standoff.reading.training.corpus import Article

LEAST_WORD, LEAST_SHAPE, LEAST_AFFIX = 5, 3, 10  # occurrences

Tables = tuple[dict[str, int], ...]


def tables_of(articles: Iterable[Article], known: Iterable[str] = ()) -> Tables:
    """Tables of pieces, shapes, prefixes, long and short suffixes.

    Args:
        known: word pieces to start from; frequent words of the articles are added whole.
    Returns:
        Dictionaries from name to index, from 1 on.
    """
    words: Counter[str] = Counter()
    shapes: Counter[str] = Counter()
    for article in articles:
        words.update(map(normal, article.forms))
        shapes.update(map(shape, article.forms))
    table = {piece: k + 1 for k, piece in enumerate(dict.fromkeys(filter(usable, known)))}
    for word in sorted(word for word, n in words.items() if n >= LEAST_WORD):
        table.setdefault(word, len(table) + 1)
    affixes = []
    for part in (slice(3), slice(-3, None), slice(-2, None)):
        counted: Counter[str] = Counter()
        for word, n in words.items():
            counted[word[part]] += n
        affixes.append(_frequent(counted, LEAST_AFFIX))
    return (table, _frequent(shapes, LEAST_SHAPE), *affixes)


def _frequent(counts: Counter[str], least: int) -> dict[str, int]:
    kept = sorted(name for name, n in counts.items() if n >= least and "\n" not in name)
    return {name: k + 1 for k, name in enumerate(kept)}


def usable(piece: str) -> bool:
    """Whether a word piece can occur in a normalised word of a European script."""
    bare = piece.removeprefix("##")
    return (
        bool(bare)
        and not bare.startswith("[")
        and all(ord(sign) < 0x500 for sign in bare)
        and not (len(bare) > 1 and bare[0].isdigit())
    )


def piece_start(
    table: dict[str, int], names: Sequence[str], vectors: npt.NDArray[np.float32]
) -> npt.NDArray[np.float32]:
    """First values of a piece table: pretrained vectors, or the mean of a word's pieces."""
    full = {name: k for k, name in enumerate(names)}
    out = np.zeros((len(table) + 1, vectors.shape[1]), np.float32)
    for word, row in table.items():
        out[row] = vectors[full[word]] if word in full else vectors[pieces(word, full)].mean(axis=0)
    return out
