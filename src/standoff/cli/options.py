"""What the verbs share: options, dates, folders, and writing whole files."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

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


def common(*used: str) -> Callable[[F], F]:
    """The options that work on every command; those it uses are handed to it."""

    def add(command: F) -> F:
        seed = click.option(
            "--seed",
            type=click.IntRange(min=0),
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

    found = open_war(war, store=store, seed=seed, now=now())
    if war in wars.shipped() and found.war.folder != wars.shipped_folder() / war:
        click.echo(
            f"standoff: {war} is the folder {Path(war).resolve()} here. "
            f"The war of that name that comes with Standoff is {wars.shipped_folder() / war}.",
            err=True,
        )
    return found


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
        if part:
            Path(part).unlink(missing_ok=True)
        raise StandoffError(
            f"{name}: cannot be written ({error.strerror}). Name another file."
        ) from error
