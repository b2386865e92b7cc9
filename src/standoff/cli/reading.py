"""Verbs about reports: read, train-reader, score-reader."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from standoff.cli import options
from standoff.errors import BadRow, ReportError, StandoffError
from standoff.formatting import amount, count

if TYPE_CHECKING:
    from standoff.domain.war import War
    from standoff.evidence.store import Appended, Store
    from standoff.reading.claims import Claimed
    from standoff.reading.input.documents import Failed, Item, PassedOver
    from standoff.reading.pipeline import Step
    from standoff.reading.records import Document, Reader, Reading
    from standoff.reading.text.doc import Doc

READER = "standoff"
_READER_HELP = (
    "Who finds the statements: standoff, spacy:PATH, gliner:PATH, or the address of an "
    "OpenAI-compatible endpoint, https://HOST/v1#MODEL."
)


@dataclass
class _Batch:
    """What came of the reports that were named, one after the other."""

    read: list[tuple[Reading, Claimed]]
    failed: list[Failed]
    passed: list[PassedOver]


@click.command()
@click.argument("report")
@click.option(
    "--published", type=options.DayParam(), help="Its date, where it states none or another."
)
@click.option("--outlet", default="", help="Who published it, where it does not say.")
@click.option(
    "--war",
    "war_name",
    type=options.WAR,
    help="Whose sides and cities count; default: that of --add.",
)
@click.option(
    "--json",
    "json_file",
    type=click.Path(),
    help="Write one JSON object a report, one a line; - is standard output.",
)
@click.option(
    "--add", "add_to", metavar="WAR", type=options.WAR, help="Append its claims to the store."
)
@click.option("--reader", "reader_name", default=READER, show_default=True, help=_READER_HELP)
@click.option("--explain", is_flag=True, help="Print what each step added and dropped (stderr).")
@options.common("store")
def read(
    report: str,
    published: date | None,
    outlet: str,
    war_name: str | None,
    json_file: str | None,
    add_to: str | None,
    reader_name: str,
    explain: bool,
    store: str | None,
) -> None:
    """Read REPORT: who said what, through whom, how surely, with which figures.

    REPORT is a file of text or HTML, a folder, a web archive (.warc), an address, or - for standard
    input.
    """
    from standoff.domain import war as wars
    from standoff.reading.input import documents as inputs
    from standoff.reading.readers import reader_named
    from standoff.reading.serialize import as_json
    from standoff.report.reading_text import as_text

    if add_to and war_name and add_to != war_name:
        raise click.UsageError("--war and --add name two wars. Read the report once for each.")
    name = add_to or war_name
    war = wars.load(name) if name else None
    opened = options.opened(add_to, store).new_store if add_to else None
    reader = reader_named(reader_name)
    items = inputs.documents(report, None, sys.stdin.buffer)
    batch = _batch(items, published, outlet, war, reader, opened, explain)
    lines = [as_json(one, claimed, reader.name) for one, claimed in batch.read]
    if batch.read:
        screens = "\n".join(as_text(one, claimed, war) for one, claimed in batch.read)
        options.deliver({json_file: lambda: "".join(lines)}, lambda: screens)
    for passed in batch.passed:
        click.echo(f"{passed.folder}: {count(passed.files, 'other file')} passed over.", err=True)
    if opened and war and batch.read:
        done, bad = _add(batch, opened, war)
        left_out = "".join(f"\n  left out: {row}" for row in bad)
        new = f"{count(done.new, 'new claim')}, {amount(done.known)} known"
        click.echo(f"{war.name}: {new}, {amount(len(bad))} left out.{left_out}", err=True)
    _fail(batch)


@click.command("train-reader")
@click.argument("corpus", type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("weights.npz"),
    show_default=True,
    help="The weights file to write.",
)
@click.option(
    "--reports",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Annotated reports, NAME.txt with NAME.json, to learn from as well.",
)
@click.option(
    "--texts",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Texts that nobody annotated, NAME.txt, to learn from what a teacher finds in them.",
)
@click.option(
    "--teacher",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Folder of the BERT or MPNet model that teachers tune; MiniLM's package by default.",
)
@click.option("--seeds", type=click.IntRange(min=0), default=1, show_default=True, help="Teachers.")
@options.common("seed")
def train_reader(
    corpus: Path,
    out: Path,
    reports: Path | None,
    texts: Path | None,
    teacher: Path | None,
    seeds: int,
    seed: int,
) -> None:
    """Train the default reader on CORPUS, a folder in PolNeAR's layout; needs the extra 'train'."""
    from standoff.reading.training import train

    train(
        corpus,
        out,
        reports=reports,
        texts=texts,
        base=teacher,
        seed=seed,
        seeds=seeds,
        log=lambda line: click.echo(line, err=True),
    )
    click.echo(f"Wrote {out}.")


