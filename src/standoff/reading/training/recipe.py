"""From a corpus to weights: teachers on a pretrained model, then one small student.

The student also learns from texts that nobody has annotated, from what a teacher finds in them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

import numpy as np
import torch

from standoff.errors import StandoffError
from standoff.reading.tagger.features import PIECES_PER_FORM, form_features
from standoff.reading.training import minilm, mpnet, weights
from standoff.reading.training.augment import altered, reworded
from standoff.reading.training.by_teacher import annotated
from standoff.reading.training.corpus import Article
from standoff.reading.training.examples import CHUNK, Batch, Chunk, batch_of, chunks
from standoff.reading.training.fit import Schedule, fit
from standoff.reading.training.networks import Cut, Encoder, Heads, Sizes
from standoff.reading.training.soft import Half, averaged, soft_labels
from standoff.reading.training.vocabulary import Tables, piece_start, tables_of

TOGETHER = 20  # chunks in a batch
REPEATED = 3  # times an epoch each report is seen; an article of the corpus once
DROPPED = 0.05  # share of forms whose pieces, and of those whose affixes, are hidden in a batch
Log = Callable[[str], None]


@dataclass(frozen=True)
class TrainingPlan:
    """What is trained.

    Attributes:
        seed: of every draw.
        teachers: how many networks the student learns from; 0 for gold labels alone.
        teacher_epochs, student_epochs: times through the corpus.
        copies: of each article with other words, for the teachers to label and the student to learn.
        texts: that nobody annotated, seen by the student each time through the corpus, at most.
        hidden, teacher_hidden: units a direction.
        trust: weight of the teachers' labels against the gold ones.
        dropout: of the student; a teacher's is larger, for it has gold labels alone.
    """

    seed: int = 1
    teachers: int = 1
    teacher_epochs: int = 3
    student_epochs: int = 90
    copies: int = 2
    texts: int = 900
    hidden: int = 128
    teacher_hidden: int = 160
    trust: float = 0.9
    dropout: float = 0.25


def held_out(articles: Sequence[Article]) -> list[int]:
    """Numbers of the articles that are kept from training, for choosing."""
    return [k for k, a in enumerate(articles) if k % 17 == 3 and len(a.annotations) == 1]


@dataclass(frozen=True)
class Course:
    """The articles to train on, and how their tokens are described.

    Attributes:
        articles: all of the corpus, then the reports, the texts and the reworded copies.
        train: numbers of those trained on, some more than once; copies: for each of them the
            numbers of its copies.
        texts: numbers of those that nobody annotated.
        tables, index: of forms.
        pretrained: folder of MiniLM, whose word pieces the student has; None without.
        base: folder of the model that teachers tune.
        start: first values of the piece table; None to draw them.
    """

    articles: Sequence[Article]
    train: Sequence[int]
    tables: Tables
    index: Callable[[str], list[int]]
    pretrained: Path | None = None
    base: Path | None = None
    start: np.ndarray | None = None
    texts: Sequence[int] = ()
    copies: dict[int, list[int]] = field(default_factory=dict)


def course(
    corpus: Sequence[Article],
    reports: Sequence[Article],
    pretrained: Path | None,
    base: Path | None = None,
    texts: Sequence[Article] = (),
) -> Course:
    """The course of a corpus, of annotated reports and of texts that nobody annotated.

    Args:
        pretrained: folder of MiniLM's weights and word pieces.
        base: folder of the BERT or MPNet model that teachers tune; MiniLM if None.
    """
    out = set(held_out(corpus))
    train = [k for k in range(len(corpus)) if k not in out]
    train += [len(corpus) + k for k in range(len(reports))] * REPEATED
    articles = [*corpus, *reports, *texts]
    names = minilm.piece_names(pretrained) if pretrained else []
    tables = tables_of([articles[k] for k in dict.fromkeys(train)], names)
    plain = range(len(articles) - len(texts), len(articles))
    index = remembering(tables)
    found = Course(articles, train, tables, index, pretrained, base or pretrained, texts=plain)
    if pretrained is None:
        return found
    vectors = minilm.piece_vectors(pretrained, Sizes(()).piece)
    return replace(found, start=piece_start(tables[0], names, vectors))


def with_copies(found: Course, copies: int, seed: int) -> Course:
    """A course with copies of each article in which some words are others like them."""
    if found.pretrained is None or not copies:
        return found
    random, near = Random(seed), minilm.neighbours(found.pretrained)
    articles, numbers = list(found.articles), {}
    for k in dict.fromkeys(found.train):
        numbers[k] = [len(articles) + n for n in range(copies)]
        articles += [reworded(found.articles[k], random, near) for _ in range(copies)]
    return replace(found, articles=articles, copies=numbers)


def remembering(tables: Tables) -> Callable[[str], list[int]]:
    """`form_features` of some tables, remembered."""
    known: dict[str, list[int]] = {}

    def index(form: str) -> list[int]:
        if form not in known:
            known[form] = form_features(form, tables)
        return known[form]

    return index


def trained(found: Course, plan: TrainingPlan, log: Log) -> dict[str, np.ndarray]:
    """The student's arrays, as `network.assembled` takes them.

    Raises:
        StandoffError: there are texts that nobody annotated, and no teacher.
    """
    return student(*taught(with_copies(found, plan.copies, plan.seed), plan, log), plan, log)


def taught(
    found: Course, plan: TrainingPlan, log: Log
) -> tuple[Course, list[tuple[Half, Half]] | None]:
    """The course with the first teacher's annotations of its texts, and all teachers' mean
    probabilities; None without teachers.

    Raises:
        As `trained`.
    """
    if found.texts and not plan.teachers:
        raise StandoffError(
            "texts that nobody annotated need a teacher. Have one, or leave the texts out."
        )
    several, articles = [], list(found.articles)
    for number in range(plan.teachers):
        log(f"teacher {number + 1} of {plan.teachers}")
        encoder, heads = teacher(found, plan, plan.seed + number, log)
        several.append(soft_labels(encoder, heads, found.articles, found.index, _cut(found)))
        for k in () if number else found.texts:
            articles[k] = annotated(encoder, heads, articles[k], found.index, _cut(found))
    return replace(found, articles=articles), averaged(several) if several else None


def teacher(found: Course, plan: TrainingPlan, seed: int, log: Log) -> tuple[Encoder, Heads]:
    """A network on the pretrained model, which is tuned with it."""
    encoder, heads = untrained(found, plan.teacher_hidden, seed, teacher=True)
    batches = _batches(found, Random(seed), _cut(found))
    schedule = _schedule(found, plan.teacher_epochs)
    if found.base and _is_mpnet(found.base):
        schedule = replace(schedule, pretrained_rate=mpnet.RATE)
    fit(encoder, heads, batches, schedule, log=log)
    return encoder, heads


def student(
    found: Course, soft: list[tuple[Half, Half]] | None, plan: TrainingPlan, log: Log
) -> dict[str, np.ndarray]:
    """One network that sees forms only, from the teachers' labels and the gold ones."""
    log("student")
    seed = plan.seed + 1000
    encoder, heads = untrained(found, plan.hidden, seed, teacher=False)
    encoder.dropout.p = plan.dropout
    batches = _batches(found, Random(seed), None, plan.texts)
    schedule = _schedule(found, plan.student_epochs, plan.texts)
    fit(encoder, heads, batches, schedule, soft, plan.trust, log)
    return weights.arrays(encoder, heads, found.tables)


