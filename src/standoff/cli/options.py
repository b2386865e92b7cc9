"""What the verbs share: options, dates, folders, and writing whole files."""

from __future__ import annotations

import importlib.abc
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.shell_completion import CompletionItem

from standoff.errors import StandoffError

if TYPE_CHECKING:
    from standoff.workspace import Workspace

F = TypeVar("F", bound=Callable[..., Any])


class DayParam(click.ParamType[date]):
    """A date as people write it in files: 2022-03-21."""

    name = "date"

    def convert(self, value: Any, param: Any, ctx: Any) -> date:
        """The date; a usage error where it is none."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no date. Write it like 2022-03-21.", param, ctx)


class StoreParam(click.Path):
    """A folder of claims; an address is refused, as it would become a folder of that name."""

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:
        """The folder as it was written."""
        from standoff.workspace import is_address

        if is_address(str(value)):
            self.fail(f"{value}: a store is a local folder so far.", param, ctx)
        return super().convert(value, param, ctx)


class NumbersParam(click.ParamType[tuple[int, ...]]):
    """Positive whole numbers with commas between them: 30,90,180."""

    name = "numbers"

    def convert(self, value: Any, param: Any, ctx: Any) -> tuple[int, ...]:
        """The numbers, in order and once each; a usage error where one is none."""
        if isinstance(value, tuple):
            return value
        try:
            numbers = tuple(sorted({int(part) for part in str(value).split(",")}))
        except ValueError:
            numbers = ()
        if not numbers or numbers[0] < 1:
            self.fail(f"{value!r} are no days. Write them like 30,90,180.", param, ctx)
        return numbers


class NameParam(click.ParamType[str]):
    """A name out of a list that the shell can complete; it is checked where it is used.

    Args:
        kind: what it names, as help shows it.
        names: gives the names; called with the parameters given so far.
    """

    def __init__(self, kind: str, names: Callable[[Mapping[str, Any]], Iterable[str]]) -> None:
        self.name, self._names = kind, names

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """The names that begin so; files where none does, as a name may be a path."""
        del param
        try:
            names = list(self._names(ctx.params))
        except StandoffError:
            names = []
        found = [CompletionItem(name) for name in names if name.startswith(incomplete)]
        return found or [CompletionItem(incomplete, type="file")]


def _wars(_: Mapping[str, Any]) -> Iterable[str]:
    from standoff.domain.war import shipped

    return shipped()


def _sources(_: Mapping[str, Any]) -> Iterable[str]:
    from standoff.ingest.sources import SOURCES

    return [source.name for source in SOURCES]


def _quantities(_: Mapping[str, Any]) -> Iterable[str]:
    from standoff.domain.quantities import QUANTITIES

    return [one.name for one in QUANTITIES]


def _files_of(folder: str) -> Callable[[Mapping[str, Any]], Iterable[str]]:
    """Names of the TOML files that come with the war that was named, or with all."""

    def names(given: Mapping[str, Any]) -> Iterable[str]:
        from standoff.domain.war import load, shipped

        wars = [given["war"]] if given.get("war") else shipped()
        return [
            path.stem for war in wars for path in sorted((load(war).folder / folder).glob("*.toml"))
        ]

    return names


WAR = NameParam("text", _wars)
SOURCE = NameParam("text", _sources)
QUANTITY = NameParam("text", _quantities)
SCENARIO = NameParam("text", _files_of("scenarios"))
CASE = NameParam("text", _files_of("hypotheses"))


def common(*used: str) -> Callable[[F], F]:
    """The options that work on every command; those it uses are handed to it."""

    def add(command: F) -> F:
        seed = click.option(
            "--seed",
            type=click.IntRange(0, 2**63 - 1),
            default=1,
            show_default=True,
            expose_value="seed" in used,
            help="Seed of what is sampled.",
        )
        store = click.option(
            "--store",
            type=StoreParam(),
            envvar="STANDOFF_STORE",
            expose_value="store" in used,
            help="Folder of claims; default: STANDOFF_STORE, or one in the user's data folder.",
        )
        return seed(store(command))

    return add


def outputs(command: F) -> F:
    """The options that write a result as JSON and as a page."""
    as_json = click.option(
        "--json", "json_file", type=click.Path(), help="Write it as JSON; - is standard output."
    )
    as_page = click.option(
        "--html",
        "html_file",
        type=click.Path(),
        help="Write it as one self-contained page; - is standard output.",
    )
    return as_json(as_page(command))


def now() -> datetime:
    """The time of the run, UTC."""
    return datetime.now(UTC)


def opened(war: str, store: str | None, seed: int = 1) -> Workspace:
    """The workspace of a war; says on standard error where its name is that of two wars.

    Raises:
        UnknownNameError: no such war.
        WarDefinitionError: its war.toml cannot be used.
        StoreError: the store is no local folder.
    """
    from standoff.domain import war as wars
    from standoff.workspace import open as open_war

    leave_pandas_out()
    found = open_war(war, store=store, seed=seed, now=now())
    if war in wars.shipped() and found.war.folder != wars.shipped_folder() / war:
        click.echo(
            f"standoff: {war} is the folder {Path(war).resolve()} here. "
            f"The war of that name that comes with Standoff is {wars.shipped_folder() / war}.",
            err=True,
        )
    return found


def leave_pandas_out() -> None:
    """Let PyArrow take pandas for absent until a DataFrame is asked for; it costs 0.2 s.

    At the first list that it converts PyArrow imports pandas, to look for a Series in it, and
    remembers what it found. No command has a Series.
    """
    import pyarrow as pa

    class Absent(importlib.abc.MetaPathFinder):
        def find_spec(self, name: str, *_: object) -> None:
            if name == "pandas":
                raise ModuleNotFoundError(name, name=name)

    if "pandas" not in sys.modules:
        absent = Absent()
        sys.meta_path.insert(0, absent)
        try:
            pa.array([])
        finally:
            sys.meta_path.remove(absent)


def one_standard_output(*names: str | None) -> None:
    """Refuse two results for one standard output."""
    if names.count("-") > 1:
        raise click.UsageError("Two results both want standard output. Name a file for one.")


def deliver(pages: dict[str | None, Callable[[], str]], text: Callable[[], str]) -> None:
    """Write each page to its file, and the text to standard output unless a page wants that."""
    named = {name: page for name, page in pages.items() if name}
    for name, page in named.items():
        write(name, page())
    if "-" not in named:
        click.echo(text(), nl=False)
        for name in named:
            click.echo(f"Wrote {name}.", err=True)


def write(name: str, text: str) -> None:
    """Write a whole file or none; - is standard output."""
    if name == "-":
        click.echo(text, nl=False)
        return
    target = Path(name)
    part = None
    try:
        handle, part = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(text)
        Path(part).chmod(0o644)
        Path(part).replace(target)
    except OSError as error:
        raise StandoffError(
            f"{name}: cannot be written ({error.strerror}). Name another file."
        ) from error
    finally:
        # Also where Ctrl-C ended it.
        if part:
            Path(part).unlink(missing_ok=True)