@click.command("score-reader")
@click.argument("gold", type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.option("--reader", "reader_name", default=READER, show_default=True, help=_READER_HELP)
@click.option(
    "--json", "json_file", type=click.Path(), help="Write the scores; - is standard output."
)
@options.common()
def score_reader(gold: Path, reader_name: str, json_file: str | None) -> None:
    """Score a reader on the annotated texts of GOLD.

    GOLD holds text/ and attributions/ as brat writes them, or NAME.txt with NAME.json.
    """
    from standoff.cli import terminal
    from standoff.reading.claims import Claimed
    from standoff.reading.evaluation.annotations import annotated
    from standoff.reading.evaluation.scores import scores
    from standoff.reading.input.article import from_text
    from standoff.reading.pipeline import read as read_one
    from standoff.reading.readers import reader_named
    from standoff.reading.serialize import as_json

    reader = reader_named(reader_name)
    documents = list(annotated(gold))
    read_all = []
    with terminal.counting("texts") as tell:
        for number, one in enumerate(documents, start=1):
            reading = read_one(from_text(str(one.name), one.text, {}), None, reader)
            read_all.append((one, json.loads(as_json(reading, Claimed((), {}), reader.name))))
            tell(number, len(documents))
    found = {"reader": reader.name, **scores(read_all)}
    if json_file:
        options.write(json_file, json.dumps(found) + "\n")
    if json_file != "-":
        terminal.table(("measure", "score"), [(k, str(v)) for k, v in found.items()])


def _batch(
    items: Iterator[Item],
    published: date | None,
    outlet: str,
    war: War | None,
    reader: Reader,
    store: Store | None,
    explain: bool,
) -> _Batch:
    """Read every report; with a store, its claims take the origins that are known there."""
    import pyarrow.compute as pc

    from standoff.domain.claim import from_table
    from standoff.evidence.matching import KnownStatement, one_origin
    from standoff.reading.claims import claimed
    from standoff.reading.input.language import ENGLISH
    from standoff.reading.pipeline import read_each

    batch = _Batch([], [], [])
    known = None
    if store and war:
        # Claims that came out of reports; those of datasets are no statements.
        table, known = store.table_history(war.name), KnownStatement()
        known.add(from_table(table.filter(pc.not_equal(table["document"], ""))))
    only = "" if reader.name != READER else ENGLISH
    documents = _documents(items, published, outlet, only, store is not None, batch)
    for reading in read_each(documents, war, reader, _explain if explain else None):
        of = claimed(reading, war, reader.name)
        if known is not None:
            of = replace(of, claims=tuple(one_origin(of.claims, known)))
            known.add(of.claims)
        batch.read.append((replace(reading, doc=None), of))  # the tokens are not needed any more
    return batch


def _explain(step: Step, before: Doc, after: Doc) -> None:
    from standoff.reading.pipeline import STEPS
    from standoff.report.reading_text import explained

    if step is STEPS[0]:
        click.echo(f"\n{before.document.file}", err=True)
    click.echo(explained(step, before, after), err=True)


def _documents(
    items: Iterable[Item],
    published: date | None,
    outlet: str,
    only: str,
    dated: bool,
    batch: _Batch,
) -> Iterator[Document]:
    """The documents among what was named; the others are noted in the batch.

    Args:
        only: the language that the reader reads; of a text in another one nothing but its head is
            handed on. "" for any.
        dated: whether a document without a date is no use.
    """
    from standoff.reading.input import documents as inputs
    from standoff.reading.input.language import language_of

    for item in items:
        if isinstance(item, inputs.Failed):
            batch.failed.append(item)
        elif isinstance(item, inputs.PassedOver):
            batch.passed.append(item)
        else:
            document = inputs.stated(item, published, outlet)
            language = language_of(document.text[document.body_from :])
            if only and language != only:
                foreign = (
                    f"{document.file}: is no {only} ({language}), and nothing is claimed from it. "
                    "Name a reader for it with --reader."
                )
                if dated:
                    batch.failed.append(inputs.Failed(document.file, foreign))
                    continue
                click.echo(foreign, err=True)
                document = replace(document, text=document.text[: document.body_from])
            if dated and document.published is None:
                undated = (
                    f"{document.file}: has no publication date, and a claim needs one. "
                    "Give it with --published."
                )
                batch.failed.append(inputs.Failed(document.file, undated))
            else:
                yield document


def _add(batch: _Batch, store: Store, war: War) -> tuple[Appended, list[BadRow]]:
    """Check the claims and append those that can stand, as one append: all of them or none."""
    from standoff.evidence.validation import Sourced, split

    now = options.now()
    rows = [
        Sourced(claim, reading.document.file, number)
        for reading, of in batch.read
        for number, claim in enumerate(of.claims, start=1)
    ]
    good, bad = split(rows, war, now)
    return store.append(good, now), bad


def _fail(batch: _Batch) -> None:
    """Report what could not be read; the exit status says so, too.

    Raises:
        StandoffError: some report could not be read.
    """
    if not batch.failed:
        return
    *others, last = batch.failed
    for one in others:
        click.echo(f"standoff: {' '.join(one.reason.split())}", err=True)
    if not batch.read and not others:
        raise ReportError(last.reason)
    whole = len(batch.failed) + len(batch.read)
    raise StandoffError(
        f"{last.reason} ({amount(len(batch.failed))} of {count(whole, 'report')} not read)"
    )
