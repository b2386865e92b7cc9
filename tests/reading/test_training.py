"""Training on a corpus of our own, and the network in NumPy against the same one in torch."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from standoff.errors import StandoffError
from standoff.reading.network import assembled, emissions, load, states
from standoff.reading.trained import TrainedReader
from standoff.reading.training import train
from standoff.reading.training.corpus import read_articles

SAID = "“{what},” {who} said.\n"
WHO = ("Kolb", "the mayor", "An Ostmark spokesman", "Grossen")
WHAT = ("We will stay", "The bridge is closed", "No talks are planned", "It was a quiet night")


def article(number: int) -> tuple[str, str]:
    """A short text and its attributions in brat's format."""
    text, lines = "", []
    for k in range(4):
        what, who = WHAT[(k + number) % 4], WHO[(k * number) % 4]
        begin = len(text)
        text += SAID.format(what=what, who=who)
        content = begin + 1, begin + 1 + len(what)
        source = content[1] + 3, content[1] + 3 + len(who)
        cue = source[1] + 1, source[1] + 5
        spans = (("Source", source), ("Cue", cue), ("Content", content))
        lines += [
            f"T{3 * k + n}\t{role} {a} {b}\t{text[a:b]}" for n, (role, (a, b)) in enumerate(spans)
        ]
        lines.append(f"E{k}\tAttribution:T{3 * k + 1} Source:T{3 * k} Cue:T{3 * k + 1} Content:T{3 * k + 2}")
    return text, "\n".join(lines)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    for folder in ("text", "attributions"):
        (tmp_path / "train" / folder).mkdir(parents=True)
    for number in range(6):
        text, annotation = article(number)
        (tmp_path / "train" / "text" / f"a_{number}.txt").write_text(text, encoding="utf8")
        path = tmp_path / "train" / "attributions" / f"a_{number}_ab12.ann"
        path.write_text(annotation, encoding="utf8")
    return tmp_path


def test_a_corpus_is_read_token_for_token(corpus: Path) -> None:
    first = read_articles(corpus / "train")[0]
    ((source,), (cue,), (content,)) = first.annotations[0].links[0]
    assert [first.forms[a:b] for a, b in (source, cue, content)] == [
        ("Kolb",),
        ("said",),
        ("We", "will", "stay"),
    ]
    assert first.annotations[0].tags[:8].tolist() == [0, 5, 6, 6, 0, 0, 1, 3]


def test_a_folder_that_is_no_corpus_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(StandoffError, match="attributions"):
        read_articles(tmp_path)


def test_without_torch_training_names_the_extra(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(StandoffError, match="train"):
        train(corpus, tmp_path / "out.npz")


def test_training_twice_writes_the_same_weights_and_they_can_be_read(corpus: Path) -> None:
    pytest.importorskip("torch")
    from standoff.reading.training import weights
    from standoff.reading.training.recipe import Plan, trained

    plan = Plan(teacher_epochs=1, student_epochs=2, hidden=8, teacher_hidden=8)
    weights.deterministic()
    files = []
    for name in ("one.npz", "two.npz"):
        found = trained(read_articles(corpus / "train"), plan, None, lambda _: None)
        weights.save(corpus / name, found)
        files.append((corpus / name).read_bytes())
    assert files[0] == files[1]
    list(TrainedReader(load(corpus / "one.npz")).spans(article(1)[0]))


def test_the_network_in_numpy_is_the_network_in_torch(corpus: Path) -> None:
    torch = pytest.importorskip("torch")
    from standoff.reading.training import recipe, weights
    from standoff.reading.training.examples import batch_of, chunks

    articles = read_articles(corpus / "train")
    found = recipe.course(articles, None, seen=False)
    encoder, heads = recipe._network(found, 8, seed=3, teacher=False)
    encoder.eval()
    arrays = weights.arrays(encoder, heads, found.tables)
    with torch.no_grad():
        # In eight bits, as the file keeps them.
        encoder.piece.copy_(torch.from_numpy(arrays["piece"] * arrays["piece_scale"]))
    batch = batch_of([c for k, a in enumerate(articles) for c in chunks(a, k, a.annotations[0], 20)], found.index)
    inputs = batch.inputs
    with torch.no_grad():
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
