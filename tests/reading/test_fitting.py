"""Training on a corpus of our own, and the network in NumPy against the same one in torch."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from standoff.errors import StandoffError
from standoff.reading.network import assembled, emissions, load, states
from standoff.reading.trained import TrainedReader
from standoff.reading.training import train
from standoff.reading.training.corpus import read_articles

torch = pytest.importorskip("torch")
recipe = pytest.importorskip("standoff.reading.training.recipe")
examples = pytest.importorskip("standoff.reading.training.examples")
weights = pytest.importorskip("standoff.reading.training.weights")

SMALL = 8  # units a direction
TEXT = "“We will stay,” Kolb said.\n"


def test_training_twice_writes_the_same_weights_and_they_can_be_read(corpus: Path) -> None:
    plan = recipe.Plan(teacher_epochs=1, student_epochs=2, hidden=SMALL, teacher_hidden=SMALL)
    weights.deterministic()
    files = []
    for name in ("one.npz", "two.npz"):
        found = recipe.trained(read_articles(corpus / "train"), plan, None, lambda _: None)
        weights.save(corpus / name, found)
        files.append((corpus / name).read_bytes())
    assert files[0] == files[1]
    list(TrainedReader(load(corpus / "one.npz")).spans(TEXT))


def test_the_network_in_numpy_is_the_network_in_torch(corpus: Path) -> None:
    articles = read_articles(corpus / "train")
    found = recipe.course(articles, None, seen=False)
    encoder, heads = recipe.untrained(found, SMALL, seed=3, teacher=False)
    encoder.eval()
    arrays = weights.arrays(encoder, heads, found.tables)
    cut = [c for k, a in enumerate(articles) for c in examples.chunks(a, k, a.annotations[0], 20)]
    inputs = examples.batch_of(cut, found.index).inputs
    with torch.no_grad():
        # In eight bits, as the file keeps them.
        encoder.piece.copy_(torch.from_numpy(arrays["piece"] * arrays["piece_scale"]))
        expected = encoder(inputs)
        scores = heads.emit(expected)
    network = assembled(arrays)
    there = np.arange(inputs.form.shape[1])[None, :] < inputs.lengths.numpy()[:, None]
    got = states(
        network,
        inputs.features.numpy(),
        inputs.form.numpy()[there],
        inputs.place.numpy()[there],
        inputs.lengths.numpy(),
    )
    np.testing.assert_allclose(got, expected.numpy()[there], atol=2e-6)
    np.testing.assert_allclose(emissions(network, got), scores.numpy()[there], atol=2e-6)


def test_without_minilm_training_names_the_extra(corpus: Path) -> None:
    minilm = pytest.importorskip("standoff.reading.training.minilm")
    if importlib.util.find_spec(minilm.PACKAGE) is not None:
        pytest.skip("MiniLM is installed here")
    with pytest.raises(StandoffError, match="train"):
        train(corpus, corpus / "out.npz", log=lambda _: None)
    assert not (corpus / "out.npz").exists()
