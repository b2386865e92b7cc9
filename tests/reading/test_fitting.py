"""Training on a corpus of our own, and the network in NumPy against the same one in torch."""

from __future__ import annotations

import importlib.util
from dataclasses import replace
from pathlib import Path
from random import Random
from string import ascii_lowercase

import numpy as np
import pytest

from standoff.errors import StandoffError
from standoff.reading.tagger.network import (
    Passage,
    assembled,
    emissions,
    form_vectors,
    load,
    states,
)
from standoff.reading.tagger.reader import TrainedReader
from standoff.reading.training import train
from standoff.reading.training.corpus import Annotation, read_articles

torch = pytest.importorskip("torch")
minilm = pytest.importorskip("standoff.reading.training.minilm")
mpnet = pytest.importorskip("standoff.reading.training.mpnet")
networks = pytest.importorskip("standoff.reading.training.networks")
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
        course = recipe.course(read_articles(corpus / "train"), (), None)
        weights.save(corpus / name, recipe.trained(course, plan, lambda _: None))
        files.append((corpus / name).read_bytes())
    assert files[0] == files[1]
    list(TrainedReader(load(corpus / "one.npz")).spans(TEXT))


def test_the_network_in_numpy_is_the_network_in_torch(corpus: Path) -> None:
    articles = read_articles(corpus / "train")
    found = recipe.course(articles, (), None)
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
    passage = Passage(
        form_vectors(network, inputs.features.numpy()),
        inputs.form.numpy()[there],
        inputs.place.numpy()[there],
        inputs.lengths.numpy(),
    )
    [got] = states(network, [passage])
    np.testing.assert_allclose(got, expected.numpy()[there], atol=2e-6)
    np.testing.assert_allclose(emissions(network, got), scores.numpy()[there], atol=2e-6)


def tiny(folder: Path, kind: str, pieces: list[str], **sizes: int) -> Path:
    """A pretrained model of no use in a folder, with its word pieces."""
    transformers = pytest.importorskip("transformers")
    (folder / "vocab.txt").write_text("\n".join(pieces), encoding="utf8")
    sizes |= {"vocab_size": len(pieces), "num_attention_heads": 2, "intermediate_size": 16}
    config = getattr(transformers, f"{kind}Config")(**sizes)
    getattr(transformers, f"{kind}Model")(config).save_pretrained(folder)
    return folder


PIECES = [
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    *ascii_lowercase,
    *(f"##{c}" for c in ascii_lowercase),
]
PIECES += ["said", "stay", "bridge", "quiet", "talks", "closed", "night", "planned", "mayor"]


