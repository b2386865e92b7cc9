"""What the verbs share: options, dates, folders, and writing whole files."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
import platformdirs

from standoff.errors import DateError, StandoffError

if TYPE_CHECKING:
    from standoff.domain.war import War
    from standoff.evidence.store import Store

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
            type=click.Path(path_type=Path),
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


def day(as_of: date | None, war: War | None = None) -> date:
    """The day asked for, or today.

    Raises:
        DateError: it has not happened yet, or lies before the war.
    """
    today = now().date()
    if as_of is not None and as_of > today:
        raise DateError(f"{as_of} has not happened yet. Give --as-of a date up to {today}.")
    asked = as_of or today
    if war is not None and asked < war.start:
        raise DateError(
            f"{war.name} began on {war.start}; {asked} lies before it. Give a date from then on."
        )
    return asked


def cache() -> Path:
    """Folder for what can be fetched or computed again."""
    return Path(platformdirs.user_cache_dir("standoff"))


def open_store(folder: Path | None, war: War) -> Store:
    """The store in a folder, with the claims that come with the war beside it."""
    from standoff.evidence.bundled import record_claims
    from standoff.evidence.store import Store

    return Store(store_folder(folder), record_claims(war, now()))


def store_folder(folder: Path | None) -> Path:
    """The folder of claims that was named, or the one in the user's data folder."""
    return folder or Path(platformdirs.user_data_dir("standoff")) / "claims"


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