def untrained(found: Course, hidden: int, seed: int, teacher: bool) -> tuple[Encoder, Heads]:
    """A network as it is before training; a teacher's sees the pretrained model too."""
    torch.manual_seed(seed)
    base = None
    if teacher and found.base:
        states = mpnet.MpnetStates if _is_mpnet(found.base) else minilm.MinilmStates
        base = states(found.base)
    sizes = Sizes(tuple(len(table) + 1 for table in found.tables), hidden=hidden)
    encoder = Encoder(sizes, base)
    if found.start is not None:
        with torch.no_grad():
            encoder.piece.copy_(torch.from_numpy(found.start * 0.5))
    return encoder, Heads(encoder.width, sizes.arc)


def _is_mpnet(base: Path) -> bool:
    """Whether a folder holds MPNet, by its configuration.

    Raises:
        StandoffError: it holds no model.
    """
    try:
        config = json.loads((base / "config.json").read_text(encoding="utf8"))
    except (OSError, ValueError) as error:
        raise StandoffError(
            f"{base}: no model's configuration ({error}). Name a folder with config.json, vocab.txt "
            "and the weights of a BERT or MPNet model."
        ) from error
    return bool(config.get("model_type") == "mpnet")


def _cut(found: Course) -> Callable[[Sequence[Chunk]], Cut] | None:
    return minilm.cutter(found.base) if found.base else None


def _schedule(found: Course, epochs: int, texts: int = 0) -> Schedule:
    def count_of(numbers: Sequence[int]) -> int:
        articles = [found.articles[k] for k in numbers]
        return sum(1 for a in articles for _ in chunks(a, 0, a.annotations[0]))

    count = count_of(found.train)
    if found.texts:
        seen = min(texts, len(found.texts))
        count += count_of(found.texts) * seen // len(found.texts)
    return Schedule(epochs, steps=epochs * (count // TOGETHER + 1))


def _batches(
    found: Course,
    random: Random,
    cut: Callable[[Sequence[Chunk]], Cut] | None,
    texts: int = 0,
) -> Callable[[int], Iterator[Batch]]:
    """Batches of an epoch: one annotation of each article, reworded or altered for the student.

    Args:
        texts: how many of those that nobody annotated are drawn for an epoch, at most.
    """

    def batches(_: int) -> Iterator[Batch]:
        held: list[Chunk] = []
        drawn = random.sample(found.texts, min(texts, len(found.texts)))
        for k in [*found.train, *drawn]:
            number = k if cut else random.choice([k, *found.copies.get(k, [])])
            article = found.articles[number]
            seen = article if cut else altered(article, random)
            first = random.randint(CHUNK // 5, CHUNK)
            held += chunks(seen, number, random.choice(article.annotations), first)
        held.sort(key=lambda chunk: random.random() * 30 - len(chunk.forms))
        groups = [held[a : a + TOGETHER] for a in range(0, len(held), TOGETHER)]
        random.shuffle(groups)
        for group in groups:
            batch = batch_of(group, found.index, cut)
            # Some forms lose their pieces and some their affixes, so that neither is relied upon.
            features = batch.inputs.features
            no_pieces, no_affixes = (torch.rand(len(features)) < DROPPED for _ in range(2))
            features[no_pieces, :PIECES_PER_FORM] = -1
            features[no_pieces, 0] = 0
            features[no_affixes, PIECES_PER_FORM + 1 :] = 0
            yield batch

    return batches