@pytest.fixture(scope="module")
def tiny_bert(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As MiniLM's folder."""
    folder = tmp_path_factory.mktemp("bert")
    return tiny(folder, "Bert", PIECES, hidden_size=80, num_hidden_layers=6)


@pytest.fixture(scope="module")
def tiny_mpnet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With MPNet's own marks before the pieces."""
    pieces = ["<s>", "<pad>", "</s>", "<unk>", *PIECES]
    folder = tmp_path_factory.mktemp("mpnet")
    return tiny(folder, "MPNet", pieces, hidden_size=16, num_hidden_layers=12)


def test_a_teacher_tunes_a_pretrained_model_and_labels_reworded_copies(
    corpus: Path, tiny_bert: Path
) -> None:
    plan = recipe.Plan(
        teacher_epochs=1, student_epochs=1, hidden=SMALL, teacher_hidden=SMALL, copies=2
    )
    course = recipe.course(read_articles(corpus / "train"), (), tiny_bert)
    copied = recipe.with_copies(course, plan.copies, seed=1)
    assert len(copied.articles) == len(course.articles) + 2 * len(course.train)
    assert {a.forms for a in copied.articles} != {a.forms for a in course.articles}
    before = {k: v.clone() for k, v in minilm.States(tiny_bert).state_dict().items()}
    encoder, _ = recipe.teacher(copied, plan, 1, lambda _: None)
    after = encoder.pretrained.state_dict()
    assert any(not torch.equal(before[k], after[k]) for k in before)
    assert "emit" in recipe.trained(course, plan, lambda _: None)


def test_reports_are_learnt_from_and_never_held_out(corpus: Path) -> None:
    articles = read_articles(corpus / "train")
    course = recipe.course(articles, articles[:2], None)
    assert course.train[-2 * recipe.REPEATED :] == [6, 7] * recipe.REPEATED


def test_without_minilm_training_names_the_extra(corpus: Path) -> None:
    if importlib.util.find_spec(minilm.PACKAGE) is not None:
        pytest.skip("MiniLM is installed here")
    with pytest.raises(StandoffError, match="train"):
        train(corpus, corpus / "out.npz", log=lambda _: None)
    assert not (corpus / "out.npz").exists()


def test_mpnet_gives_what_transformers_computes(tiny_mpnet: Path) -> None:
    transformers = pytest.importorskip("transformers")
    base = mpnet.States(tiny_mpnet).eval()
    ids = torch.randint(4, 60, (2, 9))
    there = torch.ones_like(ids)
    ids[1, 6:], there[1, 6:] = 1, 0
    at = torch.arange(9).expand(2, -1)
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        got = base(networks.Cut(ids, there, at, at))
        whole = transformers.MPNetModel.from_pretrained(tiny_mpnet, add_pooling_layer=False).eval()
        layers = whole(ids, there, output_hidden_states=True).hidden_states
        expected = torch.stack(layers[mpnet.KEPT - mpnet.MEAN + 1 : mpnet.KEPT + 1]).mean(0)
    seen = there.bool()
    np.testing.assert_allclose(got[seen], expected[seen], atol=0.08)


def test_only_the_upper_layers_of_mpnet_are_tuned(
    corpus: Path, tiny_bert: Path, tiny_mpnet: Path
) -> None:
    plan = recipe.Plan(teacher_epochs=1, teacher_hidden=SMALL)
    course = recipe.course(read_articles(corpus / "train"), (), tiny_bert, tiny_mpnet)
    before = mpnet.States(tiny_mpnet).state_dict()
    encoder, _ = recipe.teacher(course, plan, 1, lambda _: None)
    changed = {
        int(name.split("layer.")[1].split(".")[0])
        for name, value in encoder.pretrained.state_dict().items()
        if "layer." in name and not torch.equal(before[name], value)
    }
    assert changed == set(range(mpnet.FROZEN, mpnet.KEPT))


def test_a_teachers_folder_without_a_model_says_what_it_needs(
    corpus: Path, tiny_bert: Path, tmp_path: Path
) -> None:
    course = recipe.course(read_articles(corpus / "train"), (), tiny_bert, tmp_path)
    with pytest.raises(StandoffError, match=r"config\.json"):
        recipe.teacher(course, recipe.Plan(), 1, lambda _: None)


def test_texts_that_nobody_annotated_are_learnt_from_as_a_teacher_reads_them(
    corpus: Path,
) -> None:
    articles = read_articles(corpus / "train")
    plan = recipe.Plan(
        teacher_epochs=250, student_epochs=1, hidden=SMALL, teacher_hidden=32, texts=1
    )
    weights.deterministic()
    bare = [replace(a, annotations=(Annotation(a.annotations[0].tags * 0, ()),)) for a in articles]
    found = recipe.course(articles, (), None, texts=bare)
    assert list(found.texts) == [6, 7, 8, 9, 10, 11]
    assert not set(found.texts) & set(found.train)
    taught, soft = recipe.taught(found, plan, lambda _: None)
    assert [len(one) for one, _ in soft] == [len(a.forms) for a in taught.articles]
    [found_in], [gold] = taught.articles[6].annotations, articles[0].annotations
    assert (found_in.tags == gold.tags).all() and found_in.links == gold.links
    seen = [
        chunk.article
        for batch in recipe._batches(taught, Random(1), None, 1)(0)
        for chunk in batch.chunks
    ]
    assert len(set(seen) & set(found.texts)) == 1
    assert "emit" in recipe.student(taught, soft, plan, lambda _: None)


def test_texts_without_a_teacher_are_refused(corpus: Path) -> None:
    articles = read_articles(corpus / "train")
    with pytest.raises(StandoffError, match="teacher"):
        recipe.trained(
            recipe.course(articles, (), None, texts=articles), recipe.Plan(teachers=0), print
        )
