"""Training the default reader: the only place that needs torch."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path

from standoff.errors import StandoffError

__all__ = ["train"]


def train(
    corpus: Path,
    out: Path,
    *,
    reports: Path | None = None,
    texts: Path | None = None,
    seed: int = 1,
    seeds: int = 1,
    pretrained: Path | None = None,
    base: Path | None = None,
    epochs: int = 90,
    log: Callable[[str], None] = print,
) -> None:
    """Train the default reader's network and write its weights.

    The same corpus, arguments, versions of torch and NumPy and kind of processor give the same
    file, byte for byte.

    Args:
        corpus: a folder in PolNeAR's layout (text/, attributions/), or one that holds it as train/.
        out: the weights file to write, .npz.
        reports: a folder of annotated reports, NAME.txt with NAME.json, to learn from as well.
        texts: a folder of NAME.txt that nobody annotated, to learn from what a teacher finds there.
        seed: of every draw.
        seeds: networks that the student learns from, a seed each, >= 0.
        pretrained: folder of MiniLM's weights; the installed package's by default.
        base: folder of a BERT or MPNet model that the teachers tune; MiniLM by default.
        epochs: times through the corpus for the student, >= 1.
        log: told what goes on.
    Raises:
        StandoffError: torch or the pretrained weights are missing, the corpus is none, or there
            are texts and no teacher.
    """
    if importlib.util.find_spec("torch") is None:
        raise StandoffError(
            "training needs torch, which reading does not. Install it: pip install 'standoff[train]'."
        )
    from standoff.reading.training import minilm, recipe, weights  # noqa: PLC0415  # torch
    from standoff.reading.training.corpus import (  # noqa: PLC0415
        read_articles,
        read_reports,
        read_texts,
    )

    folder = corpus / "train" if (corpus / "train").is_dir() else corpus
    found = recipe.course(
        read_articles(folder),
        read_reports(reports) if reports else (),
        pretrained or minilm.installed(),
        base,
        read_texts(texts) if texts else (),
    )
    weights.deterministic()
    plan = recipe.TrainingPlan(seed=seed, teachers=seeds, student_epochs=epochs)
    weights.save(out, recipe.trained(found, plan, log))
